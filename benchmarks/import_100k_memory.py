"""How much a process grows while it takes in 100,000 people: MiB over what it needs idle.

Each format in a process of its own, on a database of its own; the figure is the highest resident
memory less that of the process when it was ready to work. The reference is what it may grow.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.measuring import Measurement

ROWS = 100_000
MAY_GROW = {"csv": 60, "xlsx": 180}
RUNS = 1  # a highest value, not a time: it comes out the same


def run() -> Iterator[Measurement]:
    for ending, may_grow in MAY_GROW.items():
        answer = in_a_process(ending)
        yield Measurement(f"import_100k_memory_{ending}", answer["grown"], "MiB", may_grow, RUNS)


def in_a_process(ending: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.import_memory", ending, str(ROWS)]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ)  # noqa: S603
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
