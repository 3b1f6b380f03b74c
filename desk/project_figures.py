"""The figures of a project for those who read it whole: one table by what is asked, of any set."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.sheets.write import Cell
from participants.across import HAS_LIST, Across, Question, figures_across, people_words
from participants.dimensions import OF_PEOPLE, OF_WORKSHOPS
from participants.figures_sheet import FiguresSheet, file_name, line_cells, line_header
from participants.kept import Counted, kept_figures
from participants.missing import GAPS
from participants.models import Registration
from participants.participation import who_counts
from projects.models import Project
from workshops.models import Workshop, WorkshopQuerySet

BY = {
    **{key: dimension.heading for key, dimension in OF_WORKSHOPS.items()},
    **{key: dimension.heading for key, dimension in OF_PEOPLE.items()},
}  # what a table of a project can be asked by
FIRST_ASKED = "phase"
TYPED_BY_PEOPLE = {"city"}  # never kept: an erased word must be nowhere
READ = (
    "project__code", "phase__project", "phase__number", "phase__title", "slug", "title", "kind",
    "state", "starts_on", "ends_on", "start_time", "end_time", "time_zone",
)  # fmt: skip


@dataclass(frozen=True)
class ProjectTable:
    """One table of figures with all that is printed beside it."""

    project: Project
    across: Across
    filters: Sequence[str]
    as_of: datetime.datetime

    @property
    def notes(self) -> list[str]:
        return [
            f"{self.project.code}: {self.project.name}",
            *self.filters,
            _("As of %(moment)s UTC.") % {"moment": f"{self.as_of:%Y-%m-%d %H:%M}"},
            self.who_counts,
            *self.how_counted,
        ]

    @property
    def who_counts(self) -> str:
        return who_counts()

    @property
    def how_counted(self) -> list[str]:
        words = _(
            "Workshops: %(signed)d with signed-off figures, %(live)d with a list as it stands, "
            "%(unknown)d of which nothing is known; these add nothing."
        )
        counts = {
            "signed": self.across.signed_off, "live": self.across.live,
            "unknown": self.across.unknown,
        }  # fmt: skip
        said = [words % counts, people_words()]
        if self.across.shared:
            said.append(
                _("Shared with another project: %(count)d of the workshops; each counts once.")
                % {"count": self.across.shared}
            )
        return said


class Held(NamedTuple):
    workshops: list[Workshop]
    until: datetime.datetime | None  # the next one ends


def held(workshops: WorkshopQuerySet) -> Held:
    """Ended, in the zone of each; with what a table of figures needs to know of them. One query."""
    found = (
        workshops.saying_whether_shared().annotate(**HAS_LIST)
        .select_related("project", "phase").only(*READ).order_by("starts_on", "pk")
    )  # fmt: skip
    ended: list[Workshop] = []
    coming: list[Workshop] = []
    for workshop in found:
        (ended if workshop.has_ended else coming).append(workshop)
    ends = (workshop.ends_at for workshop in coming)
    return Held(ended, min((end for end in ends if end is not None), default=None))


def project_table(
    project: Project,
    workshops: WorkshopQuerySet,
    *,
    by: str,
    filters: Sequence[str],
    mark: object = None,
) -> ProjectTable:
    asked = by if by in BY else FIRST_ASKED

    def count() -> Counted:
        ended, until = held(workshops)
        return Counted(figures_across(Question(ended, asked, project)), until)

    may_keep = None if asked in TYPED_BY_PEOPLE else mark
    across = kept_figures(may_keep, workshops, f"{project.pk} {asked}", count)
    return ProjectTable(project, across, filters, timezone.now())


def sheet_of(table: ProjectTable) -> FiguresSheet:
    across = table.across
    people = [_("%(what)s of people") % {"what": heading} for heading in line_header()]
    rows: list[list[Cell]] = [
        [row.label, *line_cells(row.attendances), *line_cells(row.people)] for row in across.rows
    ]
    total = [_("Total"), *line_cells(across.attendances), *line_cells(across.people)]
    total[7] = across.text
    return FiguresSheet(
        name=file_name(table.project.code, _("figures"), across.by, f"{table.as_of:%Y-%m-%d}"),
        title=f"{table.project.code}: {across.heading}",
        header=[across.heading, *line_header(), *people],
        rows=[*rows, total],
        notes=table.notes,
    )


def missing_by_workshop(workshops: WorkshopQuerySet) -> Any:
    """Workshops of whose counted people something is not known, with of how many."""
    gaps = {key: Count("pk", filter=gap.condition) for key, gap in GAPS.items()}
    found: Any = (
        Registration.objects.filter(workshop__in=workshops).counted()
        .values("workshop__slug", "workshop__title").annotate(**gaps)
    )  # fmt: skip
    some = Q(*((f"{key}__gt", 0) for key in gaps), _connector=Q.OR)
    return found.filter(some).order_by("workshop__starts_on", "workshop__title", "workshop__slug")
