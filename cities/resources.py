from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field

from cities.models import City, Country
from documents.resources import KeyWidget, SheetResource


def every_country(user: Any) -> QuerySet[Country]:
    return Country.objects.all()


class CityResource(SheetResource):
    """A city is known by its address, the slug; its country by the ISO code of two letters."""

    country = Field(
        attribute="country", widget=KeyWidget(every_country, key=lambda row: row.alpha2)
    )

    class Meta:
        model = City
        import_id_fields = ("slug",)
        fields = (
            "slug", "name", "country", "alternate_names", "latitude", "longitude", "time_zone",
            "source",
        )  # fmt: skip

    @classmethod
    def with_related(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("country")
