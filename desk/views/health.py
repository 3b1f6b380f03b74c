import datetime
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from jobs.tasks import SWEPT

LATE = datetime.timedelta(minutes=2)  # four sweeps missed


@login_not_required  # asked by the load balancer; says nothing but that the process answers
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@login_not_required  # asked by the load balancer; says which part is not ready, and nothing else
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """503 while the web cannot serve. A worker that is late is said, but pages are served on."""
    needed = {name: _answers(check) for name, check in NEEDED.items()}
    parts = {**needed, "worker": _answers(_worker)}
    return JsonResponse(parts, status=200 if all(needed.values()) else 503)


def _answers(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache() -> bool:
    cache.set("health", "ok", 5)
    return bool(cache.get("health") == "ok")


def _worker() -> bool:
    """Clock, broker and worker were at work together a short while ago."""
    swept_at = cache.get(SWEPT)
    return swept_at is not None and timezone.now() - swept_at < LATE


NEEDED: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "cache": _cache,
}
