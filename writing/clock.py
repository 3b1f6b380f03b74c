from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User


@dataclass(frozen=True)
class Clock:
    """Whose time a page tells, and what people call it: *Suva time*."""

    zone: str
    place: str

    @classmethod
    def of(cls, user: User) -> Self:
        """The user's own, named by the town of the zone: *Asia/Bangkok* is *Bangkok*."""
        return cls(user.time_zone, town_of(user.time_zone))

    @classmethod
    def at(cls, zone: str, place: str, *, otherwise: User) -> Self:
        """That of a city; the user's own where the city's zone is not known."""
        return cls(zone, place) if zone else cls.of(otherwise)

    @classmethod
    def in_zone(cls, zone: str, *, otherwise: User) -> Self:
        """That of a place known by its zone alone; the user's own where it is not known."""
        return cls.at(zone, town_of(zone), otherwise=otherwise)

    def dates(self, moment: datetime.datetime) -> str:
        """`24 November 2026 (Suva time)`"""
        return f"{formats.date_format(self._there(moment), 'j F Y')} ({self._name()})"

    def tells(self, moment: datetime.datetime) -> str:
        """`10:32 (Suva time)`, with the day unless it is today."""
        there = self._there(moment)
        today = self._there(timezone.now()).date()
        day = "" if there.date() == today else formats.date_format(there, "j M Y, ")
        return f"{day}{there:%H:%M} ({self._name()})"

    def _there(self, moment: datetime.datetime) -> datetime.datetime:
        return moment.astimezone(ZoneInfo(self.zone))

    def _name(self) -> str:
        return "UTC" if self.zone == "UTC" else _("%(place)s time") % {"place": self.place}


def town_of(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
