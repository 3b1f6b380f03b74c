"""Pathways across 100 cities, beside a plain Django list of 50 joined rows."""

from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from benchmarks import list_page
from benchmarks.list_page import UNHASHED, browser, queries_of, with_plain_page
from benchmarks.measuring import Measurement, compare_times
from desk.scale import seed_scale
from projects.models import Project
from recovery_plans.across import Measure

CITIES = 100
MOST_QUERIES = 10


def run() -> Iterator[Measurement]:
    project: Project = seed_scale(people=50, workshops=1, plans=CITIES)
    storages = {**settings.STORAGES, "staticfiles": UNHASHED}
    with override_settings(
        ROOT_URLCONF=list_page.__name__, TEMPLATES=with_plain_page(), STORAGES=storages
    ):
        open_page = browser()
        for shown in (Measure.ACTIONS, Measure.CARRIED_OUT, Measure.GAP):
            page = f"{reverse('recovery_plans:plan_matrix')}?project={project.code}&show={shown}"
            name = "plan_matrix" if shown == Measure.ACTIONS else f"plan_matrix_{shown}"
            yield compare_times(name, partial(open_page, page), partial(open_page, "/plain/"))
            queries = queries_of(partial(open_page, page))
            yield Measurement(f"{name}_queries", queries, "queries", MOST_QUERIES, 1)
