import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cities.models import Country
from documents.sheets.write import csv_bytes
from jobs.work import run_job
from participants.imports.services import NothingToImport, confirm, run_import
from participants.imports.staging import stage
from participants.models import ParticipantImport, Person, Registration
from tests.factories import (
    make_city,
    make_person,
    make_project,
    make_registration,
    make_workshop,
)
from tests.sheets import HEADER, checked, imported, previewed


@pytest.fixture
def fiji(db):
    return Country.objects.create(alpha2="FJ", alpha3="FJI", m49="242", name="Fiji")


def upload(header, rows):
    return SimpleUploadedFile("list.csv", csv_bytes(header, rows))


def saved(workshop, by, header, rows):
    return imported(stage(workshop, file=upload(header, rows), by=by))


def names_of(reads):
    return [read.entry.full_name for read in reads]


def test_every_bad_cell_is_named_by_the_row_of_the_sheet(workshop, fiji):
    preview = previewed(
        workshop,
        (2, ("Suharti", "F", "suharti@example.org", "", "", "Fiji")),
        (5, ("", "F")),
        (9, ("Tevita Moala", "Cat")),
        (12, ("Lê Văn Hòa", "M", "office@")),
        (90, ("Salote", "F", "", "", "", "Figi")),
    )

    assert names_of(preview.new) == ["Suharti"]
    assert [(p.row, p.cause.value, p.value) for p in preview.problems] == [
        (5, "no_name", ""),
        (9, "gender", "Cat"),
        (12, "email", "office@"),
        (90, "country", "Figi"),
    ]
    assert preview.problems[-1].advice == "Did you mean Fiji?"


@pytest.mark.parametrize(
    ("word", "gender"),
    [("F", "female"), ("f ", "female"), ("Female.", "female"), ("Mujer", "female"),
     ("М", "male"), ("M", "male"), ("Prefers not to say", "undisclosed"), ("", "")],
)  # fmt: skip
def test_words_for_gender_that_are_beyond_doubt(workshop, word, gender):
    preview = previewed(workshop, (2, ("Suharti", word)))

    assert [read.entry.gender for read in preview.new] == [gender]


@pytest.mark.parametrize(
    ("heading", "others", "is_asked"),
    [
        ("Sexo (H/M)", ["F"], True), ("Sexo", ["F"], True), ("Género", [], True),
        ("Sex", ["H"], True), ("Sexo (M/F)", ["F"], False), ("Sex", ["F"], False),
    ],
)  # fmt: skip
def test_m_beside_h_is_a_question_for_it_may_be_mujer(workshop, heading, others, is_asked):
    rows = [(number, (f"Ana {word}", word)) for number, word in enumerate(["M", *others], start=2)]

    preview = previewed(workshop, *rows, header=("Nombre completo", heading))

    assert ("M" in {problem.value for problem in preview.problems}) is is_asked


@pytest.mark.parametrize("name", ["Fidji", "FIYI", "Фиджи", "فيجي", "fiji"])
def test_country_is_known_in_every_language_of_our_lists(workshop, fiji, name):
    preview = previewed(workshop, (2, ("Suharti", "F", "", "", "", name)))

    assert [read.entry.country_id for read in preview.new] == [fiji.pk]


@pytest.mark.parametrize("word", ["Cat", "Mr", "Mrs", "Null", "x", "MF"])
def test_other_words_for_gender_are_a_question_and_its_answer_is_taken(workshop, word):
    row = (2, ("Suharti", word))
    assert [p.cause.value for p in previewed(workshop, row).problems] == ["gender"]

    answered = previewed(workshop, row, answers={"gender": {word.lower(): "female"}})

    assert [read.entry.gender for read in answered.new] == ["female"]


def test_a_gender_that_the_project_does_not_offer_is_a_question(workshop):
    workshop.project.gender_answers = ["female", "male"]

    preview = previewed(workshop, (2, ("Suharti", "Other")))

    assert [p.value for p in preview.problems] == ["Other"]


@pytest.mark.parametrize(
    "name",
    ["Null", "Suharti", "นางสาว สมหญิง ใจดี", "O'Neill, Seán", "=cmd", "<b>Ana</b>", "Ana 🌱",
     "x" * 200, "d'Arc", "-Ana"],
)  # fmt: skip
def test_names_stand_exactly_as_typed(workshop, organiser, name):
    saved(workshop, organiser, ["Name"], [[name]])

    expected = name if name[0] not in "=-" else f"'{name}"  # a foreign file: nothing is taken off
    assert Person.objects.get().full_name in {name, expected}


@pytest.mark.parametrize("name", ["Ana\nMaria", "Ana\x07", "x" * 201, "\u200b"])
def test_names_that_cannot_stand_are_a_problem_and_no_error(workshop, name):
    preview = previewed(workshop, (2, (name,)))

    assert (len(preview.new), [problem.row for problem in preview.problems]) == (0, [2])


def test_the_same_email_and_name_is_the_same_person(workshop, project):
    known = make_person(project, full_name="Salote Vakaruru", email="s@example.org")

    preview = previewed(workshop, (2, ("SALOTE  Vakaruru", "", "S@example.org")))

    assert [read.entry.person_id for read in preview.new] == [known.pk]


@pytest.mark.parametrize(
    ("name", "email", "reason"),
    [
        ("Nguyen Thi Minh Tam", "", "name"),
        ("Dr Minh Tâm Nguyễn Thị", "", "name"),
        ("Office", "tam@example.org", "email"),
    ],
)
def test_any_other_likeness_is_a_question(workshop, project, name, email, reason):
    make_person(project, full_name="Nguyễn Thị Minh Tâm", email="tam@example.org")

    preview = previewed(workshop, (2, (name, "", email)))

    assert [question.reason.value for question in preview.questions] == [reason]
    assert preview.new == []


@pytest.mark.parametrize(("answer", "new", "people"), [("same", 1, 1), ("different", 1, 2),
                                                       ("skip", 0, 1), ("", 0, 1)])  # fmt: skip
def test_a_question_is_answered_by_the_facilitator(workshop, project, answer, new, people):
    known = make_person(project, full_name="Suharti", email="old@example.org")

    preview = previewed(
        workshop, (7, ("Suharti", "", "new@example.org")),
        answers={"people": {f"7=p{known.pk}": answer}},
    )  # fmt: skip

    assert len(preview.new) == new
    assert [read.entry.person_id for read in preview.new] == [
        known.pk if answer == "same" else None
    ][:new]


def test_people_of_another_project_are_not_looked_at(workshop):
    other = make_registration(make_workshop_elsewhere(), full_name="Suharti")

    preview = previewed(workshop, (2, ("Suharti",)))

    assert (len(preview.new), other.person.project == workshop.project) == (1, False)


def make_workshop_elsewhere():
    return make_workshop(make_project())


def test_a_hundred_and_fifty_thai_names_stay_as_many(workshop, organiser):
    consonants = "กขคงจชซญดตถทธนบ"
    names = [f"{a}า{b}ี" for a in consonants for b in consonants[:10]]

    importing = saved(workshop, organiser, ["Name"], [[name] for name in names])

    assert importing.counts["new"] == Person.objects.count() == 150


def test_an_import_saves_nothing_until_it_is_confirmed(workshop, organiser):
    stage(workshop, file=upload(["Name"], [["Suharti"]]), by=organiser)

    assert Person.objects.count() == 0


def test_a_confirmed_import_saves_people_places_and_organisations(workshop, organiser, fiji):
    city = make_city(name="Suva", country=fiji)

    importing = saved(
        workshop, organiser, HEADER,
        [["Suharti", "F", "s@example.org", "City Council", "Suva", ""],
         ["Tevita Moala", "M", "", "City Council", "Labasa", "Fiji"]],
    )  # fmt: skip

    rows = Registration.objects.order_by("pk").select_related("person", "organisation")
    assert [(r.person.full_name, r.gender, r.city, r.city_name, r.country) for r in rows] == [
        ("Suharti", "female", city, "Suva", fiji),
        ("Tevita Moala", "male", None, "Labasa", fiji),
    ]
    assert len({r.organisation_id for r in rows}) == 1
    assert (importing.state, importing.counts["new"], bool(importing.staged)) == ("done", 2, False)


def test_the_same_file_again_changes_nothing(workshop, organiser, fiji):
    rows = [["Suharti", "F", "s@example.org", "Council", "", "Fiji"]]
    saved(workshop, organiser, HEADER, rows)

    again = stage(workshop, file=upload(HEADER, rows), by=organiser)
    checked(again)

    with pytest.raises(NothingToImport):
        confirm(again, sends_letters=False)


def test_a_changed_cell_is_shown_before_and_after_and_an_empty_one_leaves_what_stands(
    workshop, organiser
):
    saved(workshop, organiser, HEADER, [["Suharti", "F", "s@example.org", "Council", "", ""]])

    preview = previewed(workshop, (2, ("Suharti", "", "s@example.org", "Ministry")))

    [row] = preview.changed
    assert [(c.field, c.before, c.after) for c in row.cells] == [
        ("organisation", "Council", "Ministry")
    ]


def test_a_row_is_found_by_its_reference_and_a_strange_reference_is_a_problem(workshop):
    registration = make_registration(workshop, full_name="Suharti")
    header = ("Reference", "Full name", "Position")

    preview = previewed(
        workshop,
        (2, (registration.code, "Suharti", "Economist")),
        (3, ("ZZZZZZZZ", "Somebody", "")),
        header=header,
    )

    assert [row.registration for row in preview.changed] == [registration]
    assert [(p.row, p.cause.value) for p in preview.problems] == [(3, "reference")]


def test_confirming_twice_imports_once(workshop, organiser):
    importing = stage(workshop, file=upload(["Name"], [["Suharti"]]), by=organiser)
    checked(importing)
    for _click in range(2):
        confirm(importing, sends_letters=False)
        run_job(ParticipantImport, importing.pk, run_import)

    assert Registration.objects.count() == 1


def test_a_failure_in_the_middle_saves_nothing(workshop, organiser, monkeypatch):
    importing = stage(workshop, file=upload(["Name"], [["Suharti"], ["Moala"]]), by=organiser)
    checked(importing)
    confirm(importing, sends_letters=False)
    monkeypatch.setattr("participants.imports.services.record_access", lambda *a, **k: 1 / 0)

    run_job(ParticipantImport, importing.pk, run_import)

    assert (Person.objects.count(), Registration.objects.count()) == (0, 0)


def test_a_facilitator_imports_a_list_in_the_browser(client, workshop, facilitator):
    client.force_login(facilitator)
    start = reverse("participants:import_start", args=[workshop.slug])

    columns = client.post(start, {"pasted": "Name\tSex\nSuharti\tF\nMoala\tCat\n"})
    fields = {"column-0": "full_name", "column-1": "gender"}
    check = client.post(columns.url, fields)
    page = client.get(check.url)
    client.post(check.url, answers_of(page, "male"))
    importing = ParticipantImport.objects.get()
    report = client.post(reverse("participants:import_confirm", args=[workshop.slug, importing.pk]))

    assert "“Cat”" in page.content.decode()
    assert client.get(report.url).status_code == 200
    people = Registration.objects.order_by("pk").values_list("person__full_name", "gender")
    assert list(people) == [("Suharti", "female"), ("Moala", "male")]


def answers_of(page, answer):
    """The same answer to each word that the page asks about."""
    return {name: answer for name in page.context["form"].fields if name.startswith("word-")}


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"PK\x03\x04broken", b"\x00\x01\x02"]
)
def test_a_file_that_is_no_list_is_refused_in_words(client, workshop, facilitator, content):
    client.force_login(facilitator)

    response = client.post(
        reverse("participants:import_start", args=[workshop.slug]),
        {"file": SimpleUploadedFile("list.csv", content)},
    )

    assert response.status_code == 200
    assert response.context["form"].errors
    assert ParticipantImport.objects.count() == 0


def test_rows_with_problems_come_back_and_import_after_correction(client, workshop, facilitator):
    client.force_login(facilitator)
    importing = stage(
        workshop, file=upload(["Name", "Sex"], [["Suharti", "F"], ["Moala", "Cat"]]),
        by=facilitator,
    )  # fmt: skip

    response = client.get(
        reverse("participants:import_problems", args=[workshop.slug, importing.pk])
    )
    staged = stage(workshop, file=SimpleUploadedFile("x.xlsx", response.content), by=facilitator)

    assert staged.headings.keys() == {"Name", "Sex", "Problem"}
    assert staged.columns == {"full_name": 0, "gender": 1}


@given(
    rows=st.lists(
        st.tuples(st.text(max_size=12), st.text(max_size=8), st.text(max_size=20)),
        min_size=1,
        max_size=8,
    )
)
@pytest.mark.django_db
def test_no_text_whatever_makes_an_import_fail(rows):
    workshop = make_workshop()
    header = ("Name", "Gender", "E-mail")

    preview = previewed(workshop, *enumerate(rows, start=2), header=header)

    asked = {question.read.entry.row for question in preview.questions}
    bad = {problem.row for problem in preview.problems}
    assert len(preview.new) + len(asked) + len(bad) == len(rows)
