from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from accounts.models import User
from writing.differences import Segment, compare


@dataclass(frozen=True)
class FieldConflict:
    """One field that two people changed: what each wrote, as people read it."""

    name: str
    label: str
    mine: str
    theirs: str

    @property
    def mine_segments(self) -> list[Segment]:
        """The author's text; what the other one lacks is marked."""
        return [segment for segment in compare(self.theirs, self.mine) if segment.kind != "del"]

    @property
    def theirs_segments(self) -> list[Segment]:
        return [segment for segment in compare(self.mine, self.theirs) if segment.kind != "del"]


@dataclass(frozen=True)
class Conflict:
    """A save refused because somebody saved the same fields first. Nobody's text is lost by it."""

    opened_version: int
    version: int
    by: User | None
    at: datetime.datetime
    fields: tuple[FieldConflict, ...]
    is_brought_together: bool = False  # both texts stand in the form now, to be edited and saved

    def brought_together(self) -> Conflict:
        return replace(self, is_brought_together=True)
