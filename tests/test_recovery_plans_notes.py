"""Progress notes: written by the city once its plan is published, sent, and accepted."""

import datetime

import pytest
from django.urls import reverse

from recovery_plans.models import ProgressNote, RecoveryPlan
from recovery_plans.periods import Period, last_half_year, late_period
from recovery_plans.services.note import NOTE_MOVES, NoteNotMoved, may_move_note, move_note
from tests.factories import make_officer, make_organiser, make_reader
from tests.writing_plans import make_complete_plan, make_focal_point, publish

State = ProgressNote.State
FIRST_HALF = Period(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
SECOND_HALF = Period(datetime.date(2026, 7, 1), datetime.date(2026, 12, 31))


@pytest.fixture
def published(project):
    plan = make_complete_plan(project)
    plan.focal_point, plan.reviewer = make_focal_point(plan), make_organiser(project)
    publish(plan, plan.focal_point, plan.reviewer)
    focal_point, reviewer = plan.focal_point, plan.reviewer
    plan = RecoveryPlan.objects.with_city().get(pk=plan.pk)
    plan.focal_point, plan.reviewer = focal_point, reviewer
    return plan


def make_note(plan, **fields):
    period = {"starts_on": FIRST_HALF.starts_on, "ends_on": FIRST_HALF.ends_on}
    return ProgressNote.objects.create(plan=plan, **{**period, "text": "Planted.", **fields})


def page(name, note):
    return reverse(f"recovery_plans:{name}", args=[note.plan_id, note.pk])


@pytest.mark.django_db
def test_a_note_is_begun_written_sent_and_accepted(client, published):
    client.force_login(published.focal_point)
    begun = {"starts_on": "2026-01-01", "ends_on": "2026-06-30"}
    client.post(reverse("recovery_plans:note_add", args=[published.pk]), begun)
    note = published.notes.get()
    client.post(page("note_edit", note), {"text": "Two hectares planted.", "version": 1})
    client.post(page("note_send", note))
    client.force_login(published.reviewer)
    client.post(page("note_accept", note))

    note.refresh_from_db()
    assert (note.text, note.state) == ("Two hectares planted.", State.ACCEPTED)
    assert (note.sent_by, note.accepted_by) == (published.focal_point, published.reviewer)
    published.refresh_from_db()
    assert published.state == "published"  # no draft was begun


@pytest.mark.django_db
def test_there_is_one_note_for_a_period(client, published):
    make_note(published)
    client.force_login(published.focal_point)
    begun = {"starts_on": "2026-01-01", "ends_on": "2026-06-30"}

    answer = client.post(reverse("recovery_plans:note_add", args=[published.pk]), begun)

    assert "There is a note for this period already." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts_on": "2026-06-30", "ends_on": "2026-01-01"}, "The end is before the beginning."),
        ({"starts_on": "2026-01-01", "ends_on": "9999-12-31"}, "This day is still to come."),
    ],
)
def test_a_period_that_cannot_be_is_refused_in_words(client, published, typed, words):
    client.force_login(published.focal_point)

    answer = client.post(reverse("recovery_plans:note_add", args=[published.pk]), typed)

    assert words in answer.content.decode()


@pytest.mark.django_db
def test_a_note_that_was_sent_is_closed_and_what_was_typed_is_shown(client, published):
    note = make_note(published, state=State.SENT)
    client.force_login(published.focal_point)

    answer = client.post(page("note_edit", note), {"text": "Typed too late.", "version": 1})

    assert "This note is not open for writing now." in answer.content.decode()
    assert "Typed too late." in answer.content.decode()


@pytest.mark.django_db
def test_an_empty_note_is_not_sent(published):
    with pytest.raises(NoteNotMoved, match="Nothing is written"):
        move_note(make_note(published, text=" "), to=State.SENT, by=published.focal_point)


@pytest.mark.django_db
def test_a_note_changed_meanwhile_is_not_sent_unread(published):
    note = make_note(published)
    note.plan = published
    ProgressNote.objects.filter(pk=note.pk).update(version=2)

    with pytest.raises(NoteNotMoved, match="Somebody changed"):
        move_note(note, to=State.SENT, by=published.focal_point)


@pytest.mark.django_db
@pytest.mark.parametrize("origin", State.values)
@pytest.mark.parametrize("to", State.values)
def test_who_may_move_a_note(project, published, origin, to):
    cast = {
        "focal point": published.focal_point,
        "officer": make_officer(published.project_city),
        "reviewer": published.reviewer,
        "reader": make_reader(project),
    }
    note = make_note(published, state=origin)
    note.plan = published

    allowed = {who for who, user in cast.items() if may_move_note(note, to, user)}

    table = {
        (State.DRAFT, State.SENT): {"focal point"},
        (State.SENT, State.DRAFT): {"focal point", "reviewer"},
        (State.SENT, State.ACCEPTED): {"reviewer"},
    }
    assert set(table) == set(NOTE_MOVES)
    assert allowed == table.get((origin, to), set())


def test_the_last_half_year_is_the_one_that_is_over():
    assert last_half_year(datetime.date(2026, 7, 1)) == FIRST_HALF
    assert last_half_year(datetime.date(2027, 1, 1)) == SECOND_HALF
    assert last_half_year(datetime.date(2027, 6, 30)) == SECOND_HALF


@pytest.mark.parametrize(
    ("published_on", "reported_until", "today", "late"),
    [
        ((2026, 3, 1), None, (2026, 7, 30), None),  # within a month of its end
        ((2026, 3, 1), None, (2026, 7, 31), FIRST_HALF),
        ((2026, 3, 1), (2026, 6, 30), (2026, 7, 31), None),
        ((2026, 3, 1), (2026, 6, 30), (2027, 2, 1), SECOND_HALF),
        ((2026, 7, 1), None, (2026, 12, 1), None),  # not public in it
    ],
)
def test_a_note_is_late_a_month_after_its_half_year(published_on, reported_until, today, late):
    found = late_period(
        published_on=datetime.date(*published_on),
        reported_until=datetime.date(*reported_until) if reported_until else None,
        today=datetime.date(*today),
    )

    assert found == late


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_notes_costs_the_same_for_one_and_three(
    client, published, count, django_assert_max_num_queries
):
    for year in range(count):
        make_note(published, ends_on=FIRST_HALF.ends_on.replace(year=2026 + year), state="sent")
    client.force_login(published.reviewer)

    with django_assert_max_num_queries(7):
        client.get(reverse("recovery_plans:note_list", args=[published.pk]))
