from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from projects.forms import IndicatorForm, ValueForm
from projects.models import Project, ProjectIndicator, ProjectIndicatorValue
from writing.clock import Clock
from writing.services import record_change


def project_or_404(request: UserRequest, code: str) -> Project:
    return get_object_or_404(Project.objects.read_by(request.user), code=code)


def project_to_edit(request: UserRequest, code: str) -> Project:
    project = project_or_404(request, code)
    if not project.can_be_organised_by(request.user):
        raise PermissionDenied
    return project


def indicator_list(request: UserRequest, code: str) -> HttpResponse:
    """Each with its last value."""
    project = project_or_404(request, code)
    newest = ProjectIndicatorValue.objects.filter(indicator=OuterRef("pk")).order_by("-on")
    latest: Any = {name: Subquery(newest.values(name)[:1]) for name in ("value", "on", "source")}
    indicators = project.indicators.annotate(**latest).order_by("order", "pk")
    context = {
        "project": project,
        "page": Paginator(indicators, 50).get_page(request.GET.get("page")),
        "can_edit": project.can_be_organised_by(request.user),
        "has_examples": project.indicators.filter(is_example=True).exists(),
    }
    return render(request, "projects/indicator_list.html", context)


def indicator_add(request: UserRequest, code: str) -> HttpResponse:
    project = project_to_edit(request, code)
    form = IndicatorForm(request.POST or None, instance=ProjectIndicator(project=project))
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("The indicator is added. Now give its values."))
        return redirect("projects:indicator_edit", code, form.instance.pk)
    context = {"project": project, "form": form, "clock": Clock.of(request.user)}
    return render(request, "projects/indicator_form.html", context)


def indicator_edit(request: UserRequest, code: str, pk: int) -> HttpResponse:
    project = project_to_edit(request, code)
    indicator = get_object_or_404(project.indicators, pk=pk)
    form = IndicatorForm(request.POST or None, instance=indicator)
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("The indicator is saved."))
        return redirect("projects:indicator_list", code)
    context = {
        "project": project,
        "indicator": indicator,
        "values": indicator.values.order_by("-on"),
        "form": form,
        "clock": Clock.of(request.user),
    }
    return render(request, "projects/indicator_form.html", context)


@require_POST
def indicator_remove(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Only one without values: what was reported once stays."""
    project = project_to_edit(request, code)
    indicator = get_object_or_404(project.indicators, pk=pk)
    if indicator.values.exists():
        messages.error(request, _("Remove its values first: what was reported once is not lost."))
        return redirect("projects:indicator_edit", code, pk)
    record_change(project, field="indicator", before=str(indicator), after="", by=request.user)
    indicator.delete()
    messages.success(request, _("The indicator is removed."))
    return redirect("projects:indicator_list", code)


def value_add(request: UserRequest, code: str, pk: int) -> HttpResponse:
    project = project_to_edit(request, code)
    indicator = get_object_or_404(project.indicators, pk=pk)
    return _value_form(request, project, ProjectIndicatorValue(indicator=indicator))


def value_edit(request: UserRequest, code: str, pk: int, value: int) -> HttpResponse:
    project = project_to_edit(request, code)
    indicator = get_object_or_404(project.indicators, pk=pk)
    kept = get_object_or_404(indicator.values.select_related("indicator"), pk=value)
    return _value_form(request, project, kept)


def _value_form(
    request: UserRequest, project: Project, value: ProjectIndicatorValue
) -> HttpResponse:
    form = ValueForm(request.POST or None, instance=value)
    indicator = value.indicator
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("The value is kept."))
        return redirect("projects:indicator_edit", project.code, indicator.pk)
    context = {
        "project": project,
        "indicator": indicator,
        "value": value,
        "form": form,
        "clock": Clock.of(request.user),
    }
    return render(request, "projects/value_form.html", context)


@require_POST
def value_remove(request: UserRequest, code: str, pk: int, value: int) -> HttpResponse:
    project = project_to_edit(request, code)
    indicator = get_object_or_404(project.indicators, pk=pk)
    kept = get_object_or_404(indicator.values, pk=value)
    record_change(indicator, field="value", before=str(kept), after="", by=request.user)
    kept.delete()
    messages.success(request, _("The value is removed."))
    return redirect("projects:indicator_edit", code, pk)
