"""Rounds in writing: private links, reminders, closing by the clock, and what stays frozen."""

import datetime
import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from jobs.models import Letter
from recommendations.models import Answer, RoundLink, ValidationRound, Wording
from recommendations.services import (
    RoundIsClosed,
    add_recommendation,
    add_wording,
    close_due_rounds,
    close_round,
    open_round,
    record_answers,
    remind_silent,
    reworded_since,
    send_links,
)
from recommendations.services.links import renewed_link
from tests.factories import make_city, make_registration

SUPPORT, CHANGES = Answer.Position.SUPPORT, Answer.Position.SUPPORT_WITH_CHANGES


@pytest.fixture
def people(workshop):
    return [
        make_registration(workshop, email=f"p{n}@example.org", gender=gender, state="confirmed")
        for n, gender in enumerate(["male", "female", "female"])
    ]


@pytest.fixture
def recommendations(project, organiser):
    return [
        add_recommendation(project, text=text, by=organiser)
        for text in ("Cost every action.", "Name who is served.")
    ]


@pytest.fixture
def in_writing(workshop, people, recommendations):
    until = timezone.now() + datetime.timedelta(days=7)
    return open_round(
        workshop, title="By letter", recommendations=recommendations, until=until,
        is_in_writing=True,
    )  # fmt: skip


def link_in(letter):
    return re.search(r"http\S+(/rounds/answer/\S+)", letter.body)[1]


def typed_for(validation_round, position=SUPPORT, comment=""):
    items = validation_round.items.values_list("pk", flat=True)
    return {f"position-{pk}": position for pk in items} | {f"comment-{pk}": comment for pk in items}


def test_a_round_in_writing_needs_its_end(workshop, recommendations):
    with pytest.raises(DatabaseError), transaction.atomic():
        open_round(workshop, title="R", recommendations=recommendations, is_in_writing=True)


def test_everybody_with_an_address_gets_one_link_however_often_it_is_sent(workshop, in_writing):
    make_registration(workshop, state="confirmed")  # has no address

    first, second = send_links(in_writing), send_links(in_writing)

    assert (first, second) == (3, 0)
    assert Letter.objects.count() == 3


def test_a_link_leads_to_the_wordings_and_keeps_the_answers(client, in_writing):
    send_links(in_writing)
    to = link_in(Letter.objects.first())

    shown = client.get(to)
    client.post(to, typed_for(in_writing, CHANGES, "Say by when."))
    again = client.get(to)

    assert "Cost every action." in shown.content.decode()
    assert set(Answer.objects.values_list("position", "comment")) == {(CHANGES, "Say by when.")}
    assert again.context["answered"] == 2


def test_no_secret_is_kept_but_its_hash(in_writing):
    send_links(in_writing)
    secret = link_in(Letter.objects.first()).rstrip("/").rpartition("/")[2]

    assert not RoundLink.objects.filter(token_hash=secret).exists()


def test_a_new_link_ends_the_one_before(client, in_writing, people):
    old = renewed_link(in_writing, people[0])
    new = renewed_link(in_writing, people[0])

    statuses = [
        client.get(reverse("recommendations:round_answer", args=[secret])).status_code
        for secret in (old, new)
    ]

    assert statuses == [404, 200]


def test_sending_the_form_twice_keeps_one_answer_and_its_moment(client, in_writing, people):
    to = reverse("recommendations:round_answer", args=[renewed_link(in_writing, people[0])])
    client.post(to, typed_for(in_writing))
    moments = list(Answer.objects.order_by("pk").values_list("pk", "at"))

    client.post(to, typed_for(in_writing))

    assert list(Answer.objects.order_by("pk").values_list("pk", "at")) == moments


def test_a_closed_round_shows_the_answers_and_takes_none(client, in_writing, people):
    to = reverse("recommendations:round_answer", args=[renewed_link(in_writing, people[0])])
    client.post(to, typed_for(in_writing))
    close_round(in_writing, by=None)

    refused = client.post(to, typed_for(in_writing, CHANGES))

    assert refused.status_code == 200
    assert not refused.context["is_open"]
    assert set(Answer.objects.values_list("position", flat=True)) == {SUPPORT}


def test_the_page_takes_a_fixed_number_of_queries(
    client, in_writing, people, django_assert_num_queries
):
    to = reverse("recommendations:round_answer", args=[renewed_link(in_writing, people[0])])

    with django_assert_num_queries(4):
        client.get(to)


def test_the_page_is_read_in_the_language_of_its_reader(client, in_writing, people, organiser):
    people[0].language = "fr"
    people[0].save()
    recommendation = in_writing.items.first().wording.recommendation
    add_wording(recommendation, text="Chiffrez chaque action.", by=organiser, language="fr")
    to = reverse("recommendations:round_answer", args=[renewed_link(in_writing, people[0])])

    page = client.get(to).content.decode()

    assert '<html lang="fr"' in page
    assert "Chiffrez chaque action." in page
    assert "Cost every action." in page  # what is put, beside it


def test_choosing_a_language_keeps_what_was_typed_and_sends_nothing(client, in_writing, people):
    to = reverse("recommendations:round_answer", args=[renewed_link(in_writing, people[0])])

    page = client.post(to, {**typed_for(in_writing, SUPPORT, "Yes."), "language": "ar"})

    assert 'dir="rtl"' in page.content.decode()
    assert "Yes." in page.content.decode()
    assert not Answer.objects.exists()


def test_who_is_silent_is_reminded_once_two_days_before_the_end(in_writing, people):
    send_links(in_writing)
    items = {item.pk: SUPPORT for item in in_writing.items.all()}
    record_answers(in_writing, registration=people[0], positions=items)
    before = Letter.objects.count()
    soon = in_writing.until - datetime.timedelta(days=1)

    counts = [remind_silent(now=in_writing.opened_at), remind_silent(now=soon),
              remind_silent(now=soon)]  # fmt: skip

    assert counts == [0, 2, 0]
    assert Letter.objects.count() == before + 2


def test_a_round_in_writing_closes_itself(in_writing):
    close_due_rounds(now=in_writing.until - datetime.timedelta(minutes=1))
    before = ValidationRound.objects.get().state
    closed = [close_due_rounds(now=in_writing.until), close_due_rounds(now=in_writing.until)]

    assert before == ValidationRound.State.OPEN
    assert closed == [1, 0]
    assert ValidationRound.objects.get().state == ValidationRound.State.CLOSED


def test_nothing_is_taken_after_the_last_moment_even_before_the_clock_comes(in_writing, people):
    past = timezone.now() - datetime.timedelta(minutes=1)
    ValidationRound.objects.update(until=past)

    with pytest.raises(RoundIsClosed):
        record_answers(in_writing, registration=people[0], positions={})


def test_one_position_for_each_delegation_is_that_of_its_head(workshop, people, recommendations):
    delegation = workshop.delegations.create(city=make_city())
    for person in people[:2]:
        person.delegation = delegation
        person.is_head = person == people[0]
        person.save()

    held = open_round(workshop, title="R", recommendations=recommendations, answers_by="delegation")

    assert list(held.people()) == [people[0]]


def closed_round(workshop, people, recommendations):
    held = open_round(workshop, title="In the room", recommendations=recommendations)
    items = {item.pk: SUPPORT for item in held.items.all()}
    record_answers(held, registration=people[0], positions=items)
    return close_round(held, by=None)


@pytest.mark.parametrize("count", ["support", "cannot_support", "is_validated"])
def test_the_database_keeps_the_result_of_a_closed_round(workshop, people, recommendations, count):
    held = closed_round(workshop, people, recommendations)

    with pytest.raises(DatabaseError), transaction.atomic():
        held.items.update(**{count: 1 if count == "is_validated" else 99})


def test_the_database_takes_no_answer_into_a_closed_round(workshop, people, recommendations):
    held = closed_round(workshop, people, recommendations)
    item = held.items.first()

    with pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.create(item=item, registration=people[1], position=SUPPORT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.update(position=CHANGES)


def test_a_comment_can_be_wiped_after_closing(workshop, people, recommendations):
    closed_round(workshop, people, recommendations)

    assert Answer.objects.update(comment="") == 2


def test_the_database_never_changes_a_wording(recommendations):
    with pytest.raises(DatabaseError), transaction.atomic():
        Wording.objects.update(text="Other words.")


def test_changed_wordings_go_to_a_new_round(client, workshop, people, recommendations, organiser):
    held = closed_round(workshop, people, recommendations)
    add_wording(recommendations[0], text="Cost every action by May.", by=organiser)
    client.force_login(organiser)

    offered = client.get(
        reverse("recommendations:round_add", args=[workshop.project.code]), {"after": held.pk}
    )

    assert reworded_since(held) == [recommendations[0]]
    assert offered.context["form"].initial["recommendations"] == [recommendations[0].pk]


@pytest.mark.parametrize("after", ["x", "9" * 5000, "-1", "²"])
def test_a_round_after_one_that_cannot_be_is_a_plain_new_one(
    client, project, workshop, organiser, after
):
    client.force_login(organiser)

    response = client.get(
        reverse("recommendations:round_add", args=[project.code]), {"after": after}
    )

    assert response.context["form"].initial == {}


def test_the_form_of_a_round_shows_every_wording(
    client, project, workshop, organiser, recommendations
):
    client.force_login(organiser)

    page = client.get(reverse("recommendations:round_add", args=[project.code]))

    assert "1. Cost every action." in page.content.decode()


def test_a_round_in_writing_without_an_end_is_asked_for_it_at_the_field(
    client, project, workshop, organiser, recommendations
):
    client.force_login(organiser)

    response = client.post(
        reverse("recommendations:round_add", args=[project.code]),
        {"title": "R", "workshop": workshop.pk, "answers_by": "person", "is_in_writing": "on",
         "recommendations": [recommendations[0].pk]},
    )  # fmt: skip

    assert response.context["form"].errors["until"] == [
        "Say until when people may answer in writing."
    ]


def test_letters_are_sent_by_whoever_runs_the_round(client, facilitator, in_writing):
    client.force_login(facilitator)

    client.post(reverse("recommendations:round_send", args=[in_writing.pk]))

    assert Letter.objects.count() == 3
