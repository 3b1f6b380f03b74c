"""The countries and cities that are shipped in `reference/`."""

from decimal import Decimal
from pathlib import Path

from cities.models import City, Country
from frameworks.shipping import Shipment, read_rows, ship


def load_cities(folder: Path) -> list[Shipment]:
    """Countries, then cities; which body works with a city is a fact of a project, so not here."""
    return [_load_countries(folder), _load_cities(folder)]


def _load_countries(folder: Path) -> Shipment:
    return ship(
        Country.objects.all(),
        key="alpha2",
        release=[
            {
                **{name: row[name] for name in ("alpha2", "alpha3", "m49", "name", "escap_member")},
                "region": row["m49_region"],
                "subregion": row["m49_subregion"],
                "is_ldc": row["ldc"] == "true",
                "is_lldc": row["lldc"] == "true",
                "is_sids": row["sids"] == "true",
            }
            for row in read_rows(folder / "countries.csv")
        ],
    )


def _load_cities(folder: Path) -> Shipment:
    country_of = dict(Country.objects.values_list("alpha2", "pk"))
    zones = {row["slug"]: row["time_zone"] for row in read_rows(folder / "city_time_zones.csv")}
    return ship(
        City.objects.all(),
        key="slug",
        release=[
            {
                **{name: row[name] for name in ("slug", "name", "alternate_names", "source")},
                "country_id": country_of[row["country_alpha2"]],
                "latitude": Decimal(row["latitude"]),
                "longitude": Decimal(row["longitude"]),
                "time_zone": zones[row["slug"]],
            }
            for row in read_rows(folder / "cities.csv")
        ],
    )
