"""How often one address may try; counted in the shared cache, as sign-in is."""

from collections.abc import Callable

from allauth.core.internal import ratelimit
from django.http import HttpResponseBase

View = Callable[..., HttpResponseBase]


def rate_limit(action: str, rate: str) -> Callable[[View], View]:
    """Answer 429 to posts beyond a rate such as `20/m/ip`; reading is never limited."""
    limit: Callable[[View], View] = ratelimit.decorator(  # type: ignore[no-untyped-call]
        app="accounts", action=action, config={action: rate}
    )
    return limit
