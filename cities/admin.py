from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin import MembershipAdmin, UserAdmin, UserForm, do_to_each
from accounts.models import User
from cities.focal_points import (
    LastFocalPoint,
    cities_left_by,
    cities_left_without,
    end_membership,
    refuse_if_last,
    refuse_last,
)
from cities.models import (
    City,
    CityMembership,
    Country,
    Diagnostic,
    DiagnosticExport,
    DiagnosticFile,
    DimensionRating,
    FiscalYear,
    IndicatorRating,
    Practice,
    ProfileFact,
    ProjectCity,
)
from cities.resources import CityResource
from documents.admin import ExchangeMixin
from jobs.admin import JobAdmin
from writing.admin import VersionedAdmin, VersionedInline


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin[Country]):
    list_display = ["name", "alpha2", "alpha3", "m49", "subregion", "escap_member"]
    list_filter = ["region", "escap_member", "is_ldc", "is_lldc", "is_sids"]
    search_fields = ["name", "=alpha2", "=alpha3", "=m49"]


class FiscalYearInline(admin.TabularInline[FiscalYear, City]):
    model = FiscalYear
    extra = 0


@admin.register(City)
class CityAdmin(ExchangeMixin, admin.ModelAdmin[Any]):
    resource_classes = [CityResource]
    list_display = ["name", "slug", "country", "time_zone"]
    list_filter = ["country__subregion"]
    list_select_related = ["country"]
    autocomplete_fields = ["country"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug", "alternate_names", "country__name"]
    inlines = [FiscalYearInline]


@admin.register(ProjectCity)
class ProjectCityAdmin(admin.ModelAdmin[ProjectCity]):
    list_display = ["city", "project", "body"]
    list_filter = ["project", "body"]
    list_select_related = ["city", "project", "body"]
    autocomplete_fields = ["project", "city", "body"]
    search_fields = ["city__name", "city__alternate_names", "project__code"]


class CityMembershipForm(forms.ModelForm[CityMembership]):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        changed = copy(self.instance)
        for name, value in cleaned.items():
            setattr(changed, name, value)
        try:
            refuse_if_last(changed)
        except LastFocalPoint as refusal:
            raise ValidationError(str(refusal)) from refusal
        return cleaned


class KeepsFocalPointsMixin:
    """Refuses, on the page that asks whether to delete, what leaves a city without one."""

    def cities_left(self, rows: Iterable[Any]) -> list[ProjectCity]:
        return cities_left_without(rows)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        *found, protected = super().get_deleted_objects(objs, request)  # type: ignore[misc]
        words = _("the only focal point of %(city)s")
        kept = [words % {"city": place} for place in self.cities_left(objs)]
        return (*found, [*protected, *kept])


@admin.register(CityMembership)
class CityMembershipAdmin(KeepsFocalPointsMixin, MembershipAdmin):
    form = CityMembershipForm
    actions = [*MembershipAdmin.actions, "end_today"]
    list_display = ["__str__", "user", "email", "starts_on", "ends_on", "accepted_at"]
    list_filter = ["role", "project_city__project"]
    list_select_related = ["user", "project_city__city", "project_city__project"]
    autocomplete_fields = [*MembershipAdmin.autocomplete_fields, "project_city"]
    search_fields = [*MembershipAdmin.search_fields, "project_city__city__name"]

    @admin.action(description=_("End the role today"), permissions=["change"])
    def end_today(self, request: HttpRequest, queryset: QuerySet[CityMembership]) -> None:
        today = timezone.localdate()
        do_to_each(
            self, request, queryset, partial(end_membership, on=today), unless=(LastFocalPoint,)
        )


class UserOfCitiesForm(UserForm):
    def clean_is_active(self) -> bool:
        is_active: bool = self.cleaned_data["is_active"]
        if not is_active:
            try:
                refuse_last(cities_left_by(self.instance))
            except LastFocalPoint as refusal:
                raise ValidationError(str(refusal)) from refusal
        return is_active


admin.site.unregister(User)


@admin.register(User)
class UserOfCitiesAdmin(KeepsFocalPointsMixin, UserAdmin):
    """The user of the room above, who may be the only focal point of a city."""

    form = UserOfCitiesForm

    def cities_left(self, rows: Iterable[User]) -> list[ProjectCity]:
        return cities_left_without(CityMembership.objects.filter(user__in=list(rows)))


@admin.register(FiscalYear)
class FiscalYearAdmin(admin.ModelAdmin[FiscalYear]):
    list_display = ["label", "city", "starts_on", "ends_on"]
    list_select_related = ["city"]
    autocomplete_fields = ["city"]
    search_fields = ["label", "city__name"]


@admin.register(ProfileFact)
class ProfileFactAdmin(VersionedAdmin):
    list_display = ["label", "value", "unit", "on", "city", "is_estimate"]
    list_filter = ["city"]
    list_select_related = ["city"]
    autocomplete_fields = ["city"]
    search_fields = ["label", "value", "city__name"]


class DimensionRatingInline(VersionedInline):
    model = DimensionRating


class IndicatorRatingInline(admin.TabularInline[IndicatorRating, Diagnostic]):
    model = IndicatorRating
    extra = 0


class DiagnosticFileInline(admin.TabularInline[DiagnosticFile, Diagnostic]):
    model = DiagnosticFile
    extra = 0


@admin.register(Diagnostic)
class DiagnosticAdmin(VersionedAdmin):
    list_display = ["__str__", "project_city", "carried_out", "published_at"]
    list_filter = ["project_city__project"]
    list_select_related = ["project_city__city", "project_city__project"]
    autocomplete_fields = ["project_city"]
    search_fields = ["project_city__city__name"]
    inlines = [DimensionRatingInline, IndicatorRatingInline, DiagnosticFileInline]


@admin.register(DiagnosticExport)
class DiagnosticExportAdmin(JobAdmin):
    fields = (
        "diagnostic", "format", "state", "step", "percent", "attempt", "renderer", "file_size",
        "sha256", "asked_by", "asked_at", "started_at", "finished_at", "error",
    )  # fmt: skip
    list_select_related = ("diagnostic__project_city__city", "asked_by")
    search_fields = ("diagnostic__project_city__city__name", "sha256")


@admin.register(Practice)
class PracticeAdmin(VersionedAdmin):
    list_display = ["title", "city", "project", "is_published"]
    list_filter = ["project", "is_published"]
    list_select_related = ["city", "project"]
    autocomplete_fields = ["project", "city", "pathways"]
    search_fields = ["title", "problem", "deed", "city__name"]


@admin.register(DimensionRating)
class DimensionRatingAdmin(VersionedAdmin):
    list_display = ["diagnostic", "dimension", "rating"]
    list_filter = ["dimension", "rating"]
    list_select_related = ["diagnostic__project_city__city", "dimension"]
    autocomplete_fields = ["diagnostic", "dimension"]
    search_fields = ["diagnostic__project_city__city__name", "evidence"]


@admin.register(IndicatorRating)
class IndicatorRatingAdmin(admin.ModelAdmin[IndicatorRating]):
    list_display = ["diagnostic", "indicator", "rating"]
    list_filter = ["rating", "indicator__dimension"]
    list_select_related = ["diagnostic__project_city__city", "indicator"]
    autocomplete_fields = ["diagnostic", "indicator"]
    search_fields = ["diagnostic__project_city__city__name", "note"]


@admin.register(DiagnosticFile)
class DiagnosticFileAdmin(admin.ModelAdmin[DiagnosticFile]):
    list_display = ["title", "diagnostic", "uploaded_at"]
    list_select_related = ["diagnostic__project_city__city"]
    autocomplete_fields = ["diagnostic"]
    search_fields = ["title", "diagnostic__project_city__city__name"]
