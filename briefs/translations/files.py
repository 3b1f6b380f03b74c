"""A translation as a file for translators: a row for each text, the source beside its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from django.utils.translation import gettext as _

from briefs.models import Brief
from briefs.translations.blocks import Block, blocks_of, source_of
from documents.marks import NOTE_CALL
from documents.sheets.write import SheetToWrite, workbook_bytes
from documents.word import Paper, Properties, WordDocument

DOCX, XLSX = "docx", "xlsx"
CONTENT_TYPES = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHARES = (2, 5, 5)
LONGEST_CELL = 30_000  # characters; a spreadsheet's cell holds 32,767
CODE, MARK = "Code", "Mark"  # what the file is read back by; never translated


def file_of(translation: Brief, format: str) -> bytes:
    return {DOCX: word_of, XLSX: workbook_of}[format](translation, blocks_of(translation))


def file_name(translation: Brief, format: str) -> str:
    return f"{translation.slug}-for-translators.{format}"


def word_of(translation: Brief, blocks: Sequence[Block]) -> bytes:
    source = source_of(translation)
    document = WordDocument(
        Properties(title=title_of(translation), language=source.language,
                   made_at=translation.changed_at),
        paper=Paper.A4, head=source.title,
    )  # fmt: skip
    document.add_title(source.title, title_of(translation))
    for line in instructions():
        document.add_paragraph(line)
    for part, group in groupby(blocks, key=lambda block: block.source.part):
        document.add_heading(part, 1)
        document.add_rows(heads_of(translation), SHARES, rows_of(document, group), title=part)
    return document.to_bytes()


def title_of(translation: Brief) -> str:
    languages = {
        "source": source_of(translation).get_language_display(),
        "target": translation.get_language_display(),
    }
    return _("%(source)s to %(target)s") % languages


def instructions() -> list[str]:
    return [
        _("Write in the last column. The code in the first column says which text it is: leave it "
          "as it is. Rows may be left empty and come back later."),
        _("Figures, addresses, [^notes] and [[names in brackets]] stay as they are: the portal "
          "puts in what they stand for."),
    ]  # fmt: skip


def lines_around(translation: Brief, blocks: Iterable[Block]) -> set[str]:
    """What the Word file says outside of its rows, each line with single blanks."""
    parts = (block.source.part for block in blocks)
    lines = (source_of(translation).title, title_of(translation), *instructions(), *parts)
    return {" ".join(line.split()) for line in lines}


def heads_of(translation: Brief) -> tuple[str, str, str]:
    source = source_of(translation)
    return CODE, source.get_language_display(), translation.get_language_display()


def rows_of(
    document: WordDocument, blocks: Iterator[Block]
) -> Iterator[Sequence[Callable[[], None]]]:
    for block in blocks:
        code = f"{block.key} {block.source.mark}"
        yield (
            partial(document.add_paragraph, code, style="TableText"),
            partial(add_text, document, block.source.text, block.source.is_line),
            partial(add_text, document, block.text, block.source.is_line),
        )


def add_text(document: WordDocument, text: str, is_line: bool) -> None:
    if is_line or not text.strip():
        document.add_paragraph(text.strip(), style="BodyText")
    else:
        document.add_markdown(NOTE_CALL.sub(r"\\\g<0>", text))  # a note is read where it stands


def workbook_of(translation: Brief, blocks: Sequence[Block]) -> bytes:
    code, source, target = heads_of(translation)
    header = [code, MARK, _("Part"), _("Text"), source, target, _("Status")]
    rows = [row for block in blocks for row in sheet_rows(block)]
    sheet = SheetToWrite(_("Translation"), header, rows)
    return workbook_bytes(title_of(translation), [sheet], notes=instructions())


def sheet_rows(block: Block) -> Iterator[list[str]]:
    """More than one where a text is longer than a cell: they bear the same code."""
    sources, texts = pieces_of(block.source.text), pieces_of(block.text)
    for number in range(max(len(sources), len(texts))):
        yield [
            block.key, block.source.mark, block.source.part, block.source.label,
            *(part[number] if number < len(part) else "" for part in (sources, texts)),
            str(block.status.label),
        ]  # fmt: skip


def pieces_of(text: str) -> list[str]:
    """Cut between paragraphs; a paragraph longer than a cell is cut where it must be."""
    pieces = [""]
    for paragraph in text.split("\n\n"):
        for start in range(0, max(len(paragraph), 1), LONGEST_CELL):
            stretch = paragraph[start : start + LONGEST_CELL]
            if pieces[-1] and len(pieces[-1]) + len(stretch) + 2 > LONGEST_CELL:
                pieces.append(stretch)
            else:
                pieces[-1] = f"{pieces[-1]}\n\n{stretch}" if pieces[-1] else stretch
    return pieces
