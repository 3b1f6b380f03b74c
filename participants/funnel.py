"""Asked, confirmed, come: women and men at each step, while others can still be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from django.utils.translation import gettext as _

from documents.charts import Bar, Part
from participants.breakdown import GenderBreakdown
from participants.groups import Group, line_of
from participants.models import Registration
from participants.report import frozen_line

State = Registration.State
UNANSWERED = (State.NOMINATED, State.INVITED)
WAITING = (State.PENDING, State.WAITLISTED)


@dataclass(frozen=True)
class Step:
    key: str
    label: str
    line: GenderBreakdown
    bar: Bar


@dataclass(frozen=True)
class Funnel:
    """Of those who would be counted if they came: participants and observers."""

    asked: GenderBreakdown  # everybody ever on the list, whatever became of it
    unanswered: GenderBreakdown  # nominated or invited, and no more
    waiting: GenderBreakdown  # for approval or for a seat
    confirmed: GenderBreakdown
    attended: GenderBreakdown  # marked as having come

    @classmethod
    def of_groups(cls, groups: Iterable[Group]) -> Self:
        asked = [group for group in groups if group.is_asked]

        def in_states(*states: str) -> GenderBreakdown:
            return line_of(group for group in asked if group.columns["state"] in states)

        return cls(
            asked=line_of(asked),
            unanswered=in_states(*UNANSWERED),
            waiting=in_states(*WAITING),
            confirmed=in_states(State.CONFIRMED),
            attended=line_of(group for group in asked if group.has_come),
        )

    @classmethod
    def thaw(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        lines = {row["key"]: frozen_line(row) for row in rows}
        return cls(**{field.name: lines[field.name] for field in fields(cls)})

    def to_freeze(self) -> list[dict[str, Any]]:
        return [
            {"key": field.name, **getattr(self, field.name).as_columns()} for field in fields(self)
        ]

    @property
    def steps(self) -> list[Step]:
        """Attendance is a step once anybody is marked: before that it is not known."""
        words = {"asked": _("Invited or registered"), "confirmed": _("Confirmed")}
        if self.attended.total:
            words["attended"] = _("Attended")
        return [self._step(key, label) for key, label in words.items()]

    @property
    def words(self) -> list[str]:
        """What somebody who can still ask others should know."""
        said = []
        if self.confirmed.total:
            share = _("Women are %(women)d of the %(all)d confirmed.")
            said.append(share % {"women": self.confirmed.female, "all": self.confirmed.total})
        if self.unanswered.total:
            waiting = _("Of those invited, %(line)s have not answered (men/women).")
            said.append(waiting % {"line": self.unanswered})
        if self.waiting.total:
            waits = _("%(line)s wait for approval or for a seat (men/women).")
            said.append(waits % {"line": self.waiting})
        return said

    def _step(self, key: str, label: str) -> Step:
        line: GenderBreakdown = getattr(self, key)
        rest = Part("none", self.asked.total - line.total, "")
        return Step(key, label, line, Bar([*line.parts, rest]))
