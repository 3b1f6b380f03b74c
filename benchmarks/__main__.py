"""`python -m benchmarks [name]`: a JSON line for each measurement, in the shape of the environment.

A benchmark is a module of this folder with `run() -> Iterable[Measurement]`. It finds an empty,
migrated database that is not the portal's, and leaves in it what it likes.
"""

import argparse
import importlib
import os
import pkgutil
from collections.abc import Callable, Iterable

import django
from django.core.management import call_command
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

import benchmarks
from benchmarks.measuring import Measurement

Bench = Callable[[], Iterable[Measurement]]


def all_benches() -> dict[str, Bench]:
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    modules = {
        name: importlib.import_module(f"benchmarks.{name}") for name in names if name != "__main__"
    }
    return {name: module.run for name, module in modules.items() if hasattr(module, "run")}


def run(benches: dict[str, Bench]) -> None:
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        for bench in benches.values():
            for measurement in bench():
                print(measurement.as_line(), flush=True)
            call_command("flush", interactive=False, verbosity=0)
    finally:
        teardown_databases(databases, verbosity=0)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop_portal.settings")
    django.setup()
    benches = all_benches()
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("name", nargs="?", choices=sorted(benches), help="only this one")
    name = parser.parse_args().name
    run({name: benches[name]} if name else benches)


if __name__ == "__main__":
    main()
