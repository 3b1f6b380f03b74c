"""The participants of one workshop at 1,000 people, beside a plain Django list of 50 joined rows.

Plain: Django's own ListView with a bare page of six columns, signed in and paged alike. Ours has
the frame, the line, the short lists, the filters and the breakdown on top.
"""

import copy
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from django.views.generic import ListView

from accounts.models import User
from benchmarks.measuring import Measurement, compare_times
from desk.scale import seed_scale
from participants.models import Registration

PEOPLE = 1_000
UNHASHED = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PLAIN_PAGE = """<!doctype html><title>Plain</title><table>{% for registration in page_obj %}
<tr><td>{{ registration.person.full_name }}</td><td>{{ registration.position }}</td>
<td>{{ registration.organisation.name }}</td><td>{{ registration.country.name }}</td>
<td>{{ registration.get_gender_display }}</td><td>{{ registration.get_role_display }}</td></tr>
{% endfor %}</table>{{ page_obj.number }} / {{ paginator.num_pages }}"""


class PlainList(ListView):  # type: ignore[type-arg]
    paginate_by = 50
    template_name = "plain_list.html"
    queryset = Registration.objects.select_related("person", "organisation", "country")


def run() -> Iterator[Measurement]:
    project = seed_scale(people=PEOPLE, workshops=1, plans=0)
    ours = reverse("participants:participant_list", args=[project.workshops.get().slug])
    storages = {**settings.STORAGES, "staticfiles": UNHASHED}
    with override_settings(ROOT_URLCONF=__name__, TEMPLATES=with_plain_page(), STORAGES=storages):
        open_page = browser()
        yield compare_times("list_page", lambda: open_page(ours), lambda: open_page("/plain/"))
        queries = [queries_of(lambda: open_page(ours)), queries_of(lambda: open_page("/plain/"))]
    yield Measurement("list_page_queries", queries[0], "queries", queries[1], 1)


def with_plain_page() -> list[dict[str, Any]]:
    """The portal's own templates, compiled once as in production, and the plain one beside them."""
    portal: dict[str, Any] = copy.deepcopy(settings.TEMPLATES[0])
    del portal["APP_DIRS"]
    plain = ("django.template.loaders.locmem.Loader", {"plain_list.html": PLAIN_PAGE})
    own = ["filesystem.Loader", "app_directories.Loader"]
    loaders = [plain, *(f"django.template.loaders.{loader}" for loader in own)]
    portal["OPTIONS"]["loaders"] = [("django.template.loaders.cached.Loader", loaders)]
    return [portal]


def browser() -> Callable[[str], None]:
    """Somebody signed in, asking the WSGI application: a test client would copy every context."""
    client = Client()
    bench, _made = User.objects.get_or_create(
        email="bench@example.org", defaults={"is_superuser": True, "is_staff": True}
    )
    client.force_login(bench)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    application = get_wsgi_application()

    def open_page(address: str) -> None:
        request = RequestFactory(HTTP_COOKIE=cookie, SERVER_NAME="localhost").get(address)
        statuses: list[str] = []
        b"".join(application(request.environ, partial(note_status, statuses)))
        if statuses != ["200 OK"]:
            raise RuntimeError(f"{address} answers {statuses}")

    return open_page


def note_status(
    statuses: list[str], status: str, headers: object, error: object = None
) -> Callable[[bytes], object]:
    statuses.append(status)
    return bytes  # nobody writes by it


NOT_COUNTED = ("BEGIN", "COMMIT")
CACHE_TABLE = '"portal_cache"'  # of the embedded shape; the full one has its cache elsewhere


def queries_of(work: Callable[[], None]) -> int:
    """Savepoints, session and user are counted; the cache is not."""
    with CaptureQueriesContext(connection) as captured:
        work()
    queries = [query["sql"] for query in captured]
    return sum(not sql.startswith(NOT_COUNTED) and CACHE_TABLE not in sql for sql in queries)


urlpatterns = [path("plain/", PlainList.as_view()), path("", include("workshop_portal.urls"))]
