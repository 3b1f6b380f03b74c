"""The resilience performance report as a Word file, from the same frozen value as its PDF."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from cities.report import DimensionText, ReportText
from documents.word import Column, Properties, Table, WordDocument


def report_word(report: ReportText) -> bytes:
    day = datetime.date.fromisoformat(report.changed_on)
    word = WordDocument(
        Properties(
            title=report.title,
            language="en",
            made_at=datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC),
            author=report.project,
            keywords=(report.city, report.country),
        ),
        head=report.title,
        foot=report.project,
    )
    word.add_title(report.title, f"{report.city}, {report.country}")
    if report.is_example:
        word.add_paragraph(
            _("Example, not the city’s own: what is invented in it was said by nobody."),
            style="Notice",
        )
    if report.carried_out:
        word.add_facts([(_("Carried out"), report.carried_out)])
    _add_results(word, report)
    for dimension in report.dimensions:
        _add_dimension(word, dimension)
    _add_rest(word, report)
    return word.to_bytes()


def _add_results(word: WordDocument, report: ReportText) -> None:
    word.add_heading(_("Results"))
    rows = [[one.code, one.title, one.rating_words] for one in report.dimensions]
    word.add_table(
        Table(
            columns=[Column(_("Code")), Column(_("Dimension")), Column(_("Rating"))],
            rows=rows,
            caption=_("The five dimensions, rated in words"),
        )
    )
    word.add_paragraph(
        _("Ratings are words, not numbers: the diagnostic tool knows no numeric scale."),
        style="Note",
    )


def _add_dimension(word: WordDocument, dimension: DimensionText) -> None:
    word.add_heading(f"{dimension.title}: {dimension.rating_words}", 2)
    if dimension.evidence:
        word.add_markdown(dimension.evidence)
    if dimension.source:
        word.add_facts([(_("Source"), dimension.source)])
    rated = [one for one in dimension.indicators if one.rating]
    if rated:
        columns = [Column(_("Indicator")), Column(_("Rating")), Column(_("Note"))]
        rows = [[f"{one.code} {one.title}", one.rating_words, one.note] for one in rated]
        word.add_table(Table(columns=columns, rows=rows, description=dimension.title))


def _add_rest(word: WordDocument, report: ReportText) -> None:
    if report.expert_comment:
        word.add_heading(_("Expert comment"))
        word.add_markdown(report.expert_comment)
        if report.expert:
            word.add_paragraph(report.expert, style="Note")
    if report.facts:
        word.add_heading(_("Facts of the city"))
        headings = [_("Fact"), _("Value"), _("Unit"), _("As of"), _("Source")]
        rows = [
            [one.label, _estimated(one.value, one.is_estimate), one.unit, one.on, one.source]
            for one in report.facts
        ]
        word.add_table(Table(columns=[Column(name) for name in headings], rows=rows))
    if report.method:
        word.add_heading(_("How it was made"))
        word.add_markdown(report.method)


def _estimated(value: str, is_estimate: bool) -> str:
    return _("%(value)s (estimate)") % {"value": value} if is_estimate else value
