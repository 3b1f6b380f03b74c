from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin, ReadOnlyInline, do_to_each, staff
from documents.admin import ExchangeMixin
from recovery_plans.models import (
    Action,
    Annex,
    Chapter,
    ChapterTemplate,
    Indicator,
    IndicatorValue,
    Milestone,
    Money,
    PathwaySection,
    PlanTransition,
    Priority,
    ProgressNote,
    RecoveryPlan,
    Workbook,
)
from recovery_plans.resources import ActionResource, NewAction
from recovery_plans.services import (
    MoveRefused,
    NoteMissing,
    PlanClosed,
    PlanIncomplete,
    create_plan,
    move_plan,
    put_back_action,
    remove_action,
    save_action,
)
from recovery_plans.transitions import PlanState
from writing.admin import CorrectionForm, VersionedAdmin, VersionedInline, VersionedStackedInline

AT_FIRST = ("project_city", "language", "currency", "is_example")
MOVES = {
    PlanState.SUBMITTED: _("Submit"),
    PlanState.CHANGES_REQUESTED: _("Ask for the changes that stand in open requests"),
    PlanState.REVIEWED: _("Complete the review"),
    PlanState.PUBLISHED: _("Publish"),
    PlanState.DRAFT: _("Back to draft"),
    PlanState.WITHDRAWN: _("Withdraw"),
}


@admin.register(ChapterTemplate)
class ChapterTemplateAdmin(admin.ModelAdmin[ChapterTemplate]):
    list_display = ["title", "key", "order", "project"]
    list_filter = ["project"]
    list_select_related = ["project"]
    autocomplete_fields = ["project"]
    search_fields = ["title", "key"]


class FixedPartsMixin:
    """Parts that came with the plan: none is added on its page, and none goes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ChapterInline(FixedPartsMixin, VersionedStackedInline):
    model = Chapter
    fields = ["title", "order", "guidance", "text", "status"]


class SectionInline(FixedPartsMixin, VersionedStackedInline):
    model = PathwaySection
    fields = ["pathway", "is_part", "reason", "narrative", "status"]
    readonly_fields = ["pathway"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PathwaySection]:
        return super().get_queryset(request).select_related("pathway", "plan__project_city__city")


class PriorityInline(VersionedInline):
    model = Priority
    fields = ["order", "text", "workshop"]
    autocomplete_fields = ["workshop"]


class TransitionInline(ReadOnlyInline):
    model = PlanTransition
    fields = ["from_state", "to_state", "by", "at", "note"]


class PlanForm(CorrectionForm):
    def save_by(self, user: Any) -> None:
        if not self.instance._state.adding:
            super().save_by(user)
            return
        chosen = {name: self.cleaned_data[name] for name in AT_FIRST if name != "project_city"}
        self.becomes(create_plan(self.cleaned_data["project_city"], by=user, **chosen))


def action_to(state: PlanState) -> Callable[..., None]:
    @admin.action(description=MOVES[state], permissions=["change"])
    def action(self: Any, request: HttpRequest, plans: QuerySet[RecoveryPlan]) -> None:
        do_to_each(
            self, request, plans, partial(move_plan, to=state, by=staff(request)),
            unless=(MoveRefused, NoteMissing, PlanIncomplete),
        )  # fmt: skip

    action.__name__ = f"move_to_{state.value}"
    return action


@admin.register(RecoveryPlan)
class RecoveryPlanAdmin(VersionedAdmin):
    """A plan is begun as on its own page; its state is moved by the actions of the list."""

    form = PlanForm
    list_display = ["__str__", "project_city", "state", "language", "currency", "is_example"]
    list_filter = ["state", "project_city__project", "language", "is_example"]
    list_select_related = ["project_city__city", "project_city__project"]
    autocomplete_fields = ["project_city"]
    search_fields = ["title", "project_city__city__name", "project_city__project__code"]
    readonly_fields = ["project_city", "framework", "state", "published"]
    inlines = [ChapterInline, SectionInline, PriorityInline, TransitionInline]
    actions = [action_to(state) for state in MOVES]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fields(request, obj) if obj else AT_FIRST

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()


@admin.register(Chapter)
class ChapterAdmin(VersionedAdmin):
    list_display = ["title", "plan", "order", "status"]
    list_filter = ["status", "plan__project_city__project"]
    list_select_related = ["plan__project_city__city"]
    autocomplete_fields = ["plan"]
    search_fields = ["title", "text", "plan__project_city__city__name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["plan", "key"] if obj else []


@admin.register(PathwaySection)
class PathwaySectionAdmin(FixedPartsMixin, VersionedAdmin):
    list_display = ["pathway", "plan", "is_part", "status"]
    list_filter = ["is_part", "status", "plan__project_city__project"]
    list_select_related = ["pathway", "plan__project_city__city"]
    readonly_fields = ["plan", "pathway"]
    search_fields = ["narrative", "reason", "pathway__code", "plan__project_city__city__name"]


@admin.register(ProgressNote)
class ProgressNoteAdmin(VersionedAdmin):
    list_display = ["plan", "starts_on", "ends_on", "state", "sent_by", "accepted_by"]
    list_filter = ["state"]
    list_select_related = ["plan__project_city__city", "sent_by", "accepted_by"]
    search_fields = ["plan__project_city__city__name", "text"]
    autocomplete_fields = ["plan"]
    readonly_fields = ["state", "sent_at", "sent_by", "accepted_at", "accepted_by"]


@admin.register(Workbook)
class WorkbookAdmin(ReadOnlyAdmin):
    list_display = ["name", "plan", "by", "at"]
    list_select_related = ["plan__project_city__city", "by"]
    search_fields = ["name", "plan__project_city__city__name"]


@admin.register(Annex)
class AnnexAdmin(ReadOnlyAdmin):
    """Files come in by the page of the plan, which makes pictures smaller and safe."""

    list_display = ["title", "plan", "kind", "uploaded_by", "is_published"]
    list_filter = ["kind", "is_published"]
    list_select_related = ["plan__project_city__city", "uploaded_by"]
    search_fields = ["title", "plan__project_city__city__name"]


@admin.register(Priority)
class PriorityAdmin(VersionedAdmin):
    list_display = ["text", "plan", "order"]
    list_select_related = ["plan__project_city__city"]
    autocomplete_fields = ["plan", "workshop"]
    search_fields = ["text", "plan__project_city__city__name"]


class ActionForm(CorrectionForm):
    """A new action gets the next number of its plan, which must be open for writing."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        plan = cleaned.get("plan") or getattr(self.instance, "plan", None)
        if plan is None:
            return cleaned
        if not self.instance.pk and not plan.is_writable:
            raise ValidationError({"plan": _("This plan is not open for writing.")})
        chosen = [cleaned.get("pathway"), *(cleaned.get("other_pathways") or [])]
        if any(one is not None and one.framework_id != plan.framework_id for one in chosen):
            raise ValidationError({"pathway": _("The plan follows another framework.")})
        return cleaned

    def save_by(self, user: Any) -> None:
        if self.instance._state.adding:
            save_action(self.instance, NewAction(self.instance, self.corrected_fields()), by=user)
        else:
            super().save_by(user)


class MilestoneInline(VersionedInline):
    model = Milestone


class MoneyForm(CorrectionForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        year, action = cleaned.get("fiscal_year"), cleaned.get("action")
        if year is None or action is None or action.plan_id is None:
            return cleaned
        if year.city_id != action.plan.project_city.city_id:
            raise ValidationError({"fiscal_year": _("This is a fiscal year of another city.")})
        return cleaned


class MoneyInline(VersionedInline):
    model = Money
    form = MoneyForm
    autocomplete_fields = ["fiscal_year"]


class IndicatorInline(VersionedInline):
    model = Indicator


@admin.register(Action)
class ActionAdmin(ExchangeMixin, VersionedAdmin):
    form = ActionForm
    resource_classes = [ActionResource]
    list_display = ["number", "title", "plan", "pathway", "lead", "state", "costing", "is_out"]
    list_display_links = ["number", "title"]
    list_filter = [
        "state", "costing", ("removed_at", admin.EmptyFieldListFilter),
        "plan__project_city__project", "pathway__pillar",
    ]  # fmt: skip
    list_select_related = ["plan__project_city__city", "pathway", "lead"]
    autocomplete_fields = ["plan", "pathway", "other_pathways", "targets", "lead", "partners"]
    search_fields = ["title", "objective", "plan__project_city__city__name", "lead__name"]
    inlines = [MilestoneInline, MoneyInline, IndicatorInline]
    actions = ["take_out", "put_back"]
    show_full_result_count = False

    @admin.display(boolean=True, description=_("taken out"))
    def is_out(self, action: Action) -> bool:
        return action.removed_at is not None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["plan", "number"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a number is never given again; the action is taken out instead

    @admin.action(description=_("Take out of the plan"), permissions=["change"])
    def take_out(self, request: HttpRequest, actions: QuerySet[Action]) -> None:
        do_to_each(
            self, request, actions, partial(remove_action, by=staff(request)), unless=(PlanClosed,)
        )

    @admin.action(description=_("Put back into the plan"), permissions=["change"])
    def put_back(self, request: HttpRequest, actions: QuerySet[Action]) -> None:
        deed = partial(put_back_action, by=staff(request))
        do_to_each(self, request, actions, deed, unless=(PlanClosed,))


class OfActionAdmin(VersionedAdmin):
    list_select_related = ["action"]
    autocomplete_fields = ["action"]
    search_fields = ["title", "action__title", "action__plan__project_city__city__name"]


@admin.register(Milestone)
class MilestoneAdmin(OfActionAdmin):
    list_display = ["title", "action", "due_on", "done_on"]
    list_filter = [("done_on", admin.EmptyFieldListFilter)]


@admin.register(Money)
class MoneyAdmin(OfActionAdmin):
    form = MoneyForm
    list_display = ["action", "kind", "amount", "currency", "fiscal_year", "source", "on"]
    list_filter = ["kind", "action__plan__currency"]
    list_select_related = ["action__plan", "fiscal_year"]
    autocomplete_fields = ["action", "fiscal_year"]
    search_fields = ["source", "action__title", "action__plan__project_city__city__name"]

    @admin.display(description=_("currency"), ordering="action__plan__currency")
    def currency(self, line: Money) -> str:
        return line.action.plan.currency


class IndicatorValueInline(VersionedInline):
    model = IndicatorValue


@admin.register(Indicator)
class IndicatorAdmin(OfActionAdmin):
    list_display = ["title", "action", "unit", "baseline", "target", "target_on"]
    inlines = [IndicatorValueInline]


@admin.register(IndicatorValue)
class IndicatorValueAdmin(VersionedAdmin):
    list_display = ["indicator", "value", "on", "source", "is_estimate"]
    list_filter = ["is_estimate"]
    list_select_related = ["indicator"]
    autocomplete_fields = ["indicator"]
    date_hierarchy = "on"
    search_fields = ["indicator__title", "source"]
