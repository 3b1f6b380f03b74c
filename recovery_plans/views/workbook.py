"""All actions of a plan as a workbook, out and back in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from documents.kinds import Kind
from documents.sheets.read import UnreadableFile
from documents.uploads import check_upload, clean_name
from recovery_plans.models import Workbook
from recovery_plans.services import PlanClosed
from recovery_plans.services.workbook import bring_back, proposals_in, take_over
from recovery_plans.views.plan import may_open
from recovery_plans.views.scope import CLOSED, require, whole_plan_or_404
from recovery_plans.workbook import workbook_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 5 * 1024 * 1024


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The workbook"),
        help_text=gettext_lazy("XLSX, at most 5 MB: the one that you downloaded, changed."),
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        check_upload(file, [Kind.XLSX], MOST_BYTES)
        return file


@require_safe
def workbook_export(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    city = plan.project_city.city.slug
    marked = _("example-") if plan.is_example else ""
    name = f"{marked}actions-{city}.xlsx"
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(workbook_of(plan), content_type=XLSX, headers=headers)


def workbook_import(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(may_open(plan, request))
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        name = clean_name(file.name)
        try:
            workbook = bring_back(plan, name=name, content=file.read(), by=request.user)
        except UnreadableFile as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return redirect("recovery_plans:workbook_check", plan.pk, workbook.pk)
    return render(request, "recovery_plans/workbook_import.html", {"plan": plan, "form": form})


def workbook_check(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    """What the file would change; posted, it is changed."""
    plan = whole_plan_or_404(request.user, plan_id)
    require(may_open(plan, request))
    workbook = get_object_or_404(plan.workbooks.filter(by=request.user), pk=pk)
    workbook.plan = plan
    if request.method == "POST":
        return _take_over(request, workbook)
    proposals = proposals_in(workbook)
    good = [one for one in proposals if not one.problems]
    return render(
        request,
        "recovery_plans/workbook_check.html",
        {
            "plan": plan, "workbook": workbook, "good": good,
            "bad": [one for one in proposals if one.problems],
            "count": sum(len(one.changes) for one in good),
        },
    )  # fmt: skip


def _take_over(request: UserRequest, workbook: Workbook) -> HttpResponse:
    try:
        left = take_over(workbook, by=request.user)
    except PlanClosed:
        messages.error(request, CLOSED)
        return redirect("recovery_plans:plan_detail", workbook.plan_id)
    messages.success(request, _("What the workbook changes is saved."))
    if left:
        words = ngettext(
            "%(n)s action was left as it is: %(names)s.",
            "%(n)s actions were left as they are: %(names)s.",
            len(left),
        )
        names = ", ".join(one.name for one in left)
        messages.error(request, words % {"n": len(left), "names": names})
    return redirect("recovery_plans:action_list", workbook.plan_id)
