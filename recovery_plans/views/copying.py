"""Copying an action: from the plan itself, or from what another city has published."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from recovery_plans.document import ActionText, PlanDocument, build_plan
from recovery_plans.forms.copying import SourceForm
from recovery_plans.models import RecoveryPlan
from recovery_plans.services import PlanClosed
from recovery_plans.services.copying import copy_action, pathway_of
from recovery_plans.views.plan import may_open
from recovery_plans.views.scope import CLOSED, require, whole_plan_or_404


def action_copy(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(may_open(plan, request))
    form = SourceForm(request.GET or None, plan=plan)
    source = form.cleaned_data["plan"] if form.is_valid() else plan
    document = _document(plan, source)
    if request.method == "POST":
        return _copy(request, plan, source, document)
    shown = [one for one in document.actions if _is_asked(one, form)]
    return render(
        request,
        "recovery_plans/action_copy.html",
        {"plan": plan, "source": source, "form": form, "actions": shown, "document": document},
    )


def _document(plan: RecoveryPlan, source: RecoveryPlan) -> PlanDocument:
    """Of another city's plan what is published, never what its draft says now."""
    if source == plan:
        return build_plan(plan)
    if source.published is None:
        raise Http404
    return PlanDocument.from_json(source.published.content)


def _is_asked(action: ActionText, form: forms.Form) -> bool:
    words = str(form.cleaned_data.get("q", "")).casefold() if form.is_valid() else ""
    return words in f"{action.title} {action.objective} {action.pathway}".casefold()


def _copy(
    request: UserRequest, plan: RecoveryPlan, source: RecoveryPlan, document: PlanDocument
) -> HttpResponse:
    number = request.POST.get("number", "")
    text = next((one for one in document.actions if str(one.number) == number), None)
    if text is None:
        raise Http404
    original = source.actions.filter(number=text.number).first()
    try:
        action = copy_action(text, into=plan, source=original, by=request.user)
    except PlanClosed:
        messages.error(request, CLOSED)
        return redirect("recovery_plans:plan_detail", plan.pk)
    messages.success(request, _words(plan, text, action.number))
    return redirect("recovery_plans:action_edit", plan.pk, action.number)


def _words(plan: RecoveryPlan, text: ActionText, number: int) -> str:
    copied = _("Copied as action %(number)s. Days, money and organisations are to be filled in.")
    words = copied % {"number": number}
    _pathway, is_known = pathway_of(plan, text.pathway)
    missing = _("This plan has no pathway %(code)s: please choose one.") % {"code": text.pathway}
    return words if is_known else f"{words} {missing}"
