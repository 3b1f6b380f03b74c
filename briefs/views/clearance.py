from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from briefs.clearance_forms import ClearanceStepForm
from briefs.clearing import save_step
from briefs.models import Brief, ClearanceStep, Edition
from briefs.returned.staging import KEPT, NotOfThisBrief, take_aside
from briefs.views.briefs import brief_to_edit
from documents import downloads
from documents.kinds import Kind
from documents.word import NotAWordFile
from writing.clock import Clock


def brief_to_read(request: UserRequest, slug: str) -> Brief:
    """Clearance is for those who prepare the brief: organisers and readers of the project."""
    briefs = Brief.objects.read_whole_by(request.user).select_related("project")
    return get_object_or_404(briefs, slug=slug)


def clearance(request: UserRequest, slug: str) -> HttpResponse:
    brief = brief_to_read(request, slug)
    steps = list(brief.clearance_steps.select_related("sent", "edition").defer("edition__content"))
    today = timezone.localdate()
    for step in steps:
        step.days_late = step.days_over(today)  # type: ignore[attr-defined]
    can_edit = brief.can_be_edited_by(request.user)
    standing = brief.editions.exclude(state=Edition.State.WITHDRAWN).defer("content")
    returns = brief.word_returns.select_related("edition", "asked_by").defer("edition__content")
    return render(
        request,
        "briefs/clearance.html",
        {
            "brief": brief,
            "steps": steps,
            "can_edit": can_edit,
            "latest": standing.first(),
            "returns": returns.filter(asked_at__gt=timezone.now() - KEPT) if can_edit else [],
        },
    )


def clearance_step_add(request: UserRequest, slug: str) -> HttpResponse:
    return step_page(request, ClearanceStep(brief=brief_to_edit(request, slug)))


def clearance_step_edit(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    return step_page(request, get_object_or_404(brief.clearance_steps, pk=pk))


def step_page(request: UserRequest, step: ClearanceStep) -> HttpResponse:
    form = ClearanceStepForm(request.POST or None, request.FILES or None, instance=step)
    if form.is_valid() and save_step(form, by=request.user):
        messages.success(request, _("The step is saved."))
        return redirect("briefs:clearance", step.brief.slug)
    clock = Clock.of(request.user)
    return render(
        request,
        "briefs/clearance_step.html",
        {"brief": step.brief, "step": step, "form": form, "clock": clock},
    )


def step_with_file(brief: Brief, pk: int) -> ClearanceStep:
    step: ClearanceStep = get_object_or_404(brief.clearance_steps, pk=pk)
    if not step.returned_file:
        raise Http404
    return step


def clearance_step_file(request: UserRequest, slug: str, pk: int) -> HttpResponseBase:
    step = step_with_file(brief_to_read(request, slug), pk)
    return downloads.serve(
        request, step.returned_file, name=step.returned_name, content_type=step.returned_type
    )


@require_POST
def clearance_step_take_in(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The Word file that came back, compared with the edition it was made of."""
    brief = brief_to_edit(request, slug)
    step = step_with_file(brief, pk)
    if step.returned_kind != Kind.DOCX:
        raise Http404
    try:
        with step.returned_file.open("rb") as file:
            made = take_aside(
                brief, name=step.returned_name, content=file.read(), by=request.user,
                edition=step.edition, step=step,
            )  # fmt: skip
    except (NotAWordFile, NotOfThisBrief, OSError) as refusal:
        messages.error(request, str(refusal))
        return redirect("briefs:clearance", slug)
    return redirect("briefs:word_check", slug, made.pk)
