from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from documents.downloads import serve
from recovery_plans.document import PlanDocument, build_plan
from recovery_plans.forms import AdoptionForm
from recovery_plans.models import Adoption, Annex, PlanExport, PlanRevision, RecoveryPlan
from recovery_plans.services import record_adoption
from recovery_plans.stamp import stamp_in, stamp_of
from recovery_plans.views.scope import clock_of, plan_or_404, require, whole_plan_or_404

CONTENT_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}


@login_not_required  # what is published is public
@require_safe
def plan_revision(request: HttpRequest, plan_id: int, number: int) -> HttpResponse:
    return show_revision(request, plan_or_404(request.user, plan_id), number)


def show_revision(request: HttpRequest, plan: RecoveryPlan, number: int) -> HttpResponse:
    """The public page of a revision, made from its frozen content alone, and its stamp."""
    revision = get_object_or_404(plan.revisions, number=number)
    adoptions = list(plan.adoptions.filter(revision=revision))
    files = files_of(revision, stamp_in(revision, adoptions))
    return render(
        request,
        "recovery_plans/plan_revision.html",
        {
            "plan": plan,
            "revision": revision,
            "document": PlanDocument.from_json(revision.content),
            "stamp": stamp_of(adoptions),
            "adoptions": [adoption for adoption in adoptions if adoption.file],
            "clock": clock_of(plan, request.user),
            "is_latest": revision.pk == plan.published_id,
            "served": served_to(request.user, plan),
            "files": [file for file in files if file.state == PlanExport.State.DONE],
            "waiting": [file for file in files if file.state != PlanExport.State.DONE],
            "missing": missing_of(files),
            "previous": revision.number - 1,
            "can_ask": request.user.is_authenticated,
            "can_read_whole": plan.can_be_read_whole_by(request.user),
        },
    )


def served_to(user: Any, plan: RecoveryPlan) -> set[int]:
    """The keys of the annexes whose file this user can have now."""
    return set(Annex.objects.readable_by(user, plan).values_list("pk", flat=True))


def files_of(revision: PlanRevision, stamp: str) -> list[PlanExport]:
    """Those that say who has agreed to it by now; earlier ones are kept on the page of files."""
    files = revision.exports.standing().filter(stamp=stamp).defer("draft", "revision__content")
    return list(files.order_by("-format", "paper"))


def missing_of(files: list[PlanExport]) -> list[tuple[str, str, str]]:
    """Formats and papers that nobody has asked for yet, and what they are called."""
    there = {(file.format, file.paper) for file in files}
    return [
        (format.value, paper.value, f"{format.label}, {paper.label}")
        for format in PlanExport.Format
        for paper in PlanExport.Paper
        if (format, paper) not in there
    ]


@require_safe
def plan_preview(request: UserRequest, plan_id: int) -> HttpResponse:
    """The draft as its public page would be now, for those who write and review it."""
    plan = whole_plan_or_404(request.user, plan_id)
    return render(
        request,
        "recovery_plans/plan_preview.html",
        {
            "plan": plan,
            "document": build_plan(plan),
            "served": served_to(request.user, plan),
            "clock": clock_of(plan, request.user),
            "can_comment": plan.can_be_commented_by(request.user),
        },
    )


def adoption_add(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_adopted_by(request.user))
    adoption = Adoption(plan=plan)
    form = AdoptionForm(request.POST or None, request.FILES or None, plan=plan, instance=adoption)
    if form.is_valid():
        record_adoption(form.save(commit=False), by=request.user)
        messages.success(request, _("The decision is recorded."))
        return redirect("recovery_plans:plan_detail", plan.pk)
    return render(request, "recovery_plans/adoption_add.html", {"plan": plan, "form": form})


@login_not_required  # a council's decision on a published plan is public
@require_safe
def adoption_file(request: HttpRequest, plan_id: int, pk: int) -> HttpResponseBase:
    plan = plan_or_404(request.user, plan_id)
    adoption = get_object_or_404(plan.adoptions, pk=pk)
    if adoption.revision_id is None and not plan.can_be_read_whole_by(request.user):
        raise Http404
    ending = (adoption.file.name or "").rpartition(".")[2].casefold()
    return serve(
        request,
        adoption.file,
        name=(adoption.file.name or "").rpartition("/")[2],
        content_type=CONTENT_TYPES.get(ending, "application/octet-stream"),
    )
