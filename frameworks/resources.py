from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field

from documents.resources import KeyWidget, SheetResource
from frameworks.models import Framework, Pathway, Pillar


def every_framework(user: Any) -> QuerySet[Framework]:
    return Framework.objects.all()


def every_pillar(user: Any) -> QuerySet[Pillar]:
    return Pillar.objects.select_related("framework")


class PathwayResource(SheetResource):
    """A pathway is known by its framework and its code."""

    framework = Field(
        attribute="framework", widget=KeyWidget(every_framework, key=lambda row: row.code)
    )
    pillar = Field(  # codes of pillars are unique within a framework only
        attribute="pillar",
        widget=KeyWidget(every_pillar, key=lambda row: f"{row.framework.code}/{row.code}"),
    )

    class Meta:
        model = Pathway
        import_id_fields = ("framework", "code")
        fields = (
            "framework", "code", "pillar", "order", "title", "description", "wording",
            "confidence", "source",
        )  # fmt: skip

    @classmethod
    def with_related(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("framework", "pillar__framework")
