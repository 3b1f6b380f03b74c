"""Documents of ten dense pages a minute: two workers, warm, on the machine's two cores.

Beside it: the floor that the design sets. Each worker is a process that warms up as Celery's do
and renders until the time is over; what its garbage costs it pays in that time too. `brief_cpu` is
what one document costs a processor, beside what the floor allows: a machine that does other work
meanwhile makes fewer documents a minute and each hardly dearer.
"""

import multiprocessing
import statistics
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from benchmarks.example import printed_example
from benchmarks.measuring import Measurement
from benchmarks.rendering import fifty_pages, work

WORKERS, RUNS, FLOOR = 2, 5, 70
MOST_MEGABYTES = 300  # for fifty pages

Work = Callable[[str, Connection], None]


def run() -> Iterator[Measurement]:
    html = printed_example()
    runs = [documents_a_minute(html) for _run in range(RUNS)]
    per_minute, seconds = (statistics.median(one) for one in zip(*runs, strict=True))
    yield Measurement("brief_throughput", per_minute, "a minute", FLOOR, RUNS)
    yield Measurement("brief_cpu", seconds * 1000, "ms", 60_000 * WORKERS / FLOOR, RUNS)
    megabytes = in_a_process(fifty_pages, html)
    yield Measurement("brief_memory", megabytes, "MiB", MOST_MEGABYTES, 1)


def documents_a_minute(html: str) -> tuple[float, float]:
    """How many, and the seconds of a processor that each took."""
    workers = [started(work, html) for _worker in range(WORKERS)]
    for _process, pipe in workers:
        pipe.recv()  # it is warm
    for _process, pipe in workers:
        pipe.send("go")
    made, seconds, minutes = (
        sum(one) for one in zip(*(pipe.recv() for _, pipe in workers), strict=True)
    )
    for process, _pipe in workers:
        process.join()
    return made * WORKERS / minutes, seconds / made


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
