"""The chapters: each with the text that people wrote, and what is counted in it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.chapters import MATRIX, Chapter
from briefs.charts import participation_chart, pathway_charts
from briefs.document.content import FindingText
from briefs.maps import RegionMap, map_of
from briefs.models import BriefSection
from briefs.tables import matrix_tables
from briefs.word.blocks import FINDING, FINDING_TITLE, SECTION, SECTION_TITLE
from briefs.word.boxes import add_cities, add_recommendations
from briefs.word.pen import Pen, title_of
from briefs.word.pictures import bars_png, map_png
from briefs.word.tables import add_matrix, cities_table, people_table, sources_table
from documents.charts import FILLS
from documents.word import Picture, Span, block_id_of

LABEL_MM = 5.29  # a line of chart labels: 300 twentieths of a point
BARS_MM, WIDE_BARS_MM = 48, 76
MOST_CITIES, MOST_SESSIONS = 8, 3  # named of what a finding rests on


def add_chapter(pen: Pen, chapter: Chapter) -> None:
    if chapter.key == MATRIX and any(table.is_wide for table in matrix_tables(pen.document)):
        with pen.word.wide():
            write_chapter(pen, chapter)
    else:
        write_chapter(pen, chapter)


def write_chapter(pen: Pen, chapter: Chapter) -> None:
    add_heading(pen, chapter)
    has_section = chapter.key in BriefSection.Key.values
    if has_section:
        pen.add_text(block_id_of(SECTION, chapter.key), chapter.text, label=chapter.title)
    elif chapter.text.strip():
        pen.word.add_markdown(chapter.text)
    if add := PIECES.get(chapter.piece):
        add(pen, chapter)


def add_heading(pen: Pen, chapter: Chapter) -> None:
    number = str(chapter.number)
    if pen.document.section(chapter.key):
        pen.add_titled(
            SECTION_TITLE, chapter.key, prefix=number, title=chapter.title, level=1,
            anchor=chapter.key,
        )  # fmt: skip
    else:
        spans = [Span(f"{number} ", style="Number"), Span(chapter.title)]
        pen.word.add_heading(spans, 1, anchor=chapter.key)


def add_project(pen: Pen, chapter: Chapter) -> None:
    region = map_of(pen.document)
    if region:
        add_map(pen, region)
    if pen.document.cities:
        pen.word.add_table(cities_table(pen))
    if pen.document.has_working_titles:
        pen.word.add_paragraph(
            _("† Titles of pathways marked so are working titles in the project’s own words. The "
              "codes are stable."),
            style="Note",
        )  # fmt: skip
    if pen.document.has_titles_of_source:
        pen.word.add_paragraph(
            _("Titles of workshops and pathways that are not yet translated stand in the language "
              "of the source."),
            style="Note",
        )  # fmt: skip


def add_map(pen: Pen, region: RegionMap) -> None:
    pen.word.add_picture(
        Picture(map_png(region), region.title, 162),
        caption=_("Where the cities are"),
        note=_("A schematic outline of land; it shows no boundaries."),
        anchor="chart-map",
        style="Picture",
    )
    key = "   ".join(f"{dot.number} {dot.city.name}" for dot in region.dots)
    pen.word.add_paragraph(key, style="FigureLabel")
    pen.word.add_paragraph(
        _("The map shows where cities are and nothing else. Designations and outlines do not imply "
          "any opinion on the legal status of any country, territory, city or area.")
        + " "
        + _("Outline of land: Natural Earth, public domain. Positions of cities: GeoNames, "
            "CC BY 4.0."),
        style="Note",
    )  # fmt: skip


def add_findings(pen: Pen, chapter: Chapter) -> None:
    for finding in pen.document.findings:
        add_finding(pen, finding)
    add_pathway_charts(pen)


def add_finding(pen: Pen, finding: FindingText) -> None:
    name = _("Finding %(number)s") % {"number": finding.number}
    pen.add_titled(
        FINDING_TITLE, str(finding.row), prefix=name, title=finding.title, level=3,
        anchor=f"finding-{finding.number}",
    )  # fmt: skip
    pen.word.add_paragraph(evidence_of(finding), style="Evidence")
    pen.add_text(block_id_of(FINDING, str(finding.row)), finding.text, label=name, top_heading=4)


def evidence_of(finding: FindingText) -> str:
    """What it rests on; cities are named only where they may be."""
    cities = ", ".join(finding.cities[:MOST_CITIES])
    if not cities:
        count = finding.city_count
        cities = ngettext("%(count)s city", "%(count)s cities", count) % {"count": count}
    actions = ngettext("%(count)s action", "%(count)s actions", finding.action_count)
    parts = [cities, actions % {"count": finding.action_count}, finding.workshop]
    sessions = "; ".join(finding.sessions[:MOST_SESSIONS])
    said = "; ".join(filter(None, parts)) + (f": {sessions}" if sessions else "")
    return f"{_('Rests on')} {said}"


def add_pathway_charts(pen: Pen) -> None:
    groups = pathway_charts(pen.document)
    if not groups:
        return
    plans, total = pen.document.published_plans, pen.document.matrix.total
    note = ngettext(
        "Number of actions by main pathway, %(total)s in %(plans)s published plan",
        "Number of actions by main pathway, %(total)s in %(plans)s published plans",
        plans,
    ) % {"total": total, "plans": plans}
    pen.word.add_figure_caption(
        _("Where the actions of the published plans are"), note=note, anchor="chart-pathways"
    )
    for group in groups:
        pen.word.add_paragraph(title_of(group.pillar), style="ChartGroup")
        png = bars_png(group.chart, width_mm=BARS_MM, pitch_mm=LABEL_MM)
        with pen.word.side_by_side([2, 4]) as (bars, labels):
            with bars():
                pen.word.add_picture(Picture(png, group.chart.title, BARS_MM), style="Picture")
            with labels():
                for row in group.pillar.rows:
                    counted = Span(f"{row.code}\t{row.total}\t", is_bold=True)
                    title = title_of(row, most=48)
                    pen.word.add_paragraph([counted, *title], style="ChartLabel")


def add_people(pen: Pen, chapter: Chapter) -> None:
    pen.word.add_table(people_table(pen))
    add_participation_chart(pen)
    rules = pen.document.counting_rules
    for rule, workshops in rules.items():
        of_whom = f"{'; '.join(workshops)}: " if len(rules) > 1 else ""
        pen.add_note(_("Who counts."), f"{of_whom}{rule}")
    for workshop in pen.document.workshops:
        if workshop.citation:
            pen.add_note(_("Source."), f"{workshop.title}: {workshop.citation}")


def add_participation_chart(pen: Pen) -> None:
    chart = participation_chart(pen.document)
    if chart is None:
        return
    pen.word.add_figure_caption(
        _("Women and men at the workshops"),
        note=_("Participants by gender, as recorded at each workshop"),
        anchor="chart-participation",
    )
    pen.word.add_paragraph(legend(), style="ChartGroup")
    png = bars_png(chart, width_mm=WIDE_BARS_MM, pitch_mm=LABEL_MM)
    with pen.word.side_by_side([1, 1]) as (bars, labels):
        with bars():
            pen.word.add_picture(Picture(png, chart.title, WIDE_BARS_MM), style="Picture")
        with labels():
            for workshop in pen.document.workshops:
                if workshop.line:
                    line = Span(f"{pen.line(workshop.text)}  ", is_bold=True)
                    title = title_of(workshop, most=38)
                    pen.word.add_paragraph([line, *title], style="ChartLabel")


def legend() -> list[Span]:
    said = {"m": _("Men"), "w": _("Women"), "u": _("Other or not stated")}
    return [
        span
        for css_class, words in said.items()
        for span in (
            Span("■ " if css_class != "u" else "□ ", colour=FILLS["m" if css_class == "u" else
                 css_class].lstrip("#").upper()),
            Span(f"{words}   "),
        )
    ]  # fmt: skip


def add_method(pen: Pen, chapter: Chapter) -> None:
    document = pen.document
    day = formats.date_format(document.as_of, "DATE_FORMAT")
    pen.word.add_paragraph(
        [Span(_("Data as of %(day)s.") % {"day": day}, is_bold=True)], style="BodyText"
    )
    unpublished = [city.name for city in document.cities if not city.has_plan]
    if unpublished:
        pen.add_note(_("No published plan, so not counted:"), f"{', '.join(unpublished)}.")
    pen.word.add_table(sources_table(pen))
    for key in (BriefSection.Key.REFERENCES, BriefSection.Key.ACKNOWLEDGEMENTS):
        section = document.section(key)
        if section and section.text.strip():
            with pen.word.block(block_id_of(SECTION_TITLE, key), label=section.title):
                pen.word.add_heading(section.title, 2, anchor=key)
            pen.add_text(block_id_of(SECTION, key), section.text, label=section.title)


Piece = Callable[[Pen, Chapter], None]
PIECES: dict[str, Piece] = {
    "project": add_project,
    "findings": add_findings,
    "people": add_people,
    "matrix": add_matrix,
    "cities": add_cities,
    "recommendations": add_recommendations,
    "method": add_method,
}
