from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from accounts.models import AccessLog
from accounts.requests import UserRequest
from desk.forms import OpeningForm
from desk.privacy.clocks import dates_of
from participants.models import SealedList
from participants.services.evidence import CannotOpen, Row, open_sealed
from projects.models import Project

LISTS_A_PAGE = 50


def sealed_lists_of(user: Any) -> Any:
    """Organisers and auditors of the project; facilitators have the list itself."""
    return SealedList.objects.filter(
        record__workshop__project__in=Project.objects.read_by(user)
    ).select_related("record__workshop__project")


def sealed_list_list(request: UserRequest) -> HttpResponse:
    projects = list(Project.objects.read_by(request.user))
    if not projects:
        raise PermissionDenied
    in_order = sealed_lists_of(request.user).order_by("-sealed_at", "-pk")
    page = Paginator(in_order, LISTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "dates": [dates_of(project) for project in projects]}
    return render(request, "desk/sealed_list_list.html", context)


@cache_control(private=True, no_store=True)
def sealed_list(request: UserRequest, pk: int) -> HttpResponse:
    """Asks why; then shows the list once. Who opened it, when and why is noted."""
    sealed = get_object_or_404(sealed_lists_of(request.user), pk=pk)
    form = OpeningForm(request.POST or None)
    rows: list[Row] | None = None
    if form.is_valid():
        try:
            rows = open_sealed(sealed, by=request.user, reason=form.cleaned_data["reason"])
        except CannotOpen:
            form.add_error(None, _("This list is destroyed, or was sealed with another key."))
    openings = AccessLog.objects.filter(
        action=AccessLog.Action.OPENED, subject=f"{sealed._meta.label_lower} {sealed.pk}"
    )
    context = {
        "sealed": sealed,
        "record": sealed.record,
        "workshop": sealed.record.workshop,
        "form": form,
        "rows": rows,
        "openings": openings.select_related("user")[:20],
        "kept_until": dates_of(sealed.record.workshop.project).evidence_on,
    }
    return render(request, "desk/sealed_list.html", context)
