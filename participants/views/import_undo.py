from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from participants.imports.checking import AT_ONCE, do_now
from participants.imports.undo import CannotUndo, ask_undo, may_be_told, run_undo, undo_plan
from participants.services import ListClosed
from participants.views.imports import import_of
from participants.views.scope import workshop_run
from projects.models import Project
from workshops.models import Workshop

LEFT_A_PAGE = 50


def import_undo(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """What undoing an import would take back, and what it would leave alone; a post does it."""
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    if request.method == "POST":
        return undo_now(request, workshop, pk)
    if not importing.can_be_undone:
        return redirect("participants:import_report", slug, pk)
    plan = undo_plan(importing)
    page = Paginator(plan.left_alone, LEFT_A_PAGE).get_page(request.GET.get("page"))
    organises = Project.objects.organised_by(request.user).filter(pk=workshop.project_id).exists()
    told = [(left, may_be_told(left, request.user, organises=organises)) for left in page]
    context = {
        "workshop": workshop, "importing": importing, "plan": plan, "page": page, "told": told,
        "is_signed_off": workshop.state == Workshop.State.SIGNED_OFF,
    }  # fmt: skip
    return render(request, "participants/import_undo.html", context)


def undo_now(request: UserRequest, workshop: Workshop, pk: int) -> HttpResponse:
    importing = import_of(workshop, pk)
    try:
        undo = ask_undo(importing, by=request.user)
    except (CannotUndo, ListClosed) as refusal:
        messages.error(request, str(refusal) or _("This list is closed."))
        return redirect("participants:import_report", workshop.slug, pk)
    if importing.counts["rows"] <= AT_ONCE:
        do_now(undo, run_undo)
    return redirect("participants:import_report", workshop.slug, pk)
