"""Documents of ten dense pages a minute: two workers, warm, on the machine's two cores.

Beside it: the floor that the design sets. Each worker is a process that warms up as Celery's do
and renders until the time is over; what its garbage costs it pays in that time too.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from django.core.management import call_command

from benchmarks.measuring import Measurement
from benchmarks.rendering import fifty_pages, work
from briefs.document import BriefDocument
from briefs.models import Edition
from briefs.render import brief_html

WORKERS, RUNS, FLOOR = 2, 5, 70
MOST_MEGABYTES = 300  # for fifty pages

Work = Callable[[str, Connection], None]


def run() -> Iterator[Measurement]:
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)
    edition = Edition.objects.select_related("brief").get()
    document = BriefDocument.from_json(edition.content)
    html = brief_html(document, for_print=True, edition=edition, is_draft=False)
    per_minute = sorted(documents_a_minute(html) for _run in range(RUNS))
    yield Measurement("brief_throughput", per_minute[RUNS // 2], "a minute", FLOOR, RUNS)
    megabytes = in_a_process(fifty_pages, html)
    yield Measurement("brief_memory", megabytes, "MiB", MOST_MEGABYTES, 1)


def documents_a_minute(html: str) -> float:
    workers = [started(work, html) for _worker in range(WORKERS)]
    for _process, pipe in workers:
        pipe.recv()  # it is warm
    for _process, pipe in workers:
        pipe.send("go")
    rate: float = sum(pipe.recv() for _process, pipe in workers)
    for process, _pipe in workers:
        process.join()
    return rate * 60


def in_a_process(target: Work, html: str) -> float:
    process, ours = started(target, html)
    answer: float = ours.recv()
    process.join()
    return answer


def started(target: Work, html: str) -> tuple[BaseProcess, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(html, theirs))
    process.start()
    theirs.close()  # so that a process that dies is noticed
    return process, ours
