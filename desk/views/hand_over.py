from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import succession
from accounts.invitations import current_memberships
from accounts.requests import UserRequest
from desk.forms import HandOverForm, key_of
from desk.home_page import home_page_of


@require_http_methods(["GET", "POST"])
def hand_over(request: UserRequest) -> HttpResponse:
    """Give own roles to a successor, with all that waits in them."""
    memberships = current_memberships(request.user)
    form = HandOverForm(request.POST or None, memberships=memberships)
    if form.is_valid():
        try:
            successors = succession.hand_over(
                form.chosen, to=form.cleaned_data["email"], by=request.user
            )
        except succession.CannotHandOver as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, invited(len(successors)))
            return redirect("desk:hand_over")
    context = {
        "form": form,
        "has_roles": bool(memberships),
        "waiting": [
            (key_of(successor), successor)
            for successor in succession.waiting_successors(request.user)
        ],
        "deeds": home_page_of(request.user).deeds if memberships else [],
    }
    return render(request, "desk/hand_over.html", context)


def invited(count: int) -> str:
    return ngettext(
        "Your successor is invited. The role stays yours until they accept.",
        "Your successor is invited. The roles stay yours until they accept.",
        count,
    )


@require_POST
def hand_over_back(request: UserRequest) -> HttpResponse:
    """Take an invitation back that was not accepted yet."""
    waiting = {
        key_of(successor): successor for successor in succession.waiting_successors(request.user)
    }
    successor = waiting.get(request.POST.get("successor", ""))
    if successor is None or successor.succeeds is None:
        raise Http404
    succession.take_back(successor.succeeds)
    messages.success(request, _("The invitation is taken back; the role stays yours."))
    return redirect("desk:hand_over")
