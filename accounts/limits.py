"""How often one address may try; counted in the shared cache, as sign-in is."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
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


def refusal_of(
    request: HttpRequest, action: str, rate: str, *, key: str | None = None
) -> HttpResponseBase | None:
    """The answer 429, where a rate such as `20/m/ip`, or `10/h/key` of this key, is used up.

    None too while nothing can be counted: nobody is kept from registering by a lost cache.
    """
    try:
        refusal: HttpResponseBase | None = ratelimit.consume_or_429(
            request, app="accounts", action=action, config={action: rate}, key=key
        )
    except Exception as error:  # whatever the cache's own library raises
        logger.warning("%s is not limited: %s.", action, type(error).__name__)
        return None
    return refusal


def is_first_within(seconds: int, action: str, key: object) -> bool:
    """Whether this was not done for the key in the last seconds; True while none can be counted."""
    try:
        return bool(cache.add(f"{action}:{key}", True, seconds))
    except Exception as error:  # whatever the cache's own library raises
        logger.warning("%s is not limited: %s.", action, type(error).__name__)
        return True
