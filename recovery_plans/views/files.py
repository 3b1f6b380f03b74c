"""Files of a plan: of its published revisions for everybody, of its draft for those who read it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from documents.downloads import serve
from jobs.services import CannotRetry, cancel, retry
from recovery_plans.forms import FileForm
from recovery_plans.issue import file_name
from recovery_plans.models import PlanExport, RecoveryPlan
from recovery_plans.services import request_draft_file, request_file
from recovery_plans.views.scope import clock_of, plan_or_404, require, whole_plan_or_404

CONTENT_TYPES = {
    PlanExport.Format.PDF: "application/pdf",
    PlanExport.Format.WORD: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
}


@require_safe
def plan_files(request: UserRequest, plan_id: int) -> HttpResponse:
    """Every file ever made of the plan, the latest first, and a form for another."""
    plan = whole_plan_or_404(request.user, plan_id)
    files = plan.exports.defer("draft").select_related("asked_by", "revision")
    page = Paginator(files.defer("draft", "revision__content"), 50)
    return render(
        request,
        "recovery_plans/plan_files.html",
        {
            "plan": plan,
            "page": page.get_page(request.GET.get("page")),
            "form": FileForm(plan=plan),
            "clock": clock_of(plan, request.user),
        },
    )


@require_POST
def file_make(request: UserRequest, plan_id: int) -> HttpResponse:
    """Two clicks make one file: the second leads to the first."""
    plan = plan_or_404(request.user, plan_id)
    form = FileForm(request.POST, plan=plan)
    if not form.is_valid():
        messages.error(request, _("Choose a text, a format and a paper of the list."))
        return redirect("recovery_plans:plan_detail", plan.pk)
    wanted = {"format": form.cleaned_data["format"], "paper": form.cleaned_data["paper"]}
    revision = form.cleaned_data["revision"]
    if revision is None:
        require(plan.can_be_read_whole_by(request.user))
        export = request_draft_file(plan, **wanted, by=request.user)
    else:
        export = request_file(revision, **wanted, by=request.user)
    return redirect("recovery_plans:file_detail", plan.pk, export.pk)


@vary_on_headers("HX-Request")
def file_detail(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    plan = plan_or_404(request.user, plan_id)
    export = export_or_404(request, plan, pk)
    piece = "_file" if request.headers.get("HX-Request") else "file_detail"
    return render(
        request,
        f"recovery_plans/{piece}.html",
        {"plan": plan, "export": export, "can_stop": may_stop(request, plan, export)},
    )


@login_not_required  # the file of a published revision is for everybody
@require_safe
def file_download(request: HttpRequest, plan_id: int, pk: int) -> HttpResponseBase:
    plan = plan_or_404(request.user, plan_id)
    export = export_or_404(request, plan, pk)
    if export.state != PlanExport.State.DONE:
        raise Http404
    content_type = CONTENT_TYPES[PlanExport.Format(export.format)]
    return serve(request, export.file, name=file_name(export), content_type=content_type)


@require_POST
def file_cancel(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    plan = plan_or_404(request.user, plan_id)
    export = export_or_404(request, plan, pk)
    require(may_stop(request, plan, export))
    cancel(export)
    return redirect("recovery_plans:file_detail", plan.pk, pk)


@require_POST
def file_retry(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    plan = plan_or_404(request.user, plan_id)
    export = export_or_404(request, plan, pk)
    require(may_stop(request, plan, export))
    try:
        retry(export)
    except CannotRetry:
        messages.info(request, _("This file has been asked for again in the meantime."))
    return redirect("recovery_plans:file_detail", plan.pk, pk)


def export_or_404(request: HttpRequest, plan: RecoveryPlan, pk: int) -> PlanExport:
    """A file of a draft is known to those alone who may read drafts."""
    exports = plan.exports.defer("draft", "revision__content").select_related("revision")
    known = Q() if plan.can_be_read_whole_by(request.user) else Q(revision__isnull=False)
    export: PlanExport = get_object_or_404(exports.filter(known), pk=pk)
    export.plan = plan
    return export


def may_stop(request: UserRequest, plan: RecoveryPlan, export: PlanExport) -> bool:
    return export.asked_by_id == request.user.pk or plan.can_be_read_whole_by(request.user)
