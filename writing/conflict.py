from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from accounts.models import User
from writing.differences import Segment, compare, excerpts


@dataclass(frozen=True)
class FieldConflict:
    """One field that two people changed: what each wrote, as people read it."""

    name: str
    label: str
    mine: str
    theirs: str
    is_long_text: bool = True

    @property
    def mine_segments(self) -> list[Segment]:
        """The author's text; what the other one lacks is marked."""
        return _came(self.theirs, self.mine)

    @property
    def theirs_segments(self) -> list[Segment]:
        return _came(self.mine, self.theirs)


@dataclass(frozen=True)
class Conflict:
    """A save refused because somebody saved the same fields first. Nobody's text is lost by it."""

    opened_version: int
    version: int
    by: User | None
    at: datetime.datetime
    fields: tuple[FieldConflict, ...]
    is_brought_together: bool = False  # both texts stand in the form now, to be edited and saved

    @property
    def short_fields(self) -> list[FieldConflict]:
        """Those that no text can hold both ways: dates, choices, names."""
        return [field for field in self.fields if not field.is_long_text]

    def brought_together(self) -> Conflict:
        return replace(self, is_brought_together=True)


def _came(before: str, after: str) -> list[Segment]:
    return excerpts([segment for segment in compare(before, after) if segment.kind != "del"])
