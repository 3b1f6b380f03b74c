"""How a benchmark measures: a median, beside the median of a reference in the same run."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

RUNS = 7


@dataclass(frozen=True)
class Measurement:
    """A figure of ours and the same figure of the reference, both medians of `runs`."""

    bench: str
    value: float
    unit: str
    reference: float
    runs: int

    def as_line(self) -> str:
        facts = {
            "bench": self.bench,
            "value": round(self.value, 3),
            "unit": self.unit,
            "reference": round(self.reference, 3),
            "ratio": round(self.value / self.reference, 3) if self.reference else None,
            "runs": self.runs,
            "shape": "full" if settings.FULL_SHAPE else "embedded",
        }
        return json.dumps(facts)


def compare_times(
    bench: str, ours: Callable[[], object], reference: Callable[[], object], *, runs: int = RUNS
) -> Measurement:
    """Milliseconds of both, taken in turns so that a busy moment of the machine meets both.

    One run of each goes before, unmeasured: caches are warm, as in a portal that is in use.
    """
    ours(), reference()
    pairs = [(milliseconds_of(ours), milliseconds_of(reference)) for _ in range(runs)]
    value, beside = (statistics.median(times) for times in zip(*pairs, strict=True))
    return Measurement(bench, value, "ms", beside, runs)


def milliseconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
