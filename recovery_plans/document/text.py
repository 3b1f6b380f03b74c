"""Everything a recovery plan says, as one frozen value with no query left to run.

The draft's preview and the public page of a revision are both made from it; frozen as JSON it
is the revision. A field added later needs a default: revisions of earlier days must still open.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cattrs.preconf.json import make_converter
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from recovery_plans.amounts import print_amount
from recovery_plans.models import Action, Money
from recovery_plans.money import ActionMoney, MoneyTotals
from recovery_plans.progress import Progress

Day = datetime.date


@dataclass(frozen=True)
class ChapterText:
    key: str
    title: str
    text: str


@dataclass(frozen=True)
class PriorityText:
    text: str
    workshop: str = ""


@dataclass(frozen=True)
class MilestoneText:
    title: str
    due_on: Day | None
    done_on: Day | None


@dataclass(frozen=True)
class MoneyText:
    kind: str
    amount: Decimal
    currency: str
    fiscal_year: str
    source: str
    on: Day | None

    @property
    def kind_label(self) -> str:
        return str(Money.Kind(self.kind).label)

    @property
    def printed(self) -> str:
        return print_amount(self.amount, self.currency)


@dataclass(frozen=True)
class ValueText:
    value: Decimal
    on: Day
    source: str
    is_estimate: bool


@dataclass(frozen=True)
class IndicatorText:
    title: str
    unit: str
    baseline: Decimal | None
    baseline_on: Day | None
    target: Decimal | None
    target_on: Day | None
    values: tuple[ValueText, ...]  # the latest first
    remark: str  # "past its target, counts in full"


@dataclass(frozen=True)
class TargetText:
    code: str
    label: str


@dataclass(frozen=True)
class ActionText:
    number: int
    title: str
    objective: str
    pathway: str  # codes
    other_pathways: tuple[str, ...]
    targets: tuple[TargetText, ...]
    lead: str
    partners: tuple[str, ...]
    starts_on: Day | None
    ends_on: Day | None
    legal_needs: str
    institutional_needs: str
    risk: str
    gender_note: str
    costing: str
    state: str
    state_reason: str
    state_on: Day | None
    milestones: tuple[MilestoneText, ...]
    money: tuple[MoneyText, ...]
    indicators: tuple[IndicatorText, ...]
    percent: int | None  # carried out; None while nothing measures it
    sums: ActionMoney

    @property
    def state_label(self) -> str:
        return str(Action.State(self.state).label)

    @property
    def costing_label(self) -> str:
        return str(Action.Costing(self.costing).label)


@dataclass(frozen=True)
class PathwayText:
    code: str
    title: str
    description: str
    is_working_title: bool
    is_part: bool | None
    reason: str
    narrative: str
    status: str
    actions: tuple[ActionText, ...]
    progress: Progress


@dataclass(frozen=True)
class PillarText:
    code: str
    order: int
    title: str
    pathways: tuple[PathwayText, ...]
    progress: Progress

    @property
    def parts(self) -> int:
        return sum(pathway.is_part is True for pathway in self.pathways)


@dataclass(frozen=True)
class AnnexText:
    """A file beside the text: what it is called and its sum; of a photograph a small picture."""

    key: int  # of its row, which serves it for as long as it is public
    title: str
    file_name: str
    size: int
    sha256: str  # empty if the file was gone
    action: int | None = None  # the number of the action that it is of
    alt_text: str = ""
    picture: str = ""  # JPEG in base64

    @property
    def address(self) -> str:
        """By which the printed document asks for its picture."""
        return f"asset:annex-{self.key}.jpg"

    @property
    def note(self) -> str:
        """What tells the file wherever it is met: its name, size and sum."""
        facts = [self.file_name]
        if self.action:
            facts.append(_("of action %(number)s") % {"number": self.action})
        if self.sha256:
            facts.append(filesizeformat(self.size))
            facts.append(_("SHA-256: %(checksum)s") % {"checksum": self.sha256})
        return " · ".join(facts)


@dataclass(frozen=True)
class PlanDocument:
    title: str
    city: str
    country: str
    project: str
    body: str
    language: str
    currency: str
    framework: str
    framework_title: str
    is_example: bool
    vision: str
    period_start: int | None
    period_end: int | None
    parent_plan: str
    time_zone: str
    priorities: tuple[PriorityText, ...]
    chapters: tuple[ChapterText, ...]
    pillars: tuple[PillarText, ...]
    progress: Progress
    money: MoneyTotals
    annexes: tuple[AnnexText, ...] = ()

    @property
    def actions(self) -> list[ActionText]:
        """Every action once, under its main pathway."""
        return [
            action
            for pillar in self.pillars
            for pathway in pillar.pathways
            for action in pathway.actions
        ]

    @property
    def has_working_titles(self) -> bool:
        return any(
            pathway.is_working_title for pillar in self.pillars for pathway in pillar.pathways
        )

    def to_json(self) -> dict[str, Any]:
        content: dict[str, Any] = CONVERTER.unstructure(self)
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> PlanDocument:
        return CONVERTER.structure(content, cls)


CONVERTER = make_converter()
CONVERTER.register_unstructure_hook(Decimal, lambda amount: format(amount.normalize(), "f"))
CONVERTER.register_structure_hook(Decimal, lambda text, _type: Decimal(text))


def checksum_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no blanks, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
