"""Annexes and photographs of a plan."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from documents.downloads import serve
from recovery_plans.forms.annex import AnnexForm
from recovery_plans.models import Annex
from recovery_plans.services import PlanClosed
from recovery_plans.services.annex import add_annex, remove_annex
from recovery_plans.views.plan import may_open
from recovery_plans.views.scope import CLOSED, plan_or_404, require, whole_plan_or_404


@require_safe
def annex_list(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    annexes = plan.annexes.current().select_related("action", "uploaded_by")
    can_edit = plan.can_be_edited_by(request.user)
    shown = {"plan": plan, "annexes": annexes, "can_edit": can_edit}
    return render(request, "recovery_plans/annex_list.html", shown)


def annex_add(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(may_open(plan, request))
    form = AnnexForm(request.POST or None, request.FILES or None, plan=plan, instance=Annex())
    if form.is_valid():
        try:
            add_annex(form.save(commit=False), by=request.user)
        except PlanClosed:
            form.add_error(None, CLOSED)
        else:
            messages.success(request, _("The file is added."))
            return redirect("recovery_plans:annex_list", plan.pk)
    return render(request, "recovery_plans/annex_add.html", {"plan": plan, "form": form})


@require_POST
def annex_remove(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    annex = get_object_or_404(plan.annexes.current(), pk=pk)
    require(plan.can_be_edited_by(request.user))
    try:
        remove_annex(annex, by=request.user)
    except PlanClosed:
        messages.error(request, CLOSED)
    else:
        messages.success(request, _("The file is taken out of the draft."))
    return redirect("recovery_plans:annex_list", plan.pk)


@login_not_required  # what belongs to a published revision is public
@require_safe
def annex_file(request: HttpRequest, plan_id: int, pk: int) -> HttpResponseBase:
    plan = plan_or_404(request.user, plan_id)
    annex = get_object_or_404(Annex.objects.readable_by(request.user, plan), pk=pk)
    return serve(request, annex.file, name=annex.file_name, content_type=annex.content_type)
