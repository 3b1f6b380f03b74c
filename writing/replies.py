"""What an editor's view answers to a save: a page without JavaScript, a small piece to htmx."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from writing.clock import Clock
from writing.forms import VersionedForm


def reply_saved(
    request: HttpRequest, form: VersionedForm, *, clock: Clock, to: str
) -> HttpResponse:
    """To an autosave the new version and the honest line; to a person's own save, on to `to`."""
    if not request.headers.get("HX-Request"):
        moment = clock.tells(form.instance.changed_at)
        messages.success(request, _("Saved %(moment)s.") % {"moment": moment})
        return HttpResponseRedirect(to)
    reply = render(request, "writing/_saved.html", {"form": form, "clock": clock})
    reply.headers["HX-Trigger"] = "saved"
    return reply


def reply_not_saved(request: HttpRequest, form: VersionedForm, *, clock: Clock) -> HttpResponse:
    """To an autosave: why not, and the two texts if it is a conflict."""
    reply = render(request, "writing/_not_saved.html", {"form": form, "clock": clock})
    reply.headers["HX-Trigger"] = "refused"
    return reply
