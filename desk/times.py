"""The hours of a workshop in the time of each city that may come: one pure read."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cities.models import City
from workshops.models import Workshop


@dataclass(frozen=True)
class LocalTime:
    """From when to when it is in one place; `day` only where it is another than the workshop's."""

    place: str
    begins: datetime.time
    ends: datetime.time
    day: datetime.date | None


def local_times(workshop: Workshop, cities: Iterable[City]) -> list[LocalTime]:
    """The workshop's own zone first, then each further zone of the cities, the first city's name.

    Empty unless day, both hours and zone are known. Hours are those of the first day.
    """
    day, begins, ends = workshop.starts_on, workshop.start_time, workshop.end_time
    if day is None or begins is None or ends is None or not workshop.time_zone:
        return []
    own = ZoneInfo(workshop.time_zone)
    start = datetime.datetime.combine(day, begins, own)
    end = datetime.datetime.combine(day, ends, own)
    return [_in_place(name, zone, start, end) for zone, name in _places(workshop, cities).items()]


def _places(workshop: Workshop, cities: Iterable[City]) -> dict[str, str]:
    """Zone and the place it is called by, the workshop's own first."""
    names: dict[str, str] = {}
    for city in cities:
        if city.time_zone:
            names.setdefault(city.time_zone, city.name)
    own = workshop.time_zone
    return {own: names.pop(own, own.split("/")[-1].replace("_", " ")), **names}


def _in_place(place: str, zone: str, start: datetime.datetime, end: datetime.datetime) -> LocalTime:
    there, until = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    return LocalTime(
        place=place,
        begins=there.time(),
        ends=until.time(),
        day=there.date() if there.date() != start.date() else None,
    )
