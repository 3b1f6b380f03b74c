"""The workshop to come, as the front page and the pages of other workshops tell of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from desk.times import LocalTime, local_times
from projects.models import Project
from workshops.models import Workshop, WorkshopBody


@dataclass(frozen=True)
class NextWorkshop:
    workshop: Workshop
    hosts: list[str]
    times: list[LocalTime]
    seats_free: int | None  # None: no limit is known


def next_workshop(project: Project) -> NextWorkshop | None:
    """The first workshop to come that is open, with the seats that are free."""
    workshop = (
        Workshop.objects.filter(
            project=project, state=Workshop.State.OPEN, ends_on__gte=timezone.localdate()
        )
        .select_related("project")
        .prefetch_related(Prefetch("hosts", WorkshopBody.objects.select_related("body")))
        .order_by("starts_on", "start_time")
        .first()
    )
    return describe_next(workshop) if workshop else None


def describe_next(workshop: Workshop) -> NextWorkshop:
    hosts = [host.body for host in workshop.hosts.all()]
    cities = [
        project_city.city
        for project_city in workshop.project.project_cities.filter(body__in=hosts)
        .select_related("city")
        .order_by("city__name")
    ]
    return NextWorkshop(
        workshop=workshop,
        hosts=[host.code for host in hosts],
        times=local_times(workshop, cities),
        seats_free=_seats_free(workshop),
    )


def _seats_free(workshop: Workshop) -> int | None:
    if workshop.seats is None:
        return None
    return max(workshop.seats - workshop.registrations.taking_seats().count(), 0)
