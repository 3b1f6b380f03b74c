from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import MembershipAdmin, do_to_each, staff
from documents.kinds import Kind
from documents.uploads import check_upload
from projects.models import Language
from workshops.models import Facilitator, Material, Objective, Session, Workshop, WorkshopBody
from workshops.services import CannotMove, listed, move_workshop
from workshops.transitions import MOVES
from writing.admin import CorrectionForm, VersionedAdmin, record_parts

MOST_MATERIAL_BYTES = 20 * 1024 * 1024
MATERIALS = [Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.ODS, Kind.CSV, Kind.PNG, Kind.JPEG]


def languages(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=Language.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class WorkshopCorrectionForm(CorrectionForm):
    working_languages = languages(_("working languages"))
    interpretation_languages = languages(_("interpretation languages"))


class MaterialForm(forms.ModelForm[Material]):
    url = forms.URLField(label=_("address"), required=False, assume_scheme="https")

    class Meta:
        model = Material
        fields = ["workshop", "title", "url", "file", "is_public"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_upload(file, MATERIALS, MOST_MATERIAL_BYTES)
        return file


class HostInline(admin.TabularInline[WorkshopBody, Workshop]):
    model = WorkshopBody
    extra = 0
    autocomplete_fields = ["body"]


class ObjectiveInline(admin.TabularInline[Objective, Workshop]):
    model = Objective
    extra = 0


class SessionInline(admin.StackedInline[Session, Workshop]):
    model = Session
    extra = 0


class MaterialInline(admin.TabularInline[Material, Workshop]):
    model = Material
    form = MaterialForm
    extra = 0


def action_of(move: str) -> Callable[..., None]:
    words: Any = MOVES[move].words

    @admin.action(description=words, permissions=["change"])
    def action(self: Any, request: HttpRequest, workshops: QuerySet[Workshop]) -> None:
        do_to_each(
            self, request, workshops, partial(move_workshop, move=move, by=staff(request)),
            unless=(CannotMove,), may=lambda workshop: workshop.can_be_run_by(request.user),
        )  # fmt: skip

    action.__name__ = f"{move}_workshop"
    return action


@admin.register(Workshop)
class WorkshopAdmin(VersionedAdmin):
    """The state is moved by the actions of the list, never typed."""

    form = WorkshopCorrectionForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["title", "project", "kind", "starts_on", "city", "state", "is_example"]
    list_filter = ["state", "kind", "project", "is_example"]
    list_select_related = ["project", "city"]
    date_hierarchy = "starts_on"
    search_fields = ["title", "slug", "place", "city__name"]
    autocomplete_fields = ["project", "also_serves", "phase", "city"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["state"]
    inlines = [HostInline, ObjectiveInline, SessionInline, MaterialInline]
    actions = [action_of(move) for move in MOVES if move != "sign_off"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        workshop = form.instance
        before = parts_in_words(workshop)
        super().save_related(request, form, formsets, change)
        record_parts(workshop, before=before, after=parts_in_words(workshop), by=staff(request))


def parts_in_words(workshop: Workshop) -> dict[str, str]:
    """As the services of the workshop's own page record them."""
    hosts = workshop.hosts.select_related("body").order_by("order")
    texts = workshop.objectives.order_by("order").values_list("text", flat=True)
    return {"bodies": listed([host.body for host in hosts]), "objectives": "\n".join(texts)}


@admin.register(WorkshopBody)
class WorkshopBodyAdmin(admin.ModelAdmin[WorkshopBody]):
    list_display = ["body", "workshop", "order"]
    list_filter = ["body"]
    list_select_related = ["body", "workshop"]
    autocomplete_fields = ["workshop", "body"]
    search_fields = ["body__code", "workshop__title"]


@admin.register(Objective)
class ObjectiveAdmin(admin.ModelAdmin[Objective]):
    list_display = ["text", "workshop", "order"]
    list_select_related = ["workshop"]
    autocomplete_fields = ["workshop"]
    search_fields = ["text", "outcome", "workshop__title"]


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin[Session]):
    list_display = ["title", "workshop", "order", "starts_at", "room"]
    list_select_related = ["workshop"]
    autocomplete_fields = ["workshop"]
    search_fields = ["title", "moderator", "speakers", "workshop__title"]


@admin.register(Material)
class MaterialAdmin(admin.ModelAdmin[Material]):
    form = MaterialForm
    list_display = ["title", "workshop", "is_public"]
    list_filter = ["is_public"]
    list_select_related = ["workshop"]
    autocomplete_fields = ["workshop"]
    search_fields = ["title", "workshop__title"]


@admin.register(Facilitator)
class FacilitatorAdmin(MembershipAdmin):
    list_display = ["workshop", "user", "email", "starts_on", "ends_on", "accepted_at"]
    list_select_related = ["workshop", "user"]
    autocomplete_fields = [*MembershipAdmin.autocomplete_fields, "workshop"]
    search_fields = [*MembershipAdmin.search_fields, "workshop__title"]
