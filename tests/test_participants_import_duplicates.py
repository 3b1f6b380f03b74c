"""Who may be somebody: of the project, or of another row of the same list."""

import pytest

from tests.factories import make_person
from tests.sheets import previewed


def asked(preview):
    return [(each.read.entry.row, each.other_row, each.reason.value) for each in preview.questions]


@pytest.mark.parametrize(
    ("name", "email", "reason"),
    [
        ("Tam Nguyen Thi Minh", "", "name"),
        ("Dr NGUYỄN Thị Minh Tâm", "other@example.org", "name"),
        ("Office of planning", "tam@example.org", "email"),
    ],
)
def test_two_rows_of_one_list_that_may_be_one_person_are_a_question(workshop, name, email, reason):
    preview = previewed(
        workshop, (2, ("Nguyễn Thị Minh Tâm", "F", "tam@example.org")), (3, (name, "F", email))
    )

    assert asked(preview) == [(3, 2, reason)]
    assert [read.entry.row for read in preview.new] == [2]


@pytest.mark.parametrize(("answer", "rows"), [("same", [2]), ("different", [2, 3]), ("skip", [2])])
def test_the_facilitator_says_whether_two_rows_are_one(workshop, answer, rows):
    preview = previewed(
        workshop, (2, ("Ana Tui", "F")), (3, ("Tui Ana", "F")),
        answers={"people": {"3=r2": answer}},
    )  # fmt: skip

    assert [read.entry.row for read in preview.new] == rows


def test_the_same_name_and_address_twice_is_a_problem_that_names_the_first_row(workshop):
    row = ("Ana Tui", "F", "ana@example.org")

    preview = previewed(workshop, (2, row), (5, row))

    [problem] = preview.problems
    assert (problem.row, problem.cause.value) == (5, "repeated")
    assert problem.advice == "Row 2 is the same person; keep one of the two."


def test_a_name_spelt_almost_the_same_is_a_question(workshop, project):
    known = make_person(project, full_name="Salote Vakaruru")

    preview = previewed(workshop, (2, ("Vakaruro Salote",)))

    [question] = preview.questions
    assert (question.reason.value, question.person_id) == ("spelling", known.pk)
    assert (question.known.name, question.known.city) == ("Salote Vakaruru", "")


def test_an_answer_about_one_person_is_none_about_another(workshop, project):
    first = make_person(project, full_name="Ana Tui")
    answers = {"people": {f"2=p{first.pk}": "different"}}
    first.delete()
    second = make_person(project, full_name="Ana Tui")

    preview = previewed(workshop, (2, ("Ana Tui",)), answers=answers)

    assert [(each.person_id, each.answer) for each in preview.questions] == [(second.pk, "")]


def test_two_rows_said_to_be_one_known_person_are_taken_once(workshop, project):
    known = make_person(project, full_name="Ana Tui", email="a@example.org")
    answers = {"people": {f"2=p{known.pk}": "same", f"3=p{known.pk}": "same", "3=r2": "different"}}

    preview = previewed(workshop, (2, ("Ana Tui",)), (3, ("Tui Ana",)), answers=answers)

    assert [read.entry.row for read in preview.new] == [2]
    assert [(problem.row, problem.cause.value) for problem in preview.problems] == [(3, "repeated")]
