from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin, ReadOnlyInline, do_to_each, staff
from projects.models import Language
from recommendations.models import (
    ActionResponse,
    Answer,
    Finding,
    FindingFile,
    Recommendation,
    Reply,
    RoundLink,
    RoundWording,
    ValidationRound,
    Wording,
)
from recommendations.services import add_recommendation, add_wording, close_round
from writing.admin import CorrectionForm, VersionedAdmin


@admin.register(Finding)
class FindingAdmin(VersionedAdmin):
    list_display = ["title", "project", "workshop", "order", "is_attributable", "is_example"]
    list_filter = ["project", "is_attributable", "is_example"]
    list_select_related = ["project", "workshop"]
    autocomplete_fields = ["project", "workshop", "sessions", "cities", "actions"]
    search_fields = ["title", "text", "workshop__title"]


class RecommendationForm(CorrectionForm):
    """What people validate is a wording: words are never changed, new ones are the next number."""

    wording = forms.CharField(
        label=_("Words"), required=False, widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        help_text=_("New words become the next wording; the earlier ones stay."),
    )  # fmt: skip
    wording_language = forms.ChoiceField(
        label=_("Language of the words"), choices=Language.choices, initial=Language.ENGLISH
    )

    def clean_wording(self) -> str:
        text: str = self.cleaned_data["wording"].strip()
        if not text and not self.instance.pk:
            raise ValidationError(_("Write the recommendation."))
        return text

    def save_by(self, user: Any) -> None:
        text, language = self.cleaned_data["wording"], self.cleaned_data["wording_language"]
        if self.instance._state.adding:
            self.becomes(
                add_recommendation(
                    self.instance.project, text=text, language=language, by=user,
                    addressee=self.instance.addressee, is_example=self.instance.is_example,
                )
            )  # fmt: skip
            return
        super().save_by(user)
        if text:
            add_wording(self.instance, text=text, language=language, by=user)


class WordingInline(ReadOnlyInline):
    model = Wording
    fields = ["number", "language", "text", "made_at", "made_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Wording]:
        return super().get_queryset(request).select_related("recommendation", "made_by")


@admin.register(Recommendation)
class RecommendationAdmin(VersionedAdmin):
    form = RecommendationForm
    list_display = ["__str__", "project", "addressee", "is_example"]
    list_filter = ["project", "is_example"]
    list_select_related = ["project"]
    autocomplete_fields = ["project", "pathways", "targets", "findings"]
    search_fields = ["=number", "addressee", "wordings__text"]
    inlines = [WordingInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["project", "number"] if obj else ["number"]


@admin.register(Wording)
class WordingAdmin(ReadOnlyAdmin):
    """Added on the page of its recommendation."""

    list_display = ["recommendation", "number", "language", "text", "made_at"]
    list_filter = ["language", "recommendation__project"]
    list_select_related = ["recommendation"]
    search_fields = ["text", "=recommendation__number"]


class RoundWordingInline(admin.TabularInline[RoundWording, ValidationRound]):
    model = RoundWording
    extra = 0
    fields = ["wording", *RoundWording.COUNTS, "is_validated"]
    readonly_fields = [*RoundWording.COUNTS, "is_validated"]
    autocomplete_fields = ["wording"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoundWording]:
        return super().get_queryset(request).select_related("wording__recommendation", "round")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_delete_permission(request, obj)


def is_open(validation_round: ValidationRound | None) -> bool:
    return validation_round is None or validation_round.state == ValidationRound.State.OPEN


@admin.register(ValidationRound)
class ValidationRoundAdmin(admin.ModelAdmin[ValidationRound]):
    """Once closed, nothing of it can be changed."""

    list_display = ["title", "project", "workshop", "state", "opened_at", "closed_at"]
    list_filter = ["state", "project", "is_example"]
    list_select_related = ["project", "workshop"]
    autocomplete_fields = ["project", "workshop"]
    search_fields = ["title", "workshop__title"]
    readonly_fields = ["state", "closed_at", "closed_by", "participation"]
    inlines = [RoundWordingInline]
    actions = ["close"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> Any:
        """Many at once would take closed ones along."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description=_("Close, and freeze the result"), permissions=["change"])
    def close(self, request: HttpRequest, rounds: QuerySet[ValidationRound]) -> None:
        do_to_each(
            self, request, rounds, partial(close_round, by=staff(request)),
            may=lambda each: each.can_be_run_by(request.user),
        )  # fmt: skip


@admin.register(RoundWording)
class RoundWordingAdmin(ReadOnlyAdmin):
    """Put to a round on the round's page; counted when it is closed."""

    list_display = ["round", "wording", *RoundWording.COUNTS, "is_validated"]
    list_filter = ["is_validated", "round__project"]
    list_select_related = ["round", "wording__recommendation"]
    search_fields = ["round__title", "wording__text"]


class AnswerForm(forms.ModelForm[Answer]):
    class Meta:
        model = Answer
        fields = ["item", "registration", "position", "comment"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        item, registration = cleaned.get("item"), cleaned.get("registration")
        if item is None or registration is None:
            return cleaned
        if not is_open(item.round):
            raise ValidationError({"item": _("This round is closed; its result stands.")})
        if not item.round.people().filter(pk=registration.pk).exists():
            raise ValidationError({"registration": _("This person does not answer there.")})
        return cleaned


@admin.register(Answer)
class AnswerAdmin(admin.ModelAdmin[Answer]):
    form = AnswerForm
    list_display = ["item", "registration", "position", "at"]
    list_filter = ["position", "item__round__state"]
    list_select_related = [
        "item__round", "item__wording__recommendation", "registration__person",
        "registration__workshop",
    ]  # fmt: skip
    autocomplete_fields = ["item", "registration"]
    search_fields = ["comment", "registration__person__search_key", "item__round__title"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        round_is_open = obj is None or is_open(obj.item.round)
        return round_is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        round_is_open = obj is None or is_open(obj.item.round)
        return round_is_open and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> Any:
        """Many at once would take answers of closed rounds along."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


@admin.register(ActionResponse)
class ActionResponseAdmin(admin.ModelAdmin[ActionResponse]):
    fields = ["recommendation", "action", "note"]
    list_display = ["recommendation", "action", "by", "at"]
    list_filter = ["recommendation__project"]
    list_select_related = ["recommendation", "action", "by"]
    autocomplete_fields = ["recommendation", "action"]
    search_fields = ["note", "action__title", "=recommendation__number"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.by = request.user
        super().save_model(request, obj, form, change)


@admin.register(FindingFile)
class FindingFileAdmin(admin.ModelAdmin[FindingFile]):
    list_display = ["title", "finding", "uploaded_at"]
    list_select_related = ["finding"]
    autocomplete_fields = ["finding"]
    search_fields = ["title", "finding__title"]


@admin.register(RoundLink)
class RoundLinkAdmin(ReadOnlyAdmin):
    """Whom a link was sent to; the link itself stands in the letter alone."""

    list_display = ["round", "registration", "sent_at", "reminded_at"]
    list_select_related = ["round", "registration__person"]
    search_fields = ["round__title", "registration__person__full_name"]


@admin.register(Reply)
class ReplyAdmin(admin.ModelAdmin[Reply]):
    list_display = ["answer", "verdict", "by", "at"]
    list_filter = ["verdict"]
    list_select_related = ["answer", "by"]
    raw_id_fields = ["answer"]
    autocomplete_fields = ["by"]
    search_fields = ["reason", "answer__comment"]
