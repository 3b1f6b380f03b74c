"""How often one address may try; counted in the shared cache, as sign-in is."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]


def rate_limit(action: str, rate: str) -> Callable[[View], View]:
    """Answer 429 to posts beyond a rate such as `20/m/ip`; reading is never limited."""

    def limited(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refusal = refusal_of(request, action, rate)
            return refusal or view(request, *args, **kwargs)

        return counted

    return limited


def refusal_of(request: HttpRequest, action: str, rate: str) -> HttpResponseBase | None:
    """None too while nothing can be counted: nobody is kept from registering by a lost cache."""
    try:
        refusal: HttpResponseBase | None = ratelimit.consume_or_429(
            request, app="accounts", action=action, config={action: rate}
        )
    except Exception as error:  # whatever the cache's own library raises
        logger.warning("%s is not limited: %s.", action, type(error).__name__)
        return None
    return refusal
