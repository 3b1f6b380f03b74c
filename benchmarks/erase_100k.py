"""Everything about one person, and erasing them, on a portal of 100,000 people.

Beside the minute in which each is promised. The clock that turns all of them into figures is
measured once, beside a bare UPDATE of the same columns of the same rows, taken back.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from benchmarks.measuring import Measurement, milliseconds_of
from desk.models import PrivacyRequest
from desk.privacy.clocks import TOLD_BEFORE, turn_into_figures
from desk.privacy.erasure import erase
from desk.privacy.everything import everything_about
from desk.scale import seed_scale
from participants.models import Person, Registration
from participants.services.erasing import OF_PERSON, OF_REGISTRATION
from projects.models import Project
from writing.models import Change

PEOPLE, WORKSHOPS, RUNS = 100_000, 1_000, 5
A_MINUTE = 60_000


def run() -> Iterator[Measurement]:
    project = seed_scale(people=PEOPLE, workshops=WORKSHOPS, plans=50)
    write_history(project)
    people = list(project.people.order_by("pk")[: RUNS * 7 : 7])
    with tempfile.TemporaryDirectory() as folder, override_settings(PORTAL_DATA=Path(folder)):
        yield timed("everything_100k", [lambda p=p: everything_about([p]) for p in people])
        yield timed("erase_100k", [lambda p=p: erase_one(p, project) for p in people])
        yield figures(project)


def write_history(project: Project) -> None:
    """A change of each registration, as the import of a list leaves it."""
    of_type = ContentType.objects.get_for_model(Registration)
    rows = Registration.objects.filter(workshop__project=project).values_list("pk", flat=True)
    Change.objects.bulk_create(
        (Change(content_type=of_type, object_id=pk, field="position", after="Officer", version=2)
         for pk in rows),
        batch_size=5000,
    )  # fmt: skip


def timed(bench: str, works: Iterable[object]) -> Measurement:
    times = [milliseconds_of(work) for work in works]  # type: ignore[arg-type]
    return Measurement(bench, median(times), "ms", A_MINUTE, len(times))


def erase_one(person: Person, project: Project) -> None:
    request = PrivacyRequest.objects.create(project=project, kind=PrivacyRequest.Kind.ERASURE)
    request.people.add(person)
    erase(request, by=None)


def figures(project: Project) -> Measurement:
    Person.objects.filter(project=project).update(created_at=timezone.now() - 2 * TOLD_BEFORE)
    bare = milliseconds_of(lambda: bare_update(project))
    ours = milliseconds_of(lambda: turn_into_figures(project))
    return Measurement("figures_100k", ours, "ms", bare, 1)


def bare_update(project: Project) -> None:
    with transaction.atomic():
        Person.objects.filter(project=project).update(
            **dict.fromkeys(OF_PERSON, ""), erased_at=timezone.now()
        )
        Registration.objects.filter(workshop__project=project).update(
            **dict.fromkeys(OF_REGISTRATION, "")
        )
        transaction.set_rollback(True)
