"""The check of a list: how long it may take, what it costs, what its pages show of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.sheets.write import csv_bytes
from jobs.models import Job, Letter
from jobs.work import run_job
from participants.imports.checking import NotChecked, check_made, run_check
from participants.imports.services import confirm, run_import
from participants.imports.staging import stage
from participants.models import ImportCheck, ParticipantImport, Person, Registration
from tests.factories import make_city, make_country, make_registration, make_workshop
from tests.sheets import HEADER, checked, imported


def staged(workshop, by, rows, header=HEADER, name="list.csv"):
    return stage(workshop, file=SimpleUploadedFile(name, csv_bytes(header, rows)), by=by)


def people(count, gender="F", **fields):
    return [
        [f"Person {number:05} of many", gender, f"p{number}@example.org", f"Office {number % 40}",
         "Suva", "Fiji"]
        for number in range(count)
    ]  # fmt: skip


def open_page(client, name, workshop, importing, *arguments, **query):
    address = reverse(f"participants:{name}", args=[workshop.slug, importing.pk, *arguments])
    return client.get(address, query)


@pytest.fixture
def suva(db):
    return make_city(name="Suva", country=make_country(name="Fiji", alpha2="FJ", alpha3="FJI"))


def test_a_long_list_is_checked_by_a_worker_while_the_page_waits(client, workshop, facilitator):
    client.force_login(facilitator)
    importing = staged(workshop, facilitator, people(501, gender=""))

    waiting = open_page(client, "import_check", workshop, importing)
    check = ImportCheck.objects.get()
    assert (check.state, "Look again" in waiting.content.decode()) == (Job.State.QUEUED, True)
    with pytest.raises(NotChecked):
        confirm(importing, sends_letters=False)
    run_job(ImportCheck, check.pk, run_check)
    page = open_page(client, "import_check", workshop, importing)

    assert page.context["page"].counts["problems"] == 501  # no Fiji in the list of countries
    report = client.post(
        reverse("participants:import_confirm", args=[workshop.slug, importing.pk]), follow=True
    )
    assert "No row would add or change anybody." in report.content.decode()


def test_a_long_list_is_saved_by_a_worker(client, workshop, facilitator, suva):
    client.force_login(facilitator)
    importing = staged(workshop, facilitator, people(501))
    checked(importing)

    report = client.post(
        reverse("participants:import_confirm", args=[workshop.slug, importing.pk]), follow=True
    )

    assert "Look again" in report.content.decode()
    assert Registration.objects.count() == 0
    run_job(ParticipantImport, importing.pk, run_import)
    assert Registration.objects.filter(city=suva).count() == 501


def test_an_answer_has_the_list_checked_anew_and_an_older_check_is_refused(
    client, workshop, facilitator
):
    client.force_login(facilitator)
    importing = staged(workshop, facilitator, [["Ana Tui", "Cat"]])
    page = open_page(client, "import_check", workshop, importing)
    [name] = page.context["form"].fields

    again = client.post(page.request["PATH_INFO"], {name: "female"}, follow=True)

    assert again.context["page"].counts["new"] == 1
    importing.refresh_from_db()
    assert importing.answers == {"gender": {"cat": "female"}}


@pytest.mark.parametrize("count", [1_000, 3_000])
def test_the_page_of_a_check_is_small_at_any_length(client, workshop, facilitator, count):
    client.force_login(facilitator)
    rows = [
        ["x" * 150 + f" {number}", f"word {number}", "not an address" + "y" * 500, "z" * 250,
         "c" * 250, f"Nowhere {number}"]
        for number in range(count)
    ]  # fmt: skip
    importing = staged(workshop, facilitator, rows)
    checked(importing)

    page = open_page(client, "import_check", workshop, importing)

    assert page.status_code == 200
    assert len(page.content) < 200_000
    part = open_page(client, "import_rows", workshop, importing, "email", page=7)
    assert (len(part.context["pile"].problems), len(part.content) < 200_000) == (50, True)


@pytest.mark.django_db(transaction=True)  # so that the save begins a transaction, no savepoint
@pytest.mark.parametrize("is_full", [False, True])
def test_each_pass_over_two_thousand_rows_takes_few_queries(workshop, facilitator, suva, is_full):
    if is_full:  # half of them are known from another workshop
        elsewhere = make_workshop(workshop.project)
        imported(staged(elsewhere, facilitator, people(1_000)))
    importing = staged(workshop, facilitator, people(2_000))
    check = check_made(importing)

    with CaptureQueriesContext(connection) as of_check:
        run_job(ImportCheck, check.pk, run_check)
    confirm(importing, sends_letters=False)
    with CaptureQueriesContext(connection) as of_save:
        run_job(ParticipantImport, importing.pk, run_import)

    assert counted(of_check) <= 15 + 2
    assert counted(of_save) <= 15 + 2
    assert Registration.objects.filter(workshop=workshop).count() == 2_000
    assert Person.objects.count() == 2_000


def counted(queries):
    """BEGIN and COMMIT are not counted."""
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in queries)


@pytest.mark.parametrize("count", [3, 300])
def test_changed_rows_cost_as_many_queries_for_three_as_for_three_hundred(
    workshop, facilitator, suva, count, django_assert_max_num_queries
):
    imported(staged(workshop, facilitator, people(count)))
    again = staged(workshop, facilitator, people(count, gender="M"))
    checked(again)
    confirm(again, sends_letters=False)

    with django_assert_max_num_queries(40):
        run_job(ParticipantImport, again.pk, run_import)

    assert Registration.objects.filter(gender="male").count() == count


@pytest.mark.parametrize("pile", ["new", "changed", "unchanged", "questions", "email", "gender"])
def test_every_pile_can_be_leafed_through(client, workshop, facilitator, pile):
    make_registration(workshop, full_name="Ana Known", email="known@example.org", gender="female")
    make_registration(workshop, full_name="Ana Same", email="same@example.org", gender="female")
    importing = staged(
        workshop, facilitator,
        [["Ana New", "F", "new@example.org"], ["Ana Known", "M", "known@example.org"],
         ["Ana Same", "F", "same@example.org"], ["Known Ana", "F", "x@example.org"],
         ["Ana Bad", "F", "bad@"], ["Ana Cat", "Cat", ""]],
    )  # fmt: skip
    checked(importing)
    client.force_login(facilitator)

    page = open_page(client, "import_rows", workshop, importing, pile)

    assert page.context["pile"].page.paginator.count == 1
    assert open_page(client, "import_rows", workshop, importing, "nowhere").status_code == 404


def test_changed_cells_are_shown_in_words(client, workshop, facilitator, suva):
    make_registration(
        workshop, full_name="Ana Tui", email="a@example.org", gender="female", country=None
    )
    importing = staged(workshop, facilitator, [["Ana Tui", "M", "a@example.org", "", "", "Fiji"]])
    checked(importing)
    client.force_login(facilitator)

    page = open_page(client, "import_check", workshop, importing)

    cells = [(cell.label, cell.before, cell.after) for cell in page.context["page"].changes]
    assert cells == [("Country or area", "", "Fiji"), ("Gender", "Female", "Male")]


def test_letters_go_out_only_if_chosen_as_many_as_were_said_and_in_one_query(workshop, facilitator):
    rows = [[name, "F", f"{name}@example.org"] for name in ("ana", "mele", "sala")]
    importing = staged(workshop, facilitator, [*rows, ["Tevita Moala", "M", ""]])
    assert checked(importing).counts["letters"] == 3

    with CaptureQueriesContext(connection) as queries:
        imported(importing, sends_letters=True)

    letters = Letter.objects.order_by("pk")
    assert [letter.to for letter in letters] == [address for _name, _gender, address in rows]
    assert [letter.body.splitlines()[0] for letter in letters] == [
        "Dear ana,", "Dear mele,", "Dear sala,",
    ]  # fmt: skip
    assert sum('INTO "jobs_letter"' in query["sql"] for query in queries) == 1


def test_no_letter_goes_out_unless_it_was_chosen(workshop, facilitator):
    imported(staged(workshop, facilitator, [["Ana Tui", "F", "a@example.org"]]))

    assert Letter.objects.count() == 0


def test_who_registers_between_check_and_saving_is_not_taken_twice(workshop, facilitator):
    importing = staged(
        workshop, facilitator, [["Ana Tui", "F", "a@example.org"], ["Tevita Moala", "M"]]
    )
    checked(importing)
    confirm(importing, sends_letters=False)
    make_registration(workshop, full_name="Ana Tui", email="a@example.org", gender="female")
    make_registration(workshop, full_name="Moala Tevita")

    run_job(ParticipantImport, importing.pk, run_import)

    importing.refresh_from_db()
    assert Registration.objects.count() == 2
    assert (importing.counts["new"], importing.counts["left_out"]) == (0, 2)


def test_remarks_on_the_file_are_shown(client, workshop, facilitator):
    client.force_login(facilitator)
    content = "Nom complet;Genre\nRenée Dupré;Femme\n".encode("cp1252")
    start = reverse("participants:import_start", args=[workshop.slug])

    page = client.post(start, {"file": SimpleUploadedFile("list.csv", content)}, follow=True)

    assert "it was read as cp1252" in page.content.decode()
    assert ParticipantImport.objects.get().columns == {"full_name": 0, "gender": 1}


def test_corrected_columns_are_remembered_without_keeping_the_headings(
    client, workshop, facilitator
):
    client.force_login(facilitator)
    header, row = ["Name", "Shoe size", "Ministry"], ["Ana Tui", "F", "Council"]
    importing = staged(workshop, facilitator, [row], header=header)
    columns = reverse("participants:import_columns", args=[workshop.slug, importing.pk])

    client.post(columns, {"column-0": "full_name", "column-1": "gender", "column-2": ""})

    importing.refresh_from_db()
    assert sorted(importing.remembered.values()) == ["", "gender"]
    assert "shoe" not in str(importing.remembered)
    assert staged(workshop, facilitator, [row], header=header).columns == {
        "full_name": 0, "gender": 1,
    }  # fmt: skip


def test_the_template_shows_two_people_and_is_understood(client, workshop, facilitator, suva):
    make_country(name="Viet Nam", alpha2="VN", alpha3="VNM")
    client.force_login(facilitator)
    for ending in ("csv", "xlsx"):
        file = client.get(reverse("participants:import_template", args=[workshop.slug, ending]))
        importing = stage(
            workshop, file=SimpleUploadedFile("template", file.content), by=facilitator
        )

        assert (importing.row_count, len(importing.columns)) == (2, 14)
        assert checked(importing).counts["new"] == 2
