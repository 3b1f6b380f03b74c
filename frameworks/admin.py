from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from documents.admin import ExchangeMixin
from frameworks.models import (
    DiagnosticIndicator,
    DiagnosticLink,
    Dimension,
    Framework,
    Goal,
    Pathway,
    PathwaySuccessor,
    Pillar,
    Target,
)
from frameworks.resources import PathwayResource


class PillarInline(admin.TabularInline[Pillar, Framework]):
    model = Pillar
    extra = 0


class DiagnosticIndicatorInline(admin.StackedInline[DiagnosticIndicator, Dimension]):
    model = DiagnosticIndicator
    extra = 0


@admin.register(Framework)
class FrameworkAdmin(admin.ModelAdmin[Framework]):
    list_display = ["code", "title", "publisher", "year"]
    search_fields = ["code", "title"]
    inlines = [PillarInline]


@admin.register(Pillar)
class PillarAdmin(admin.ModelAdmin[Pillar]):
    list_display = ["code", "title", "framework", "order"]
    list_filter = ["framework"]
    list_select_related = ["framework"]
    search_fields = ["code", "title"]


@admin.register(Pathway)
class PathwayAdmin(ExchangeMixin, admin.ModelAdmin[Any]):
    resource_classes = [PathwayResource]
    list_display = ["code", "title", "framework", "pillar", "order", "wording"]
    list_filter = ["framework", "pillar", "wording"]
    list_select_related = ["framework", "pillar"]
    autocomplete_fields = ["framework", "pillar"]
    search_fields = ["code", "title", "description"]


@admin.register(Goal)
class GoalAdmin(admin.ModelAdmin[Goal]):
    list_display = ["number", "title", "colour"]
    search_fields = ["=number", "title"]


@admin.register(Target)
class TargetAdmin(admin.ModelAdmin[Target]):
    list_display = ["code", "label", "goal", "order"]
    list_filter = ["goal"]
    list_select_related = ["goal"]
    search_fields = ["code", "label"]


@admin.register(Dimension)
class DimensionAdmin(admin.ModelAdmin[Dimension]):
    list_display = ["code", "title", "order"]
    search_fields = ["code", "title", "aliases"]
    inlines = [DiagnosticIndicatorInline]


@admin.register(DiagnosticIndicator)
class DiagnosticIndicatorAdmin(admin.ModelAdmin[DiagnosticIndicator]):
    list_display = ["code", "title", "dimension", "order", "wording"]
    list_filter = ["dimension", "wording"]
    list_select_related = ["dimension"]
    search_fields = ["code", "title", "description"]


@admin.register(DiagnosticLink)
class DiagnosticLinkAdmin(admin.ModelAdmin[DiagnosticLink]):
    list_display = ["pathway", "dimension", "indicator", "note"]
    list_filter = ["dimension", "pathway__framework"]
    list_select_related = ["pathway", "dimension", "indicator"]
    autocomplete_fields = ["pathway", "dimension", "indicator"]
    search_fields = ["pathway__code", "pathway__title", "dimension__title", "note"]


@admin.register(PathwaySuccessor)
class PathwaySuccessorAdmin(admin.ModelAdmin[PathwaySuccessor]):
    list_display = ["old", "edition", "new", "new_edition", "note"]
    list_filter = ["old__framework", "new__framework"]
    list_select_related = ["old__framework", "new__framework"]
    autocomplete_fields = ["old", "new"]
    search_fields = ["old__code", "old__title", "new__code", "new__title", "note"]

    @admin.display(description=_("edition"))
    def edition(self, row: PathwaySuccessor) -> str:
        return row.old.framework.code

    @admin.display(description=_("other edition"))
    def new_edition(self, row: PathwaySuccessor) -> str:
        return row.new.framework.code
