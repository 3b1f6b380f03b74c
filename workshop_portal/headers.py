from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
# Passkeys are made and used on our own pages alone.
POLICY = ", ".join([*(f"{name}=()" for name in PERMISSIONS), "publickey-credentials-get=(self)"])


class HeadersMiddleware:
    """The headers that neither Django nor django-csp sets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
