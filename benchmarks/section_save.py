"""An autosave of a pathway's text, beside a plain Django list of 50 joined rows.

The answer is what htmx gets: the honest line and what the form goes on from.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benchmarks import list_page
from benchmarks.list_page import UNHASHED, browser, note_status, with_plain_page
from benchmarks.measuring import Measurement, compare_times
from cities.models import CityMembership
from desk.scale import seed_scale
from recovery_plans.models import PathwaySection, RecoveryPlan
from writing.merge import write_base

BEGIN_AND_COMMIT = ("BEGIN", "COMMIT")  # not counted: no journey to the rows


def run() -> Iterator[Measurement]:
    plan = seed_scale(people=50, workshops=1, plans=1).project_cities.get().recovery_plan
    storages = {**settings.STORAGES, "staticfiles": UNHASHED}
    with override_settings(
        ROOT_URLCONF=list_page.__name__, TEMPLATES=with_plain_page(), STORAGES=storages
    ):
        open_page, save = browser(), writer(plan)
        yield compare_times("section_save", save, lambda: open_page("/plain/"))
        with CaptureQueriesContext(connection) as queries:
            answer = save()
    counted = [one for one in queries if not one["sql"].startswith(BEGIN_AND_COMMIT)]
    yield Measurement("section_save_queries", len(counted), "queries", 8, 1)
    yield Measurement("section_save_answer", len(answer), "bytes", 4096, 1)


def writer(plan: RecoveryPlan) -> Callable[[], bytes]:
    """Somebody who types on: each call posts the whole form, as the browser does."""
    officer = User.objects.create_user("officer@example.org")
    CityMembership.objects.create(
        user=officer, project_city=plan.project_city, accepted_at=timezone.now(),
        role=CityMembership.Role.OFFICER,
    )  # fmt: skip
    section = PathwaySection.objects.filter(plan=plan).select_related("pathway").earliest("pk")
    address = reverse("recovery_plans:section_edit", args=[plan.pk, section.pathway.code])
    typing = typed_forms(section)
    factory, token = signed_in(officer)

    def save() -> bytes:
        return posted(factory.post(address, {**next(typing), "csrfmiddlewaretoken": token}))

    return save


def typed_forms(section: PathwaySection) -> Iterator[dict[str, str]]:
    """The form after each pause: what is in it, and what the last answer said to go on from."""
    shown = {"narrative": section.narrative, "status": section.status}
    for version in count(section.version):
        typed = shown | {"narrative": f"{'Made-up text. ' * 100}{version}"}
        yield typed | {"version": str(version), "base": write_base(shown)}
        shown = typed


def signed_in(user: User) -> tuple[RequestFactory, str]:
    client, token = Client(), _get_new_csrf_string()
    client.force_login(user)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    cookies[settings.CSRF_COOKIE_NAME] = token
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers: dict[str, Any] = {
        "HTTP_COOKIE": cookie,
        "HTTP_HX_REQUEST": "true",
        "SERVER_NAME": "localhost",
    }
    return RequestFactory(**headers), token


def posted(request: WSGIRequest) -> bytes:
    statuses: list[str] = []
    answer = b"".join(get_wsgi_application()(request.environ, partial(note_status, statuses)))
    if statuses != ["200 OK"] or b"Saved" not in answer:
        raise RuntimeError(f"{statuses} {answer.decode()[:400]}")
    return answer
