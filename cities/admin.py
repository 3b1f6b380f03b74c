from __future__ import annotations

from typing import Any

from django.contrib import admin

from accounts.admin import MembershipAdmin
from cities.models import City, CityMembership, Country, FiscalYear, ProjectCity
from cities.resources import CityResource
from documents.admin import ExchangeMixin


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


@admin.register(CityMembership)
class CityMembershipAdmin(MembershipAdmin):
    list_display = ["__str__", "user", "email", "starts_on", "ends_on", "accepted_at"]
    list_filter = ["role", "project_city__project"]
    list_select_related = ["user", "project_city__city", "project_city__project"]
    autocomplete_fields = [*MembershipAdmin.autocomplete_fields, "project_city"]
    search_fields = [*MembershipAdmin.search_fields, "project_city__city__name"]


@admin.register(FiscalYear)
class FiscalYearAdmin(admin.ModelAdmin[FiscalYear]):
    list_display = ["label", "city", "starts_on", "ends_on"]
    list_select_related = ["city"]
    autocomplete_fields = ["city"]
    search_fields = ["label", "city__name"]
