from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin, staff
from jobs.admin import JobAdmin
from participants.breakdown import COLUMNS, GenderBreakdown
from participants.models import (
    CertificateFile,
    EvaluationResult,
    FiguresMark,
    HeadCount,
    ParticipationRecord,
    SealedList,
)
from participants.services import Figures, correct_figures, sign_off
from writing.admin import VersionedAdmin


@admin.register(HeadCount)
class HeadCountAdmin(admin.ModelAdmin[HeadCount]):
    exclude = ["counted_by"]
    list_display = ["workshop", "session", "counted_at", *COLUMNS]
    list_select_related = ["workshop", "session"]
    autocomplete_fields = ["workshop", "session"]
    search_fields = ["workshop__title", "note"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.counted_by = obj.counted_by or request.user
        super().save_model(request, obj, form, change)


@admin.register(EvaluationResult)
class EvaluationResultAdmin(VersionedAdmin):
    list_display = ["question", "workshop", "kind", "mean", "answered", "source"]
    list_filter = ["kind"]
    list_select_related = ["workshop"]
    autocomplete_fields = ["workshop"]
    search_fields = ["question", "workshop__title", "source"]


@admin.register(CertificateFile)
class CertificateFileAdmin(JobAdmin):
    fields = ("workshop", "state", "rows", "asked_by", "asked_at", "finished_at", "error")
    list_display = ("__str__", "state", "rows", "asked_by", "asked_at")
    list_select_related = ("workshop", "asked_by")
    search_fields = ("workshop__title",)


class ParticipationRecordForm(forms.ModelForm[ParticipationRecord]):
    """Signs the figures off or, where they stand already, corrects them: always a new record."""

    class Meta:
        model = ParticipationRecord
        fields = ["workshop", "basis", "precision", "citation", *COLUMNS, "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        workshop = cleaned.get("workshop")
        if workshop is None:
            return cleaned
        stands = workshop.participation_records.exists()
        if stands and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why the figures are corrected."))
        if not stands and not workshop.has_ended:
            self.add_error("workshop", _("Figures are signed off from its end on."))
        self.refuse_no_figures(cleaned)
        return cleaned

    def refuse_no_figures(self, cleaned: dict[str, Any]) -> None:
        is_of_list = cleaned.get("basis") == ParticipationRecord.Basis.LIST
        if not is_of_list and (cleaned.get("female") is None or cleaned.get("male") is None):
            self.add_error("basis", _("Write the women and the men that were counted or stated."))

    def figures(self) -> Figures:
        typed = self.cleaned_data
        if typed["basis"] == ParticipationRecord.Basis.LIST:
            return Figures()
        stated = GenderBreakdown(**{name: typed[name] or 0 for name in COLUMNS})
        return Figures(typed["basis"], stated, typed["precision"], typed["citation"])


@admin.register(ParticipationRecord)
class ParticipationRecordAdmin(ReadOnlyAdmin):
    form = ParticipationRecordForm
    list_display = ["workshop", "number", "basis", *COLUMNS, "signed_at", "signed_by"]
    list_filter = ["basis", "precision"]
    list_select_related = ["workshop", "signed_by"]
    autocomplete_fields = ["workshop"]
    search_fields = ["workshop__title", "citation"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        by = staff(request)
        if obj.workshop.participation_records.exists():
            reason = form.cleaned_data["reason"]
            record = correct_figures(obj.workshop, by=by, reason=reason, figures=form.figures())
        else:
            record = sign_off(obj.workshop, by=by, figures=form.figures())
        vars(obj).update(vars(record))  # the page goes on with `obj`


@admin.register(SealedList)
class SealedListAdmin(ReadOnlyAdmin):
    """That it is there; what is in it is opened on the workshop's own page, with a reason."""

    fields = ["record", "rows", "sealed_at", "destroyed_at"]
    list_display = ["record", "rows", "sealed_at", "destroyed_at"]
    list_select_related = ["record__workshop"]
    search_fields = ["record__workshop__title"]


@admin.register(FiguresMark)
class FiguresMarkAdmin(ReadOnlyAdmin):
    """Whether figures that were kept still hold; the database writes it."""

    list_display = ["writer", "mark"]
