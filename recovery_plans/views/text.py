from __future__ import annotations

from django.db.models import Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from accounts.requests import UserRequest
from recovery_plans.comments import threads_about
from recovery_plans.diagnosed import diagnosed_beside
from recovery_plans.forms import ChapterForm, SectionForm
from recovery_plans.models import Chapter, PathwaySection, RecoveryPlan
from recovery_plans.money import money_in
from recovery_plans.services import PlanClosed, save_text
from recovery_plans.views.scope import CLOSED, clock_of, part_or_404, require
from writing.forms import VersionedForm
from writing.models import Change
from writing.presence import open_for_writing
from writing.replies import reply_not_saved, reply_saved

LAST_CHANGES = 5


@vary_on_headers("HX-Request")
def section_edit(request: UserRequest, plan_id: int, code: str) -> HttpResponse:
    """A pathway of the plan: to be written by the city, to be read and asked about by others."""
    plan, section = _section_or_404(request.user, plan_id, code)
    require(request.method != "POST" or plan.is_written_by(request.user))

    form = SectionForm(request.POST or None, instance=section)
    return _write(request, plan, section, form, "section")


def _section_or_404(user: User, plan_id: int, code: str) -> tuple[RecoveryPlan, PathwaySection]:
    """The section of this code, or of the pathway that it became while the page was open."""
    sections = PathwaySection.objects.select_related("pathway__pillar", "changed_by")
    try:
        return part_or_404(sections, user, plan_id, pathway__code=code)
    except Http404:
        become = PathwaySection.objects.filter(plan=plan_id, pathway__predecessors__old__code=code)
        first = become.order_by("pathway__order").values("pk")[:1]
        return part_or_404(sections, user, plan_id, pk=Subquery(first))


@vary_on_headers("HX-Request")
def chapter_edit(request: UserRequest, plan_id: int, key: str) -> HttpResponse:
    chapters = Chapter.objects.select_related("changed_by")
    plan, chapter = part_or_404(chapters, request.user, plan_id, key=key)
    require(request.method != "POST" or plan.is_written_by(request.user))

    form = ChapterForm(request.POST or None, instance=chapter)
    return _write(request, plan, chapter, form, "chapter")


def _write(
    request: UserRequest, plan: RecoveryPlan, part: Chapter | PathwaySection, form: VersionedForm,
    kind: str,
) -> HttpResponse:  # fmt: skip
    clock = clock_of(plan, request.user)
    if request.method == "POST" and saved_text(form, plan=plan, by=request.user):
        to = reverse("recovery_plans:plan_detail", args=[plan.pk])
        return reply_saved(request, form, clock=clock, to=to)
    if request.headers.get("HX-Request"):
        return reply_not_saved(request, form, clock=clock)
    can_edit = plan.can_be_edited_by(request.user)
    shown: dict[str, object] = {
        "plan": plan, "part": part, "form": form, "clock": clock,
        "threads": threads_about(part),
        "changes": Change.objects.of(part).select_related("by", "content_type")[:LAST_CHANGES],
        "can_edit": can_edit or request.method == "POST",
        "can_comment": plan.can_be_commented_by(request.user),
        "here": open_for_writing(part, request.user, clock=clock) if can_edit else None,
    }  # fmt: skip
    shown |= _beside_section(plan, part) if isinstance(part, PathwaySection) else {}
    return render(request, f"recovery_plans/{kind}_edit.html", shown)


def saved_text(form: VersionedForm, *, plan: RecoveryPlan, by: User) -> bool:
    try:
        return save_text(form, plan=plan, by=by)
    except PlanClosed:
        form.full_clean()
        form.add_error(None, CLOSED)
        return False


def _beside_section(plan: RecoveryPlan, section: PathwaySection) -> dict[str, object]:
    """The actions of the pathway, and the sections before and after it in the plan."""
    actions = plan.actions.current().filter(pathway=section.pathway).with_sums()
    neighbours = list(plan.sections.filter(is_part=True).values_list("pathway__code", flat=True))
    return {
        "actions": [(action, money_in(action)) for action in actions],
        "before": _beside(neighbours, section.pathway.code, -1),
        "after": _beside(neighbours, section.pathway.code, 1),
        "diagnosed": diagnosed_beside(plan, section.pathway),
    }


def _beside(codes: list[str], code: str, step: int) -> str:
    if code not in codes:
        return ""
    place = codes.index(code) + step
    return codes[place] if 0 <= place < len(codes) else ""
