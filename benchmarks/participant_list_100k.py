"""The list of participants with 100,000 people in the portal, beside a plain Django list.

Twice: all of them at one workshop, and 1,000 at each of a hundred. Plain: Django's own ListView of
the same workshop, signed in and paged alike, with a bare page of six columns. A search stands
beside the same plain list.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.test import override_settings
from django.urls import include, path, reverse
from django.views.generic import ListView

from benchmarks.list_page import UNHASHED, browser, queries_of, with_plain_page
from benchmarks.measuring import Measurement, compare_times
from desk.scale import seed_scale
from participants.models import Registration
from workshops.models import Workshop

PEOPLE = 100_000
SEARCHED = "tuivaga+maria"


class PlainList(ListView):  # type: ignore[type-arg]
    paginate_by = 50
    template_name = "plain_list.html"

    def get_queryset(self) -> QuerySet[Registration]:
        people = Registration.objects.filter(workshop__slug=self.kwargs["slug"])
        return people.select_related("person", "organisation", "country")


def run() -> Iterator[Measurement]:
    for name, workshops in (("participant_list_100k", 1), ("participant_list_1k_of_100k", 100)):
        project = seed_scale(people=PEOPLE, workshops=workshops, plans=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        workshop: Workshop = project.workshops.earliest("pk")
        yield from measured(name, workshop)


def measured(name: str, workshop: Workshop) -> Iterator[Measurement]:
    ours = reverse("participants:participant_list", args=[workshop.slug])
    plain = f"/plain/{workshop.slug}/"
    storages: dict[str, Any] = {**settings.STORAGES, "staticfiles": UNHASHED}
    with override_settings(ROOT_URLCONF=__name__, TEMPLATES=with_plain_page(), STORAGES=storages):
        open_page = browser()
        beside = queries_of(lambda: open_page(plain))
        for what, page in (("", ours), ("_search", f"{ours}?q={SEARCHED}")):
            of_page = partial(open_page, page)
            yield compare_times(name + what, of_page, lambda: open_page(plain))
            yield Measurement(f"{name}{what}_queries", queries_of(of_page), "queries", beside, 1)


urlpatterns = [
    path("plain/<slug:slug>/", PlainList.as_view()),
    path("", include("workshop_portal.urls")),
]
