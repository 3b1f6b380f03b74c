from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from writing.markdown import LONGEST_TEXT
from writing.presence import look_again


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The Markdown of the field named in `field`, as it will be read."""
    text = request.POST.get(request.POST.get("field", ""), "")
    is_too_long = len(text) > LONGEST_TEXT
    return render(request, "writing/_preview.html", {"text": text, "is_too_long": is_too_long})


@require_safe
def presence(request: HttpRequest, door: str) -> HttpResponse:
    """Who else is at work, asked by an open editor; its room let the user in when it opened."""
    here = look_again(door, request.user)  # type: ignore[arg-type]  # sign-in is required
    if here is None:
        raise Http404
    return render(request, "components/also_here.html", {"here": here})
