import datetime
from unittest import mock

import pytest
from django.core.signing import BadSignature
from django.urls import reverse
from django.utils import timezone

from jobs.models import Letter
from recovery_plans.duties import duties_of_everybody
from recovery_plans.letters import token_of, user_of
from recovery_plans.models import PlanReminder, RecoveryPlan
from recovery_plans.services import (
    MoveRefused,
    NoteMissing,
    add_comment,
    choose_reminders,
    move_plan,
    remind_everybody,
    reopen_thread,
    request_changes,
    settle_thread,
)
from tests.factories import make_officer, make_organiser
from tests.plan_factories import make_focal_point, make_full_plan

MORNING = datetime.datetime(2026, 5, 4, 21, tzinfo=datetime.UTC)  # Tuesday, 9 o'clock in Suva
DAY = datetime.timedelta(days=1)


@pytest.fixture
def full_plan(project):
    return make_full_plan(project)


@pytest.fixture
def reviewer(project):
    return make_organiser(project, user=None)


def in_state(plan, state, **fields):
    RecoveryPlan.objects.filter(pk=plan.pk).update(state=state, **fields)
    plan.refresh_from_db()
    return plan


def test_changes_are_requested_part_by_part_with_a_due_date(full_plan, reviewer):
    in_state(full_plan, "submitted")
    chapter, action = full_plan.chapters.first(), full_plan.actions.get()
    day = timezone.localdate() + 10 * DAY

    plan = request_changes(
        full_plan, by=reviewer, note="In general", due_on=day,
        texts={chapter: "Say where from", action: "Who pays?"},
    )  # fmt: skip

    asked = plan.comments.open_requests()
    assert {(one.part, one.text) for one in asked} == {
        (None, "In general"), (chapter, "Say where from"), (action, "Who pays?"),
    }  # fmt: skip
    assert (plan.state, plan.due_on) == ("changes_requested", day)


def test_nothing_asked_is_no_request(full_plan, reviewer):
    in_state(full_plan, "submitted")

    with pytest.raises(NoteMissing):
        request_changes(full_plan, by=reviewer, due_on=timezone.localdate())

    full_plan.refresh_from_db()
    assert (full_plan.state, full_plan.due_on) == ("submitted", None)


def test_what_was_asked_in_a_refused_request_is_not_kept(full_plan, officer):
    in_state(full_plan, "submitted")

    with pytest.raises(MoveRefused):
        request_changes(full_plan, by=officer, texts={full_plan.chapters.first(): "Why?"})

    assert full_plan.comments.count() == 0


def test_the_page_keeps_what_was_typed_when_the_day_is_wrong(full_plan, reviewer, client):
    in_state(full_plan, "submitted")
    client.force_login(reviewer)

    answer = client.post(
        reverse("recovery_plans:changes_ask", args=[full_plan.pk]),
        {"action-7": "Who pays?", "due_on": "1999-01-01"},
    )

    assert answer.status_code == 200
    assert "Who pays?" in answer.content.decode()
    assert list(answer.context["form"].errors) == ["due_on"]
    assert full_plan.comments.count() == 0


def test_the_page_gives_the_plan_back(full_plan, reviewer, client):
    in_state(full_plan, "submitted")
    client.force_login(reviewer)

    client.post(
        reverse("recovery_plans:changes_ask", args=[full_plan.pk]), {"action-7": "Who pays?"}
    )

    full_plan.refresh_from_db()
    assert full_plan.state == "changes_requested"
    assert full_plan.comments.get().action == full_plan.actions.get()


def test_a_thread_is_settled_opened_again_and_settled_once(full_plan, officer, reviewer):
    thread = add_comment(full_plan, text="Good", by=officer)

    assert settle_thread(thread, by=reviewer)
    assert not settle_thread(thread, by=officer)
    assert reopen_thread(thread)
    assert not reopen_thread(thread)


def test_a_reply_is_not_settled(full_plan, officer):
    thread = add_comment(full_plan, text="Good", by=officer)
    reply = add_comment(full_plan, text="Yes", by=officer, answers=thread)

    assert not settle_thread(reply, by=officer)


def letters():
    return list(Letter.objects.order_by("to").values_list("to", flat=True))


def test_each_is_reminded_of_their_own(full_plan, reviewer):
    focal_point, officer = make_focal_point(full_plan), make_officer(full_plan.project_city)
    in_state(full_plan, "draft", due_on=MORNING.date() + 3 * DAY)
    of_draft = {user: duty for user, [duty] in duties_of_everybody(MORNING).items()}
    in_state(full_plan, "submitted", due_on=None)
    of_submitted = set(duties_of_everybody(MORNING))
    in_state(full_plan, "reviewed")
    of_reviewed = set(duties_of_everybody(MORNING))

    assert set(of_draft) == {focal_point, officer}
    assert of_draft[officer].text == "is to be submitted by 7 May 2026"
    assert of_submitted == {reviewer}
    assert of_reviewed == {focal_point}


def test_the_organiser_hears_of_a_date_gone_by(full_plan, reviewer):
    in_state(full_plan, "draft", due_on=MORNING.date() - DAY)

    [duty] = duties_of_everybody(MORNING)[reviewer]

    assert duty.text == "was to be submitted by 3 May 2026"


def test_nobody_is_asked_to_review_what_they_wrote(full_plan, reviewer):
    make_officer(
        full_plan.project_city, user=reviewer, starts_on=datetime.date(2019, 1, 1),
        ends_on=datetime.date(2020, 1, 1),
    )  # fmt: skip
    in_state(full_plan, "submitted")

    assert duties_of_everybody(MORNING) == {}


def test_an_invented_plan_reminds_nobody(full_plan, reviewer):
    in_state(full_plan, "submitted", is_example=True)

    assert duties_of_everybody(MORNING) == {}


def test_one_letter_in_five_days_however_often_it_is_time(full_plan):
    focal_point = make_focal_point(full_plan)
    in_state(full_plan, "reviewed")

    for hours in (0, 1, 24, 24 * 4, 24 * 7):
        remind_everybody(now=MORNING + datetime.timedelta(hours=hours))

    assert letters() == [focal_point.email] * 2


def test_a_letter_comes_in_the_daytime_of_the_city(full_plan):
    make_focal_point(full_plan)
    in_state(full_plan, "reviewed")

    night = remind_everybody(now=MORNING - datetime.timedelta(hours=5))
    sunday = remind_everybody(now=MORNING + 5 * DAY)
    morning = remind_everybody(now=MORNING)

    assert (night, sunday, morning) == (0, 0, 1)


def test_a_worker_killed_before_the_letter_has_not_reminded(full_plan):
    make_focal_point(full_plan)
    in_state(full_plan, "reviewed")
    killed = mock.patch("recovery_plans.services.reminders.send_reminder", side_effect=SystemExit)
    with killed, pytest.raises(SystemExit):
        remind_everybody(now=MORNING)

    assert remind_everybody(now=MORNING) == 1


def test_the_letter_says_what_waits_and_how_to_stop_it(full_plan, client):
    focal_point = make_focal_point(full_plan)
    in_state(full_plan, "reviewed")
    remind_everybody(now=MORNING)
    body = Letter.objects.get().body

    stop = reverse("recovery_plans:reminder_stop", args=[token_of(focal_point)])
    assert "Plan of titles: is reviewed; publish it" in body
    assert stop in body
    assert client.get(stop).status_code == 200
    assert not PlanReminder.objects.filter(is_wanted=False).exists()
    client.post(stop, {"stop": "1"})
    assert remind_everybody(now=MORNING + 7 * DAY) == 0


def test_who_wants_none_gets_none_until_they_ask_again(full_plan):
    focal_point = make_focal_point(full_plan)
    in_state(full_plan, "reviewed")
    choose_reminders(focal_point.pk, is_wanted=False)
    none = remind_everybody(now=MORNING)
    choose_reminders(focal_point.pk, is_wanted=True)

    assert (none, remind_everybody(now=MORNING)) == (0, 1)


@pytest.mark.parametrize("token", ["x", "1:2:3", "a" * 300])
def test_another_token_stops_nothing(client, token, db):
    with pytest.raises(BadSignature):
        user_of(token)
    assert client.get(reverse("recovery_plans:reminder_stop", args=[token])).status_code == 404


def test_submitting_takes_the_due_date_away(full_plan):
    in_state(full_plan, "draft", due_on=datetime.date(2026, 5, 4))

    plan = move_plan(full_plan, to="submitted", by=make_focal_point(full_plan))

    assert plan.due_on is None


@pytest.mark.parametrize("count", [1, 3])
def test_reminding_costs_the_same_for_three_plans(project, count, django_assert_num_queries):
    for _number in range(count):
        in_state(make_full_plan(project), "submitted")

    with django_assert_num_queries(5):
        duties_of_everybody(MORNING)
