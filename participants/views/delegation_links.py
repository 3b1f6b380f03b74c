"""Who runs a workshop gives a delegation its private link, and takes it back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.private_links import private_link
from accounts.requests import UserRequest
from participants.forms.nominations import DelegationLinkForm
from participants.letters import send_delegation_link
from participants.models import Delegation
from participants.services.nominations import make_link, revoke_link
from participants.views.scope import workshop_run


def delegation_run(request: UserRequest, slug: str, pk: int) -> Delegation:
    workshop = workshop_run(request, slug)
    delegations = Delegation.objects.select_related("workshop__project", "city", "body", "link")
    return get_object_or_404(delegations, workshop=workshop, pk=pk)


@private_link
def delegation_link(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """A new link is sent by letter, or shown here once; its secret is kept nowhere."""
    delegation = delegation_run(request, slug, pk)
    form, shown = DelegationLinkForm(request.POST or None, delegation=delegation), ""
    if form.is_valid():
        made = make_link(
            delegation, language=form.cleaned_data["language"], expires_at=form.expires_at,
            by=request.user,
        )  # fmt: skip
        if address := form.cleaned_data["email"]:
            send_delegation_link(made.link, made.token, to=address)
            messages.success(request, _("The link is on its way."))
            return redirect("participants:delegation_detail", slug, pk)
        page = reverse("participants:nomination", args=[made.token.secret])
        shown, delegation = settings.SITE_URL + page, made.link.delegation
    return render(
        request, "participants/delegation_link.html",
        {"workshop": delegation.workshop, "delegation": delegation, "form": form, "shown": shown,
         "link": getattr(delegation, "link", None)},
    )  # fmt: skip


@require_POST
def delegation_link_revoke(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    delegation = delegation_run(request, slug, pk)
    revoke_link(delegation)
    messages.success(request, _("The link no longer works."))
    return redirect("participants:delegation_link", slug, pk)
