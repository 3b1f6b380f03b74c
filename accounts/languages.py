"""Pages in the language of their reader. Every other page of the portal is English."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

View = Callable[..., HttpResponseBase]

CHOSEN = "language"  # the name of the chooser's buttons: components/languages.html


def in_chosen_language(view: View) -> View:
    """Answer in the language its reader chose, else in the first that the browser asks for.

    For pages of people without an account, every text of which is in each catalogue of
    `locale/` (tests/catalogues.py says what a page lacks). Such a page includes
    `components/languages.html`, whose buttons post `language` along with the form they are told
    to belong to. That is no submission: the view asks `changes_language(request)` and shows the
    form again as it was typed, or keeps what was typed and redirects. The choice is a cookie.
    Stands above every decorator that may answer in words, `rate_limit` for one.
    """

    @wraps(view)
    def translated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = chosen_language(request) or translation.get_language_from_request(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if changes_language(request):
            remember(response, language)
        return response

    return translated


def changes_language(request: HttpRequest) -> bool:
    """Whether a button of the chooser was pressed, and nothing else is to be done."""
    return request.method == "POST" and request.POST.get(CHOSEN) in known_languages()


def chosen_language(request: HttpRequest) -> str:
    """The language chosen now or before on this device; blank when none was."""
    chosen = request.POST.get(CHOSEN) if changes_language(request) else None
    chosen = chosen or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in known_languages() else ""


def prefer(request: HttpRequest, language: str) -> None:
    """Within a page in the chosen language: this one, unless its reader chose another."""
    if language in known_languages() and not chosen_language(request):
        translation.activate(language)  # the decorator takes it back


def known_languages() -> dict[str, str]:
    return dict(settings.LANGUAGES)


def remember(response: HttpResponseBase, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
