"""The three clocks by which personal data go of themselves, and what is done when one strikes.

1. Diet and access needs: days after the workshop.
2. Names and contact data: days after the project's end, or its last workshop if that is later.
   People become figures; a workshop that nobody signed off is signed off from its list before.
3. Sealed lists: the audit date.

The organisers are told a month before the second and the third strike, and neither ever strikes
sooner than a month after they were told, nor on anybody entered less than a month ago.
"""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Case, DateField, F, Max, Q, QuerySet, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import record_access
from accounts.models import AccessLog
from desk.letters import tell_of_clock
from desk.models import RetentionNotice
from desk.privacy.logs import log_of
from jobs.erasing import delete_old_mail_files, wipe_failed_letters
from participants.drafts import forget_old_drafts
from participants.models import Person, Registration, SealedList
from participants.services import CannotSignOff, sign_off
from participants.services.erasing import NEEDS, erase_needs, erase_people
from participants.services.evidence import destroy_sealed
from projects.models import DatePrecision, Project
from recommendations.models import Answer
from workshops.models import Workshop
from writing.models import Change

CONTACT, EVIDENCE = "contact", "evidence"
TOLD_BEFORE = datetime.timedelta(days=30)
AT_ONCE = 1000  # people in one transaction


@dataclass(frozen=True)
class Dates:
    """When the clocks of a project strike; None while neither end nor workshop has a date."""

    project: Project
    ends_on: datetime.date | None
    is_of_workshop: bool  # the project has no end of its own, or a later workshop
    told: Mapping[tuple[str, datetime.date], datetime.date]  # when, by clock and day

    @property
    def contact_on(self) -> datetime.date | None:
        return day_after(self.ends_on, self.project.contact_retention_days)

    @property
    def evidence_on(self) -> datetime.date | None:
        return day_after(self.ends_on, self.project.evidence_retention_days)

    @property
    def contact_goes_on(self) -> datetime.date | None:
        return self.strikes_on(CONTACT, self.contact_on)

    @property
    def evidence_goes_on(self) -> datetime.date | None:
        return self.strikes_on(EVIDENCE, self.evidence_on)

    def strikes_on(self, clock: str, due_on: datetime.date | None) -> datetime.date | None:
        """The day of the clock, moved back where the organisers were told late or not yet."""
        if due_on is None:
            return None
        return max(due_on, self.told.get((clock, due_on), timezone.localdate()) + TOLD_BEFORE)


def dates_of(project: Project) -> Dates:
    return dates_of_all([project])[0]


def dates_of_all(projects: Sequence[Project]) -> list[Dates]:
    """Two queries for any number of projects."""
    held = Workshop.objects.filter(project__in=projects).exclude(state=Workshop.State.CANCELLED)
    days = held.order_by().values("project").annotate(last=Max(Coalesce("ends_on", "starts_on")))
    last: dict[int, datetime.date | None] = dict(days.values_list("project", "last"))
    told: dict[int, dict[tuple[str, datetime.date], datetime.date]] = defaultdict(dict)
    for notice in RetentionNotice.objects.filter(project__in=projects):
        told[notice.project_id][notice.clock, notice.due_on] = timezone.localdate(notice.told_at)
    return [dates_from(project, last.get(project.pk), told[project.pk]) for project in projects]


def dates_from(
    project: Project, last: datetime.date | None, told: Mapping[Any, datetime.date]
) -> Dates:
    end = end_of(project)
    latest = max(filter(None, (end, last)), default=None)
    return Dates(project, latest, is_of_workshop=latest is not None and latest != end, told=told)


def end_of(project: Project) -> datetime.date | None:
    """The last day that the project's end may mean."""
    end = project.ends_on
    if end is None or project.ends_precision == DatePrecision.DAY:
        return end
    month = 12 if project.ends_precision == DatePrecision.YEAR else end.month
    return datetime.date(end.year, month, calendar.monthrange(end.year, month)[1])


def day_after(end: datetime.date | None, days: int) -> datetime.date | None:
    return end + datetime.timedelta(days=days) if end else None


# --- What the sweep does -------------------------------------------------------------------


def sweep() -> None:
    """Everything whose time is over. Each part may run twice, and goes on where it was ended."""
    erase_due_needs()
    for dates in dates_of_all(list(Project.objects.order_by("pk"))):
        project = dates.project
        if named_people(project).exists() and told_or_over(dates, CONTACT, dates.contact_on):
            turn_into_figures(project)
        if sealed_lists(project).exists() and told_or_over(dates, EVIDENCE, dates.evidence_on):
            destroy_evidence(project)
    delete_old_mail_files()
    wipe_failed_letters()
    SessionStore.clear_expired()
    forget_old_drafts()


def erase_due_needs() -> None:
    for batch in batches(needs_due().values_list("pk", flat=True)):
        erase_needs(batch)
    in_history = Change.objects.filter(
        content_type__app_label="participants", content_type__model="registration",
        field__in=NEEDS, erased_at=None, object_id__in=registrations_over().values("pk"),
    )  # fmt: skip
    for batch in batches(in_history.order_by().values_list("object_id", flat=True).distinct()):
        erase_needs(batch)


def registrations_over() -> QuerySet[Registration]:
    """At workshops so many days past; one without a day counts from its closing or cancelling."""
    over = Q(workshop__state__in=("closed", "signed_off", "cancelled"))
    registrations = Registration.objects.filter(person__is_example=False).annotate(
        over_on=Coalesce(
            "workshop__ends_on", "workshop__starts_on",
            Case(
                When(over, then=TruncDate("workshop__changed_at")), output_field=DateField()
            ),
        )
    )  # fmt: skip
    of_projects = Q(pk__in=[])
    for project in Project.objects.all():
        kept = datetime.timedelta(days=project.needs_retention_days)
        of_projects |= Q(workshop__project=project, over_on__lt=timezone.localdate() - kept)
    return registrations.filter(of_projects)


def needs_due() -> QuerySet[Registration]:
    return registrations_over().exclude(access_needs="", diet_needs="").order_by()


def told_or_over(dates: Dates, clock: str, due_on: datetime.date | None) -> bool:
    """Whether the clock strikes now; tells the organisers once, when it will in a month."""
    strikes_on = dates.strikes_on(clock, due_on)
    today = timezone.localdate()
    if due_on is None or strikes_on is None or today < due_on - TOLD_BEFORE:
        return False
    if (clock, due_on) not in dates.told:
        tell(dates.project, clock, due_on, strikes_on)
        return False
    return strikes_on <= today


@transaction.atomic
def tell(project: Project, clock: str, due_on: datetime.date, strikes_on: datetime.date) -> None:
    _notice, is_new = RetentionNotice.objects.get_or_create(
        project=project, clock=clock, due_on=due_on
    )
    if is_new:
        tell_of_clock(project, clock, strikes_on, list(unsigned_workshops(project)))


def turn_into_figures(project: Project) -> None:
    """Sign off what nobody signed, then take every name away; the sealed lists stay."""
    for workshop in unsigned_workshops(project):
        with suppress(CannotSignOff):  # one that was never held has no figures
            sign_off(workshop, by=None, reason=signed_by_clock())
    while people := list(named_people(project)[:AT_ONCE]):
        make_figures_of(people, project)


@transaction.atomic
def make_figures_of(people: list[int], project: Project) -> None:
    registrations = Registration.objects.filter(person__in=people)
    own = list(registrations.values_list("pk", flat=True))
    Answer.objects.filter(registration__in=own).exclude(comment="").update(comment="")
    LogEntry.objects.filter(log_of(Person, people) | log_of(Registration, own)).update(
        object_repr="", change_message=""
    )
    erased = erase_people(people, keep_evidence=True)
    record_access(None, AccessLog.Action.ERASED, project, erased)


def destroy_evidence(project: Project) -> None:
    record_access(None, AccessLog.Action.ERASED, project, destroy_sealed(project))


def named_people(project: Project) -> QuerySet[Person, int]:
    """Those who are not figures yet, but for whoever was entered in the last month."""
    return (
        Person.objects.filter(
            project=project, erased_at=None, is_example=False,
            created_at__lte=timezone.now() - TOLD_BEFORE,
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )  # fmt: skip


def sealed_lists(project: Project) -> QuerySet[SealedList]:
    return SealedList.objects.filter(record__workshop__project=project, destroyed_at=None)


def unsigned_workshops(project: Project) -> QuerySet[Workshop]:
    """With people on the list, and no figures that stand."""
    return (
        Workshop.objects.filter(project=project, registrations__person__is_example=False)
        .exclude(state__in=(Workshop.State.SIGNED_OFF, Workshop.State.CANCELLED))
        .order_by(F("starts_on").asc(nulls_last=True), "pk")
        .distinct()
    )


def signed_by_clock() -> str:
    return _("Signed off by the portal on the retention date, from the list as it stood.")


def batches(primary_keys: QuerySet[Any, int]) -> Iterator[list[int]]:
    """What is found, so many at once, asked again each time: the work makes them fewer."""
    while batch := list(primary_keys[:AT_ONCE]):
        yield batch
