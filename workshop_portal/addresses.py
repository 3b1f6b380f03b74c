from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

UNREADABLE = "%EF%BF%BD"  # the sign that Django sets for bytes which are no text


class AddressesMiddleware:
    """A NUL in an address, which PostgreSQL refuses to look for.

    A path with one leads nowhere. In what is asked for it is read as any sign that is no text is:
    nothing is found, and the page says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise BadRequest
        if "%00" in (query := request.META.get("QUERY_STRING", "")):
            request.META["QUERY_STRING"] = query.replace("%00", UNREADABLE)
        return self.get_response(request)
