"""What is answered when something went wrong, in words.

The pages of 400, 500 and 503 need neither database nor session nor request: they are shown when
those are what failed.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

LAST_RESORT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Error</title>"
    "<h1>Something went wrong here</h1>"
    "<p>It is not your doing, and nothing you saved before is lost. Please try again shortly."
)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database did not answer, else 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = bare_page("503.html", status=503)
        response["Retry-After"] = "30"
        return response
    return bare_page("500.html", status=500)


def bare_page(template: str, *, status: int) -> HttpResponse:
    try:
        page: str = render_to_string(template)
    except Exception:  # even the templates or the list of static files may be what is missing
        page = LAST_RESORT
    return HttpResponse(page, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)
