"""A project report as a Word file, from the same frozen value as its PDF."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from briefs.models import HeadingKind
from briefs.reports.content import ReportDocument, ReportPart, ReportTable
from documents.word import Column, Properties, Span, Table, WordDocument
from documents.word.text import Text, plain

MOST_ON_PORTRAIT = 8  # columns; a wider table stands on a landscape page


def report_word(document: ReportDocument, checksum: str, template_version: str) -> bytes:
    """In the language that is on."""
    word = WordDocument(
        Properties(
            title=document.title,
            language=document.language,
            made_at=document.as_of,
            author=", ".join(document.bodies) or document.project,
            subject=_("Project report, %(period)s") % {"period": document.period},
            keywords=(document.project_code, document.period),
        ),
        head=document.title,
        foot=_("Figures as of %(day)s") % {"day": document.moment},
    )
    _add_front(word, document)
    for number, part in enumerate(document.parts, 1):
        _add_part(word, number, part)
    _add_colophon(word, document, checksum, template_version)
    return word.to_bytes()


def _add_front(word: WordDocument, document: ReportDocument) -> None:
    word.add_title(document.title, f"{document.project} · {document.period}")
    if document.is_example:
        invented = _("Plans, people, findings or answers in this document are invented. "
                     "It is not for citation.")  # fmt: skip
        word.add_paragraph([Span(_("Example"), is_bold=True), Span(f"\n{invented}")],
                           style="Notice")  # fmt: skip
        word.add_paragraph("")
    word.add_facts(
        [
            (_("Project"), f"{document.project_code}, {document.project}"),
            (_("Issued by"), ", ".join(document.bodies) or document.project_code),
            (_("Period"), document.period),
            (_("Figures as of"), document.moment),
        ]
    )
    word.add_contents(_("Contents"))


def _add_part(word: WordDocument, number: int, part: ReportPart) -> None:
    word.add_heading(f"{number}. {part.title}", anchor=part.key)
    if part.text.strip():
        word.add_markdown(part.text, top_heading=2)
    elif part.kind == HeadingKind.TEXT:
        word.add_paragraph(_("Not written yet."), style="Note")
    if part.figures:
        word.add_table(_figures(part))
    for note in part.notes:
        word.add_paragraph(note, style="Note")
    for table in part.tables:
        _add_table(word, table)


def _figures(part: ReportPart) -> Table:
    return Table(
        columns=[
            Column(_("Figure"), share=3), Column(_("Value"), share=1.6),
            Column(_("What is counted"), share=5),
        ],
        rows=[
            [one.label, [Span(one.value, is_bold=True)], one.explained]
            for one in part.figures
        ],
        description=_("Figures: %(part)s") % {"part": part.title},
    )  # fmt: skip


def _add_table(word: WordDocument, table: ReportTable) -> None:
    if len(table.printed_columns) > MOST_ON_PORTRAIT:
        with word.wide():
            word.add_table(_table(table))
    else:
        word.add_table(_table(table))
    word.add_paragraph(table.explained, style="Note")


def _table(table: ReportTable) -> Table:
    columns = [
        Column(column.title, share=column.share, is_number=column.is_number)
        for column in table.printed_columns
    ]
    return Table(
        columns=columns,
        rows=_linked_rows(table),
        caption=table.caption,
        description=table.definition,
        has_total=table.has_total,
    )


def _linked_rows(table: ReportTable) -> list[list[Text]]:
    """The first cell of a row leads to the page it came from."""
    links = [*table.links, *[""] * (len(table.rows) - len(table.links))]
    rows: list[list[Text]] = [
        [[Span(first, link=settings.SITE_URL + link)] if link and first else first, *others]
        for link, (first, *others) in zip(links, table.printed_rows, strict=True)
    ]
    if table.has_total and rows:
        rows[-1] = [[Span(plain(cell), is_bold=True)] if cell else "" for cell in rows[-1]]
    return rows


def _add_colophon(
    word: WordDocument, document: ReportDocument, checksum: str, template_version: str
) -> None:
    word.add_heading(_("About this document"))
    words = _("Every figure and table was counted from the portal’s rows as of %(moment)s.")
    word.add_paragraph(words % {"moment": document.moment})
    template = _("Template %(version)s. Checksum of the content, SHA-256: %(checksum)s") % {
        "version": template_version, "checksum": checksum,
    }  # fmt: skip
    word.add_paragraph(template, style="Note")
