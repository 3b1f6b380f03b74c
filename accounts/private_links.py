"""Pages whose address is a secret in itself: an invitation, a person's own registration."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]


def private_link(view: View) -> View:
    """Keep the address of the page out of search engines, caches and the Referer of the next.

    Not `no-referrer`: that takes the Origin away, by which forms are told from forged ones.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def link_over(request: HttpRequest, words: str) -> HttpResponse:
    """For a link that was replaced or taken back: what to do instead, in `words`."""
    return render(request, "link_over.html", {"words": words}, status=404)
