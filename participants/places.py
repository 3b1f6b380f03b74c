"""Which city somebody means who typed its name. What was typed is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable

from cities.models import City
from participants.names import search_key

Places = dict[str, list[City]]


def known_places(cities: Iterable[City] | None = None) -> Places:
    """Every city by each of its names, as search compares them. One query."""
    places: Places = {}
    for city in City.objects.select_related("country") if cities is None else cities:
        names = [city.name, *city.alternate_names.split("|")]
        for key in {search_key(name) for name in names} - {""}:
            places.setdefault(key, []).append(city)
    return places


def city_named(name: str, country_id: int | None, places: Places) -> City | None:
    """The one city of that name, in that country if one is given; None if that leaves a doubt."""
    found = places.get(search_key(name), [])
    if country_id is not None:
        found = [city for city in found if city.country_id == country_id]
    return found[0] if len(found) == 1 else None
