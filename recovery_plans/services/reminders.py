from __future__ import annotations

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from recovery_plans.duties import Duty, duties_of_everybody
from recovery_plans.letters import send_reminder
from recovery_plans.models import PlanReminder

PAUSE = datetime.timedelta(days=5)
DAYTIME = range(8, 18)  # o'clock, Monday to Friday


def remind_everybody(*, now: datetime.datetime) -> int:
    """A letter to each who has something to do, in the daytime of their city.

    Nobody gets more than one in five days, however often this runs and wherever it is killed:
    the row that says so and the letter are written together.
    """
    return sum(
        remind(user, duties, now=now)
        for user, duties in duties_of_everybody(now).items()
        if user.email and user.is_active and _is_daytime(user, duties, now)
    )


@transaction.atomic
def remind(user: User, duties: Sequence[Duty], *, now: datetime.datetime) -> bool:
    """False if the person was reminded less than five days ago, or wants no reminders."""
    PlanReminder.objects.get_or_create(user=user)
    is_time = Q(sent_at__isnull=True) | Q(sent_at__lte=now - PAUSE)
    due = PlanReminder.objects.filter(is_time, user=user, is_wanted=True)
    if not due.update(sent_at=now):
        return False
    send_reminder(user, duties)
    return True


def choose_reminders(user_id: int, *, is_wanted: bool) -> None:
    PlanReminder.objects.update_or_create(user_id=user_id, defaults={"is_wanted": is_wanted})


def _is_daytime(user: User, duties: Sequence[Duty], now: datetime.datetime) -> bool:
    zone = next((duty.zone for duty in duties if duty.zone), user.time_zone) or "UTC"
    there = now.astimezone(ZoneInfo(zone))
    return there.hour in DAYTIME and there.isoweekday() <= 5
