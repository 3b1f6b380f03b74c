"""What a project report says, of a thousand workshops with 20,000 people: milliseconds.

It is worked out while one waits, on the page that shows it and when a file of it is asked for.
Beside it: the second that this may take.
"""

import datetime
import statistics
from collections.abc import Iterator

from django.utils import timezone

from accounts.models import User
from benchmarks.measuring import RUNS, Measurement, milliseconds_of
from briefs.models import ProjectReport
from briefs.reports import build_report
from briefs.reports.services import begin_report
from desk.scale import seed_scale
from workshops.models import Workshop

PEOPLE, WORKSHOPS, PLANS = 20_000, 1_000, 100
MOST_MILLISECONDS = 1_000
HELD = {
    "state": Workshop.State.CLOSED, "starts_on": datetime.date(2021, 3, 1),
    "ends_on": datetime.date(2021, 3, 2), "start_time": datetime.time(9),
    "end_time": datetime.time(17),
}  # fmt: skip


def run() -> Iterator[Measurement]:
    report = begun()
    times = [
        milliseconds_of(lambda: build_report(report, as_of=timezone.now()))
        for _run in range(RUNS + 1)
    ][1:]  # the first one warms up
    yield Measurement("report_value", statistics.median(times), "ms", MOST_MILLISECONDS, RUNS)


def begun() -> ProjectReport:
    project = seed_scale(people=PEOPLE, workshops=WORKSHOPS, plans=PLANS)
    Workshop.objects.filter(project=project).update(**HELD)
    return begin_report(
        project, title="Bench", starts_on=datetime.date(2021, 1, 1),
        ends_on=datetime.date(2021, 12, 31), language="en",
        by=User.objects.create_superuser("bench@example.org"),
    )  # fmt: skip
