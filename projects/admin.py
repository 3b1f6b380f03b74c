from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.admin import MembershipAdmin
from documents.kinds import Kind
from documents.uploads import check_upload
from projects.models import (
    Body,
    ExchangeRate,
    Gender,
    Organisation,
    Phase,
    Project,
    ProjectBody,
    ProjectIndicator,
    ProjectIndicatorValue,
    ProjectMembership,
    default_gender_answers,
)
from projects.names import organisation_key
from writing.admin import VersionedAdmin, VersionedInline

MOST_LOGO_BYTES = 1024 * 1024


class BodyForm(forms.ModelForm[Body]):
    class Meta:
        model = Body
        fields = ["code", "name", "logo"]

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        if isinstance(logo, UploadedFile):
            check_upload(logo, [Kind.PNG, Kind.JPEG], MOST_LOGO_BYTES)
        return logo


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin[Body]):
    form = BodyForm
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


class ProjectBodyInline(admin.TabularInline[ProjectBody, Project]):
    model = ProjectBody
    extra = 0
    autocomplete_fields = ["body"]


class PhaseInline(admin.TabularInline[Phase, Project]):
    model = Phase
    extra = 0


class ExchangeRateInline(admin.TabularInline[ExchangeRate, Project]):
    model = ExchangeRate
    extra = 0


class ProjectForm(forms.ModelForm[Project]):
    gender_answers = forms.MultipleChoiceField(
        label=_("answers offered on gender"),
        choices=Gender.choices,
        initial=default_gender_answers,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Project
        fields = "__all__"  # noqa: DJ007 - the back office corrects all of it


@admin.register(Project)
class ProjectAdmin(admin.ModelAdmin[Project]):
    form = ProjectForm
    list_display = ["code", "name", "framework", "starts_on", "ends_on"]
    list_filter = ["framework"]
    list_select_related = ["framework"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["framework"]
    inlines = [ProjectBodyInline, PhaseInline, ExchangeRateInline]


@admin.register(Phase)
class PhaseAdmin(admin.ModelAdmin[Phase]):
    list_display = ["number", "title", "project"]
    list_filter = ["project"]
    list_select_related = ["project"]
    search_fields = ["title", "project__code"]


@admin.register(ProjectBody)
class ProjectBodyAdmin(admin.ModelAdmin[ProjectBody]):
    list_display = ["body", "project", "role", "order"]
    list_filter = ["project", "role"]
    list_select_related = ["body", "project"]
    autocomplete_fields = ["project", "body"]
    search_fields = ["body__code", "body__name", "project__code"]


@admin.register(ProjectMembership)
class ProjectMembershipAdmin(MembershipAdmin):
    list_display = ["__str__", "user", "email", "body", "starts_on", "ends_on", "accepted_at"]
    list_filter = ["role", "project", "body"]
    list_select_related = ["user", "project", "body"]
    autocomplete_fields = [*MembershipAdmin.autocomplete_fields, "project", "body"]


class OrganisationForm(forms.ModelForm[Organisation]):
    class Meta:
        model = Organisation
        fields = ["project", "name", "kind", "is_example"]

    def clean(self) -> dict[str, Any]:
        """The key follows the name; it is unique within the project, however the name is typed."""
        cleaned = super().clean() or self.cleaned_data
        self.instance.name_key = organisation_key(cleaned.get("name", ""))
        project = cleaned.get("project") or self.instance.project_id
        same = Organisation.objects.filter(project=project, name_key=self.instance.name_key)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError({"name": _("The project has an organisation of this name.")})
        return cleaned


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    form = OrganisationForm
    list_display = ["name", "kind", "project", "is_example"]
    list_filter = ["project", "kind", "is_example"]
    list_select_related = ["project"]
    autocomplete_fields = ["project"]
    search_fields = ["name", "name_key"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(admin.ModelAdmin[ExchangeRate]):
    list_display = ["currency", "on", "usd", "source", "project"]
    list_filter = ["project", "currency"]
    list_select_related = ["project"]
    search_fields = ["currency", "source"]
    autocomplete_fields = ["project"]


class ProjectIndicatorValueInline(VersionedInline):
    model = ProjectIndicatorValue


@admin.register(ProjectIndicator)
class ProjectIndicatorAdmin(VersionedAdmin):
    list_display = ["code", "title", "project", "unit", "baseline", "target", "target_on"]
    list_display_links = ["title"]
    list_filter = ["project", "is_example"]
    list_select_related = ["project"]
    autocomplete_fields = ["project"]
    search_fields = ["code", "title"]
    inlines = [ProjectIndicatorValueInline]


@admin.register(ProjectIndicatorValue)
class ProjectIndicatorValueAdmin(VersionedAdmin):
    list_display = ["indicator", "value", "on", "source", "is_estimate"]
    list_filter = ["is_estimate"]
    list_select_related = ["indicator"]
    autocomplete_fields = ["indicator"]
    date_hierarchy = "on"
    search_fields = ["indicator__title", "source"]
