"""The whole file: what stands around the chapters, in the order of the printed brief."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _

from briefs.chapters import chapters_of
from briefs.charts import cover_pattern
from briefs.document import BriefDocument
from briefs.document.content import Figure
from briefs.labels import in_language, is_working
from briefs.models import BriefExport, BriefSection, Edition
from briefs.names import Names, references_of
from briefs.pictures import logos_of
from briefs.render import (
    GLANCE,
    address_of_figures,
    document_id,
    permalink,
    shown_of,
    status_line,
)
from briefs.stamps import Stamp, brief_stamp
from briefs.word.blocks import SECTION, SECTION_TITLE, SUBTITLE, TITLE
from briefs.word.chapters import add_chapter
from briefs.word.pen import DEEP_FILL, TINT, Pen
from briefs.word.pictures import code_png, pattern_png
from documents.word import BoxLook, Paper, Picture, Properties, Span, WordDocument, block_id_of

COVER = BoxLook(fill=DEEP_FILL, padding=340, is_split=True)
MESSAGES = BoxLook(fill=TINT, padding=227, is_split=True)
LOGO_MM, LOGO_HIGH = 40, 12
PATTERN_MM = 62


def brief_word(
    document: BriefDocument, edition: Edition, *, is_draft: bool, paper: str = BriefExport.Paper.A4
) -> bytes:
    """In the language of the brief. The same edition gives the same bytes."""
    with in_language(document.language):
        word = WordDocument(
            properties_of(document, edition, is_draft=is_draft),
            paper=Paper(paper),
            head=f"{document.series or document.project_code} · {document.title}"[:120],
            foot=status_line(document, is_draft=is_draft),
            mark=_("DRAFT") if is_draft else "",
        )
        pen = Pen(word, document, edition, names_in(document, edition).look_up)
        add_cover(pen)
        add_front(pen, brief_stamp(document, is_draft=is_draft))
        for chapter in chapters_of(document):
            add_chapter(pen, chapter)
        add_colophon(pen)
        return word.to_bytes()


def names_in(document: BriefDocument, edition: Edition) -> Names:
    """What its texts call by name; a figure leads to its line among the sources."""
    references = references_of(
        document, list(chapters_of(document)), shown_of(document)["numbers"]
    )  # fmt: skip
    return Names(
        document.figures, references, address_of_figures(document, edition, for_print=True)
    )  # fmt: skip


def properties_of(document: BriefDocument, edition: Edition, *, is_draft: bool) -> Properties:
    bodies = ", ".join(body.name for body in document.bodies) or document.project
    return Properties(
        title=": ".join(filter(None, [document.title, document.subtitle])),
        language=document.language,
        made_at=document.as_of,
        author=bodies,
        identifier=identifier_of(document, edition),
        subject=f"{_('Policy brief')}. {status_line(document, is_draft=is_draft)}",
        keywords=[
            identifier_of(document, edition), document.symbol, document.project, document.framework,
        ],
    )  # fmt: skip


def identifier_of(document: BriefDocument, edition: Edition) -> str:
    """Names the edition in the file that comes back."""
    return f"{document_id(document, edition)}#{edition.checksum[:16]}"


def add_cover(pen: Pen) -> None:
    word, document = pen.word, pen.document
    logos = logos_of(document)
    if logos:
        named = [body for body in document.bodies if body.logo]
        pictures = [
            Picture(content, body.name, LOGO_MM)
            for content, body in zip(logos.values(), named, strict=True)
        ]
        word.add_picture(*pictures, style="Picture")
    with word.box(COVER):
        codes = " · ".join(body.code for body in document.bodies) or document.project_code
        word.add_paragraph(
            [Span(_("Policy brief"), is_bold=True), Span(f"   {codes}")], style="CoverLine"
        )
        add_pattern(pen)
        with word.block(TITLE, label=_("Title")):
            word.add_paragraph(document.title, style="CoverTitle")
        with word.block(SUBTITLE, label=_("Subtitle")):
            word.add_paragraph(document.subtitle, style="CoverSubtitle")
        for line in issue_lines(pen):
            word.add_paragraph(line, style="CoverLine")


def add_pattern(pen: Pen) -> None:
    pattern, drawn = cover_pattern(pen.document), pattern_png(pen.document)
    if pattern and drawn:
        picture = Picture(drawn[0], pattern.title, min(drawn[1], PATTERN_MM * 2))
        pen.word.add_picture(picture, style="CoverLine")


def issue_lines(pen: Pen) -> list[str | list[Span]]:
    document = pen.document
    edition = _("Edition %(number)s") % {"number": pen.edition.number}
    month = formats.date_format(document.as_of, "YEAR_MONTH_FORMAT")
    lines: list[str | list[Span]] = [document.series] if document.series else []
    lines.append(" · ".join(filter(None, [edition, month, document.symbol])))
    lines.append(document.project)
    lines += [document.funding] if document.funding else []
    if document.is_example:
        invented = _("Example, not the city’s own: what is invented in it was said by nobody.")
        lines.append([Span(invented, is_bold=True)])
    return lines


def add_front(pen: Pen, stamp: Stamp) -> None:
    """What a reader with one minute reads."""
    word, document = pen.word, pen.document
    pen.add_stamp(stamp)
    key = BriefSection.Key.KEY_MESSAGES
    section = document.section(key)
    title = section.title if section else _("Key messages")
    with word.box(MESSAGES):
        with word.block(block_id_of(SECTION_TITLE, key), label=title):
            word.add_heading(title, 2, anchor=key)
        pen.add_text(block_id_of(SECTION, key), section.text if section else "", label=title,
                     style="Message")  # fmt: skip
    add_glance(pen)
    word.add_contents(_("Contents"), on_new_page=True)


def add_glance(pen: Pen) -> None:
    figures = [pen.document.figure(key) for key in GLANCE]
    with pen.word.side_by_side([1] * len(figures)) as cells:
        for inside, figure in zip(cells, figures, strict=True):
            with inside():
                add_big_figure(pen, figure)


def add_big_figure(pen: Pen, figure: Figure) -> None:
    pen.word.add_paragraph([pen.figure(figure)], style="BigFigure")
    mark = Span(figure.mark, link=f"#source-{figure.mark}", style="Mark")
    pen.word.add_paragraph([Span(f"{figure.label} "), mark], style="FigureLabel")


def add_colophon(pen: Pen) -> None:
    word, document, edition = pen.word, pen.document, pen.edition
    address = permalink(document, edition)
    word.add_heading(_("About this document"), 1, anchor="colophon")
    with word.side_by_side([4, 1]) as (text, code):
        with text():
            word.add_paragraph(citation(pen, address), style="Note")
            for name, said in remarks_of(pen):
                word.add_paragraph([Span(f"{name} ", is_bold=True), Span(said)], style="Note")
        with code():
            title = _("QR code that leads to %(permalink)s") % {"permalink": address}
            word.add_picture(Picture(code_png(address), title, 26), style="Picture")
    checksum = _(
        "Document %(document_id)s · template %(template_version)s · checksum of the content, "
        "SHA-256:"
    ) % {
        "document_id": document_id(document, edition),
        "template_version": edition.template_version,
    }
    word.add_paragraph(f"{checksum} {edition.checksum}", style="Note")


def citation(pen: Pen, address: str) -> list[Span]:
    document = pen.document
    bodies = ", ".join(body.name for body in document.bodies) or document.project
    title = ": ".join(filter(None, [document.title, document.subtitle]))
    number = _("Policy brief, edition %(number)s.") % {"number": pen.edition.number}
    return [
        Span(f"{_('Cite as:')} ", is_bold=True),
        Span(f"{bodies} ({document.as_of:%Y}). "),
        Span(title, is_italic=True),
        Span(f". {number} "),
        Span(address, link=address),
    ]


def remarks_of(pen: Pen) -> list[tuple[str, str]]:
    document = pen.document
    remarks = [
        (
            _("Designations."),
            _("The designations used in this document and the way its material is presented do "
              "not imply any opinion whatsoever of the issuing bodies on the legal status of any "
              "country, territory, city or area or of its authorities, or on the delimitation of "
              "its frontiers or boundaries."),
        ),
    ]  # fmt: skip
    if document.is_example:
        remarks.append((
            _("Example, not the city’s own."),
            _("Plans, people, findings or answers in this document are invented. It is not for "
              "citation."),
        ))  # fmt: skip
    if document.framework:
        working = _("† Working title, not the official wording.")
        parts = [", ".join(filter(None, [document.framework, document.framework_symbol]))]
        parts += [working] if document.has_working_titles else []
        remarks.append((_("Framework."), ". ".join(parts)))
    if is_working(document.language):
        remarks.append((
            _("Language."),
            _("The headings and labels of this document are a working translation of the English "
              "ones."),
        ))  # fmt: skip
    return remarks
