"""Who changed what, what two revisions differ in, and putting back what was there before."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from recovery_plans.document import PlanDocument, build_plan
from recovery_plans.document.passages import reworded
from recovery_plans.forms import CompareForm, HistoryForm, wanted_in
from recovery_plans.history import authors_of, changes_of, is_text, named, pages_of
from recovery_plans.models import RecoveryPlan
from recovery_plans.restore import Restored, restored_from
from recovery_plans.services import PlanClosed, put_back_revision, put_back_text
from recovery_plans.views.scope import (
    CLOSED,
    clock_of,
    plan_or_404,
    require,
    whole_plan_or_404,
)
from writing.differences import compare
from writing.models import Change
from writing.services import StaleVersion

ON_A_PAGE = 50


@require_safe
def plan_history(request: UserRequest, plan_id: int) -> HttpResponse:
    """Eight queries at most, however much was changed."""
    plans = RecoveryPlan.objects.read_whole_by(request.user).with_name()
    plan = get_object_or_404(plans, pk=plan_id)
    wanted = wanted_in(request.GET)
    authors = authors_of(plan, wanted)
    pages = Paginator(changes_of(plan, wanted), ON_A_PAGE)
    vars(pages)["count"] = authors.total  # counted with the authors
    page = pages.get_page(request.GET.get("page"))
    keep = request.GET.copy()
    keep.pop("page", None)
    return render(
        request,
        "recovery_plans/plan_history.html",
        {
            "plan": plan,
            "form": HistoryForm(request.GET or None, people=authors.all, pages=pages_of(plan)),
            "page": page,
            "keep": keep.urlencode(),
            "changes": named(page.object_list, authors.names),
            "can_edit": plan.can_be_edited_by(request.user),
            "clock": clock_of(plan, request.user),
        },
    )


@require_safe
def plan_revisions(request: UserRequest, plan_id: int) -> HttpResponse:
    """From state to state, what was published, and what was decided on it."""
    plan = whole_plan_or_404(request.user, plan_id)
    return render(
        request,
        "recovery_plans/plan_revisions.html",
        {
            "plan": plan,
            "transitions": plan.transitions.select_related("by").order_by("-at"),
            "revisions": plan.revisions.defer("content").select_related("made_by"),
            "adoptions": plan.adoptions.select_related("revision").defer("revision__content"),
            "form": CompareForm(plan=plan, may_read_draft=True),
            "can_edit": plan.can_be_edited_by(request.user),
            "clock": clock_of(plan, request.user),
        },
    )


@login_not_required  # published revisions are public, and so is what they differ in
@require_safe
def plan_compare(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Two texts of a plan side by side, or as one text with its differences."""
    plan = plan_or_404(request.user, plan_id)
    may_read_draft = plan.can_be_read_whole_by(request.user)
    form = CompareForm(request.GET or None, plan=plan, may_read_draft=may_read_draft)
    passages = []
    if form.is_valid():
        before, after = (_document(plan, form.cleaned_data[name]) for name in ("old", "new"))
        passages = reworded(before, after)
    return render(
        request,
        "recovery_plans/plan_compare.html",
        {
            "plan": plan,
            "form": form,
            "passages": [one for one in passages if form.shows_all or not one.is_same],
            "changed": sum(not one.is_same for one in passages),
            "total": len(passages),
            "is_side_by_side": form.is_side_by_side,
            "can_read_whole": may_read_draft,
        },
    )


def _document(plan: RecoveryPlan, which: str) -> PlanDocument:
    if which == CompareForm.DRAFT:
        return build_plan(plan)
    return PlanDocument.from_json(get_object_or_404(plan.revisions, number=which).content)


def change_restore(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    """Put back a text as it was before a change, or as it was after it: as a new version."""
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.is_written_by(request.user))
    change = get_object_or_404(changes_of(plan), pk=pk)
    if not is_text(change) or change.thing is None:
        raise Http404
    text = change.before if request.GET.get("side") == "before" else change.after
    if request.method == "POST":
        return _put_back(request, plan, change, text)
    now = str(getattr(change.thing, change.field) or "")
    return render(
        request,
        "recovery_plans/change_restore.html",
        {
            "plan": plan,
            "one": named([change], {})[0],
            "segments": compare(now, text),
            "is_same": now == text,
            "version": change.thing.version,
            "clock": clock_of(plan, request.user),
            "can_edit": plan.can_be_edited_by(request.user),
        },
    )


def _put_back(request: UserRequest, plan: RecoveryPlan, change: Change, text: str) -> HttpResponse:
    seen = request.POST.get("version", "")
    try:
        put_back_text(plan, change, text=text, expected_version=_number(seen), by=request.user)
    except StaleVersion:
        words = _("Somebody changed it meanwhile. This is how it differs now; look again.")
        messages.error(request, words)
        return redirect(request.get_full_path())
    except PlanClosed:
        messages.error(request, CLOSED)
        return redirect(request.get_full_path())
    messages.success(request, _("The earlier text is back, as a new version."))
    return redirect("recovery_plans:plan_history", plan.pk)


def revision_restore(request: UserRequest, plan_id: int, number: int) -> HttpResponse:
    """Put back the texts of a whole revision; nothing that somebody saved meanwhile is lost."""
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.is_written_by(request.user))
    revision = get_object_or_404(plan.revisions, number=number)
    texts = restored_from(plan, PlanDocument.from_json(revision.content))
    if request.method == "POST":
        return _put_back_all(request, plan, texts, number)
    return render(
        request,
        "recovery_plans/revision_restore.html",
        {
            "plan": plan,
            "revision": revision,
            "texts": texts,
            "seen": " ".join(text.seen for text in texts),
            "can_edit": plan.can_be_edited_by(request.user),
        },
    )


def _put_back_all(
    request: UserRequest, plan: RecoveryPlan, texts: list[Restored], number: int
) -> HttpResponse:
    try:
        put_back_revision(plan, texts, seen=request.POST.get("seen", ""), by=request.user)
    except StaleVersion:
        words = _("Somebody changed the plan meanwhile. This is how it differs now; look again.")
        messages.error(request, words)
        return redirect("recovery_plans:revision_restore", plan.pk, number)
    except PlanClosed:
        messages.error(request, CLOSED)
        return redirect("recovery_plans:revision_restore", plan.pk, number)
    messages.success(request, _("The texts of revision %(number)s are back.") % {"number": number})
    return redirect(reverse("recovery_plans:plan_detail", args=[plan.pk]))


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
