"""Comments that came with answers, and what became of each: page, Word, spreadsheet."""

import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from documents.sheets.read import read_table
from documents.word import read_word
from recommendations.models import Reply
from recommendations.services import add_recommendation, open_round, record_answers
from tests.factories import make_city, make_registration

NAME = "Ana Tuivaga"


@pytest.fixture
def held(workshop, organiser):
    recommendation = add_recommendation(workshop.project, text="Cost it.", by=organiser)
    return open_round(workshop, title="In the room", recommendations=[recommendation])


def comment(held, text="=Say by when", **fields):
    fields.setdefault("city", make_city(name="Suva"))
    registration = make_registration(held.workshop, full_name=NAME, state="confirmed", **fields)
    item = held.items.get()
    record_answers(
        held, registration=registration, positions={item.pk: "support"}, comments={item.pk: text}
    )
    return item.answers.get(registration=registration)


def test_a_comment_is_from_a_city_and_never_from_a_name(client, organiser, held):
    comment(held)
    client.force_login(organiser)

    page = client.get(reverse("recommendations:comment_list", args=[held.pk]))

    assert [row.who for row in page.context["rows"]] == ["Suva"]
    assert NAME not in page.content.decode()


def test_an_answer_without_a_comment_is_not_listed(client, organiser, held):
    comment(held, text="")
    client.force_login(organiser)

    page = client.get(reverse("recommendations:comment_list", args=[held.pk]))

    assert page.context["rows"] == []


def test_an_organiser_replies_and_says_why(client, organiser, held):
    said = comment(held)
    client.force_login(organiser)
    to = reverse("recommendations:comment_reply", args=[held.pk, said.pk])

    without = client.post(to, {"verdict": "partly"})
    client.post(to, {"verdict": "partly", "reason": "The year is added."})

    assert without.context["form"].errors
    assert (Reply.objects.get().verdict, Reply.objects.get().by) == ("partly", organiser)


def test_the_database_asks_why_something_is_not_accepted(held):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(answer=comment(held), verdict="not")


def test_a_comment_that_stays_keeps_its_reply(held):
    said = comment(held)
    Reply.objects.create(answer=said, verdict="accepted")

    item = held.items.get()
    record_answers(
        held, registration=said.registration, positions={item.pk: "support_with_changes"},
        comments={item.pk: said.comment},
    )  # fmt: skip

    assert Reply.objects.count() == 1


def test_files_hold_every_comment_and_no_formula_and_no_name(client, organiser, held):
    Reply.objects.create(answer=comment(held), verdict="not", reason="Too long.")
    client.force_login(organiser)

    sheet = client.get(reverse("recommendations:comment_xlsx", args=[held.pk]))
    file = client.get(reverse("recommendations:comment_docx", args=[held.pk]))

    (row,) = read_table(io.BytesIO(sheet.content)).rows
    words = read_word(io.BytesIO(file.content))
    said = "\n".join([*words.blocks.values(), *words.unmatched])
    assert list(row.cells)[4:] == ["=Say by when", "not accepted", "Too long."]
    assert NAME not in said
    assert "Too long." in said


@pytest.mark.parametrize("comments", [1, 3])
def test_the_page_takes_a_fixed_number_of_queries(
    client, organiser, held, django_assert_num_queries, comments
):
    for _ in range(comments):
        comment(held)
    client.force_login(organiser)

    with django_assert_num_queries(6):
        client.get(reverse("recommendations:comment_list", args=[held.pk]))
