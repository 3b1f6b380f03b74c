from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin, do_to_each, staff
from documents.kinds import Kind
from documents.uploads import check_upload
from jobs.admin import JobAdmin
from recovery_plans.models import (
    Adoption,
    Comment,
    PlanExport,
    PlanReminder,
    PlanRevision,
    PlanTransition,
)
from recovery_plans.services import record_adoption, settle_thread

MOST_ADOPTION_BYTES = 10 * 1024 * 1024


@admin.register(PlanRevision)
class PlanRevisionAdmin(ReadOnlyAdmin):
    list_display = ["plan", "number", "made_at", "made_by", "checksum"]
    list_filter = ["plan__project_city__project"]
    list_select_related = ["plan__project_city__city", "made_by"]
    search_fields = ["plan__project_city__city__name", "checksum"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlanRevision]:
        return super().get_queryset(request).defer("content")


class AdoptionForm(forms.ModelForm[Adoption]):
    class Meta:
        model = Adoption
        fields = ["plan", "revision", "body", "kind", "number", "on", "result", "file"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_upload(file, [Kind.PDF, Kind.PNG, Kind.JPEG], MOST_ADOPTION_BYTES)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        revision, plan = cleaned.get("revision"), cleaned.get("plan")
        if revision is not None and plan is not None and revision.plan_id != plan.pk:
            raise ValidationError({"revision": _("This is a revision of another plan.")})
        return cleaned


@admin.register(Adoption)
class AdoptionAdmin(admin.ModelAdmin[Adoption]):
    form = AdoptionForm
    list_display = ["body", "plan", "kind", "number", "on", "result"]
    list_filter = ["result", "plan__project_city__project"]
    list_select_related = ["plan__project_city__city"]
    autocomplete_fields = ["plan", "revision"]
    search_fields = ["body", "number", "plan__project_city__city__name"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        record_adoption(obj, by=obj.recorded_by or staff(request))


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin[Comment]):
    """Said on the pages of the plan; here a text is corrected or a request settled."""

    readonly_fields = [
        "plan", "chapter", "section", "action", "answers", "is_request", "by", "at", "settled_at",
        "settled_by",
    ]  # fmt: skip
    list_display = ["__str__", "plan", "is_request", "by", "at", "settled_at"]
    list_filter = ["is_request", ("settled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["plan__project_city__city", "by"]
    search_fields = ["text", "by__email", "plan__project_city__city__name"]
    actions = ["settle"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @admin.action(description=_("Settle the request"), permissions=["change"])
    def settle(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        do_to_each(
            self, request, comments.select_related("plan__project_city"),
            partial(settle_thread, by=staff(request)),
            may=lambda comment: comment.plan.can_be_asked_by(request.user),
        )  # fmt: skip


@admin.register(PlanTransition)
class PlanTransitionAdmin(ReadOnlyAdmin):
    list_display = ["plan", "from_state", "to_state", "by", "at"]
    list_filter = ["to_state", "plan__project_city__project"]
    list_select_related = ["plan__project_city__city", "by"]
    search_fields = ["plan__project_city__city__name", "note"]


@admin.register(PlanExport)
class PlanExportAdmin(JobAdmin):
    fields = (
        "plan", "revision", "stamp", "format", "paper", "state", "step", "percent", "attempt",
        "pages", "renderer", "file_size", "sha256", "asked_by", "asked_at", "started_at",
        "finished_at", "error",
    )  # fmt: skip
    list_select_related = ("plan__project_city__city", "asked_by")
    search_fields = ("plan__project_city__city__name", "sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlanExport]:
        return super().get_queryset(request).defer("draft")


@admin.register(PlanReminder)
class PlanReminderAdmin(admin.ModelAdmin[PlanReminder]):
    list_display = ["user", "is_wanted", "sent_at"]
    list_filter = ["is_wanted"]
    list_select_related = ["user"]
    autocomplete_fields = ["user"]
    search_fields = ["user__email", "user__full_name"]
