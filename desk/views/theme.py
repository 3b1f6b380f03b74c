from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES = {"light", "dark"}
A_YEAR = 365 * 24 * 3600


@login_not_required  # colours are chosen on public pages too; nothing but a cookie changes
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen colours in a cookie; anything but light or dark means *as on this device*."""
    response = HttpResponseRedirect(_safe_next(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(
            "theme", chosen, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _safe_next(request: HttpRequest) -> str:
    """The page the form stood on, unless the address leads to another host."""
    address = request.POST.get("next", "")
    own = {request.get_host()}
    is_own = url_has_allowed_host_and_scheme(address, own, require_https=request.is_secure())
    return address if is_own else "/"
