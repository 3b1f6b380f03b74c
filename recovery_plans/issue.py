"""One text of a plan as it is issued: what a file is made of, and what it says of itself."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.text import slugify
from django.utils.translation import gettext as _

from documents.word import Paper
from recovery_plans.document import PlanDocument
from recovery_plans.models import PlanExport
from writing.clock import Clock


@dataclass(frozen=True)
class Issue:
    """`number` is that of the revision; a draft has none, and is marked on every page."""

    document: PlanDocument
    stamp: str
    number: int | None
    made_at: datetime.datetime
    checksum: str
    address: str
    paper: Paper

    @property
    def is_draft(self) -> bool:
        return self.number is None

    @property
    def name(self) -> str:
        if self.is_draft:
            return _("Draft, not published")
        return _("Revision %(number)s") % {"number": self.number}

    @property
    def made_on(self) -> datetime.date:
        """In the city."""
        return self.made_at.astimezone(ZoneInfo(self._zone)).date()

    @property
    def day(self) -> str:
        return Clock(self._zone, self.document.city).dates(self.made_at)

    @property
    def status(self) -> str:
        """What stands at the foot of every page."""
        parts = [self.name, formats.date_format(self.made_on, "j F Y"), self.stamp]
        if self.document.is_example:
            parts.append(_("Example, not the city’s own"))
        return " · ".join(parts)

    @property
    def _zone(self) -> str:
        return self.document.time_zone or "UTC"

    @property
    def mark(self) -> str:
        return _("DRAFT") if self.is_draft else ""

    @property
    def author(self) -> str:
        return f"{self.document.city}, {self.document.country}"


def issue_of(export: PlanExport) -> Issue:
    """Of the frozen text alone; an export with its plan and revision."""
    revision = export.revision
    content: Any = export.draft if revision is None else revision.content
    return Issue(
        document=PlanDocument.from_json(content),
        stamp=export.stamp,
        number=revision.number if revision else None,
        made_at=revision.made_at if revision else export.asked_at,
        checksum=export.checksum,
        address=address_of(export),
        paper=Paper(export.paper),
    )


def address_of(export: PlanExport) -> str:
    """Where the text stands on the web; a draft stands nowhere."""
    if export.revision is None:
        return ""
    arguments = [export.plan_id, export.revision.number]
    return settings.SITE_URL + reverse("recovery_plans:plan_revision", args=arguments)


def file_name(export: PlanExport) -> str:
    """As it is downloaded: da13-suva-recovery-plan-revision-2-a4-en.pdf."""
    place = export.plan.project_city
    which = f"revision-{export.revision.number}" if export.revision else "draft"
    parts = [
        slugify(place.project.code), place.city.slug, "recovery-plan", which, export.paper,
        export.plan.language,
    ]  # fmt: skip
    return f"{'-'.join(filter(None, parts))}.{export.format}"
