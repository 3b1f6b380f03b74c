"""Breakdowns at 100,000 people and 1,000 workshops, half of them signed off, beside a plain list.

Plain: Django's own ListView of 50 joined rows of the same people, as in list_page. Asked are the
report of one workshop, and the figures of the whole project by one thing: attendances and distinct
people, from records and lists. Figures of a project are kept until anything changes that they are
counted from; `…_anew` is the reading after such a change, in which all of them are counted.
"""

from collections.abc import Callable, Iterator
from functools import partial

from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from benchmarks.list_page import UNHASHED, browser, queries_of, with_plain_page
from benchmarks.measuring import Measurement, compare_times
from desk.scale import seed_scale
from participants.groups import groups_of
from participants.marks import move_mark
from participants.models import ParticipationRecord, Registration
from participants.workshop_report import counted_of
from projects.models import Project
from workshops.models import Workshop

PEOPLE, WORKSHOPS = 100_000, 1_000
WITHOUT_KEEPING = "breakdown_100k_workshop"


def run() -> Iterator[Measurement]:
    project = seed_scale(people=PEOPLE, workshops=WORKSHOPS, plans=0)
    sign_off_half(project)
    storages = {**settings.STORAGES, "staticfiles": UNHASHED}
    urls = "benchmarks.list_page"
    with override_settings(ROOT_URLCONF=urls, TEMPLATES=with_plain_page(), STORAGES=storages):
        yield from measured(pages_of(project))


def pages_of(project: Project) -> dict[str, str]:
    live = project.workshops.exclude(state=Workshop.State.SIGNED_OFF).earliest("pk")
    figures = reverse("desk:project_figures", args=[project.code])
    return {
        WITHOUT_KEEPING: reverse("participants:breakdown_detail", args=[live.slug]),
        "breakdown_100k_public": reverse("desk:project_public_figures", args=[project.code]),
        **{
            f"breakdown_100k_project_{by}": f"{figures}?by={by}"
            for by in ("phase", "workshop", "country", "organisation_kind")
        },
    }


def measured(pages: dict[str, str]) -> Iterator[Measurement]:
    open_page = browser()

    def plain() -> None:
        open_page("/plain/")

    for name, address in pages.items():
        ours = partial(open_page, address)
        yield compare_times(name, ours, plain, runs=5)
        yield Measurement(f"{name}_queries", queries_of(ours), "queries", queries_of(plain), 1)
        if name != WITHOUT_KEEPING:
            anew = partial(after_a_change, ours)
            yield compare_times(f"{name}_anew", anew, plain, runs=5)
            move_mark()
            queries = queries_of(ours)
            yield Measurement(f"{name}_anew_queries", queries, "queries", queries_of(plain), 1)


def after_a_change(read: Callable[[], None]) -> None:
    """A registration is saved, which moves the mark of the figures; then they are read."""
    registration = Registration.objects.earliest("pk")
    Registration.objects.filter(pk=registration.pk).update(state=registration.state)
    read()


def sign_off_half(project: Project) -> None:
    """Every other workshop, with the tables that signing off would freeze."""
    signed = list(project.workshops.order_by("pk"))[::2]
    ParticipationRecord.objects.bulk_create(record_of(workshop) for workshop in signed)
    Workshop.objects.filter(pk__in=[each.pk for each in signed]).update(
        state=Workshop.State.SIGNED_OFF
    )


def record_of(workshop: Workshop) -> ParticipationRecord:
    counted = counted_of(workshop, groups_of(workshop))
    return ParticipationRecord(
        workshop=workshop, number=1, basis=ParticipationRecord.Basis.LIST, who_counts="As told.",
        speakers=counted.speakers.as_columns(), tables=counted.to_freeze(),
        **counted.line.as_columns(),
    )  # fmt: skip
