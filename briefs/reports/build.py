from __future__ import annotations

import datetime

from briefs.labels import in_language
from briefs.models import ProjectReport, ReportHeading
from briefs.reports.content import ReportDocument, ReportPart
from briefs.reports.parts import computed_for
from briefs.reports.sources import ReportSources
from projects.models import ProjectBody


def build_report(report: ProjectReport, *, as_of: datetime.datetime) -> ReportDocument:
    """What a file asked for now would say; the words that are ours in the report's language.

    Reads only, in a number of queries that does not grow with what the project has.
    """
    with in_language(report.language):
        sources = ReportSources(report, as_of=as_of)
        parts = tuple(part_of(heading, sources) for heading in sources.headings)
        return document_of(sources, parts)


def part_of(heading: ReportHeading, sources: ReportSources) -> ReportPart:
    computed = computed_for(heading.kind, sources)
    return ReportPart(
        key=f"heading-{heading.pk}",
        title=heading.title,
        kind=heading.kind,
        text=heading.text,
        figures=computed.figures,
        tables=computed.tables,
        notes=computed.notes,
    )


def document_of(sources: ReportSources, parts: tuple[ReportPart, ...]) -> ReportDocument:
    report, project = sources.report, sources.project
    issuing = [ProjectBody.Role.EXECUTING, ProjectBody.Role.IMPLEMENTING]
    bodies = project.project_bodies.filter(role__in=issuing).select_related("body")
    return ReportDocument(
        title=report.title,
        project=project.name,
        project_code=project.code,
        bodies=tuple(row.body.name for row in bodies.order_by("order", "pk")),
        language=report.language,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        as_of=sources.as_of,
        is_example=is_example(sources),
        parts=parts,
    )


def is_example(sources: ReportSources) -> bool:
    """Whether anything that it may count was invented."""
    rows = (
        *sources.workshops, *sources.plans, *sources.indicators, *sources.recommendations,
        *sources.evaluations,
    )  # fmt: skip
    return (
        sources.report.is_example
        or any(row.is_example for row in rows)
        or sources.has_invented_people
    )
