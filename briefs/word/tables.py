"""The tables of the file, with the same cells as those of the printed brief."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.chapters import Chapter
from briefs.document.content import CityText, Figure, WorkshopText
from briefs.tables import MatrixTable, matrix_tables
from briefs.word.pen import TINT, Pen, title_of
from documents.word import Cell, Column, Span, Table
from documents.word.text import Text

SHADES = {"v1": "DCE7EF", "v2": "7FA3BD", "v3": "123C56"}
DARK = {"v3"}


def cities_table(pen: Pen) -> Table:
    return Table(
        caption=_("Cities of this brief"),
        anchor="table-cities",
        note=_("Only plans that are public are counted"),
        columns=[Column(_("City"), 2), Column(_("Country or area"), 2),
                 Column(_("Recovery plan"), 5)],
        rows=[[city.name, city.country, plan_of(city)] for city in pen.document.cities],
        description=_("City, country or area, recovery plan"),
    )  # fmt: skip


def plan_of(city: CityText) -> str:
    if not city.has_plan:
        return _("Not published")
    said = ngettext(
        "Revision %(number)s, %(count)s action", "Revision %(number)s, %(count)s actions",
        city.actions,
    )  # fmt: skip
    return f"{city.stamp}. {said % {'number': city.revision, 'count': city.actions}}"


def people_table(pen: Pen) -> Table:
    document = pen.document
    rows: list[list[Text | Cell]] = [people_row(pen, each) for each in document.workshops]
    if document.attendances:
        words = _("Attendances; somebody at two workshops counts twice")
        rows.append([Cell(words, span=3), [pen.figure(document.figure("attendances"))]])
    return Table(
        caption=_("Participants by workshop"),
        anchor="table-people",
        note=_("Total (men/women)"),
        columns=[Column(_("Workshop"), 4), Column(_("Held"), 3),
                 Column(_("Basis of the figure"), 3),
                 Column(_("Participants (M/F)"), 2, is_number=True)],
        rows=rows,
        description=_("Workshop, when it was held, basis of the figure, participants"),
        has_total=document.attendances is not None,
    )  # fmt: skip


def people_row(pen: Pen, workshop: WorkshopText) -> list[Text | Cell]:
    figure = pen.document.figure(f"participants-{workshop.slug}")
    said: list[Span] = [pen.figure(figure, is_bold=True)]
    if workshop.speakers and workshop.speakers.total:
        speakers = _("speakers %(line)s") % {"line": workshop.speakers}
        said.append(Span(f"\n{speakers}"))
    return [title_of(workshop), held(workshop), basis_of(workshop), said]


def held(workshop: WorkshopText) -> str:
    if not workshop.starts_on:
        days = _("Date not known")
    else:
        days = formats.date_format(workshop.starts_on, "DATE_FORMAT")
        if workshop.ends_on and workshop.ends_on != workshop.starts_on:
            days = f"{days} – {formats.date_format(workshop.ends_on, 'DATE_FORMAT')}"
    return ", ".join(filter(None, [days, workshop.mode_label]))


def basis_of(workshop: WorkshopText) -> str:
    said = workshop.basis[:1].upper() + workshop.basis[1:]
    if not workshop.is_signed_off:
        said = f"{said}; {_('figures not signed off')}"
    if workshop.has_invented_people:
        said = f"{said}. {_('Example, invented people')}"
    return said


def sources_table(pen: Pen) -> Table:
    return Table(
        caption=_("Where the main figures come from"),
        anchor="table-sources",
        columns=[Column(_("Mark"), 1), Column(_("Figure"), 2), Column(_("What is counted"), 5),
                 Column(_("From which rows"), 5)],
        rows=[source_row(pen, figure) for figure in pen.document.main_figures],
        description=_("Mark, figure, what is counted, from which rows"),
    )  # fmt: skip


def source_row(pen: Pen, figure: Figure) -> list[Text | Cell]:
    mark = Span(figure.mark, is_bold=True, anchor=f"source-{figure.mark}")
    return [[mark], [pen.figure(figure)], figure.definition, figure.filter]


def add_matrix(pen: Pen, chapter: Chapter) -> None:
    for table in matrix_tables(pen.document):
        if table.number > 1:
            pen.word.add_page_break()
        add_matrix_table(pen, table)


def add_matrix_table(pen: Pen, table: MatrixTable) -> None:
    day = formats.date_format(pen.document.as_of, "DATE_FORMAT")
    note = _(
        "Number of actions by main pathway, so that each action is counted once. Figures as of "
        "%(day)s."
    ) % {"day": day}
    more = f" ({_('continued')})" if table.number > 1 else ""
    pen.word.add_table(
        Table(
            caption=_("Actions of the published plans, by pathway and city") + more,
            anchor="table-matrix" if table.number == 1 else "",
            is_continued=table.number > 1,
            note=note,
            columns=matrix_columns(table, is_rtl=pen.word.is_rtl),
            rows=list(matrix_rows(pen, table)),
            description=_("A row for each pathway, a column for each city"),
            has_total=True,
        )
    )
    pen.word.add_paragraph(matrix_legend(pen), style="Note")
    if table.is_last and pen.document.matrix.left_out:
        words = _(
            "Not in this table, as the plan follows another edition of the framework: %(cities)s."
        )
        cities = ", ".join(pen.document.matrix.left_out)
        pen.word.add_paragraph(words % {"cities": cities}, style="Note")


def matrix_columns(table: MatrixTable, *, is_rtl: bool) -> list[Column]:
    """Turned titles in a table from the right are drawn over one another by LibreOffice."""
    cities = [
        Column([Span(city.name)], 1, is_middle=True, is_upright=not is_rtl)
        for city in table.cities
    ]  # fmt: skip
    last = [Column(_("All"), 1, is_number=True)] if table.is_last else []
    return [Column(_("Code"), 1.6), Column(_("Pathway"), 9), *cities, *last]


def matrix_rows(pen: Pen, table: MatrixTable) -> list[list[Text | Cell]]:
    rows: list[list[Text | Cell]] = []
    for group in table.pillars:
        pillar = Cell(title_of(group.pillar), fill=TINT, span=table.columns, style="MatrixGroup")
        last = [Cell(str(group.pillar.total), fill=TINT, style="MatrixGroup")]
        rows.append([pillar, *(last if table.is_last else [])])
        rows += [matrix_row(pen, table, line) for line in group.rows]
    totals = ["·" if total is None else str(total) for total in table.totals]
    last_total = [str(pen.document.matrix.total)] if table.is_last else []
    rows.append([Cell(_("All actions"), span=2), *totals, *last_total])
    return rows


def matrix_row(pen: Pen, table: MatrixTable, line: object) -> list[Text | Cell]:
    row = line.row  # type: ignore[attr-defined]
    cells = [
        Cell(cell.text, fill=SHADES.get(cell.css_class, ""),
             style="MatrixDark" if cell.css_class in DARK else "MatrixCell")
        for cell in line.cells  # type: ignore[attr-defined]
    ]  # fmt: skip
    figure = pen.document.figure(f"pathway-{row.code.lower()}")
    last = [Cell([pen.figure(figure)], style="MatrixCell")] if table.is_last else []
    return [
        Cell(row.code, style="MatrixCell"), Cell(title_of(row), style="MatrixCell"),
        *cells, *last,
    ]  # fmt: skip


def matrix_legend(pen: Pen) -> str:
    said = [
        ("1", _("one action")), ("2", _("two or three")), ("4", _("four or more")),
        ("0", _("chosen, no action yet")), ("—", _("not part of the plan")),
    ]  # fmt: skip
    if any(not city.has_plan for city in pen.document.cities):
        said.append(("·", _("no published plan")))
    return "   ".join(f"{sign} {words}" for sign, words in said)
