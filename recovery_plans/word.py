"""A plan as a Word file, from the same frozen text and the same tables as its PDF."""

from __future__ import annotations

from base64 import b64decode

from django.utils import translation
from django.utils.translation import gettext as _

from documents.word import Column, Picture, Properties, Span, Table, WordDocument, block_id_of
from recovery_plans.document import AnnexText
from recovery_plans.document.facts import DataTable, plan_facts
from recovery_plans.issue import Issue
from recovery_plans.printed import (
    TEMPLATE_VERSION,
    PrintedAction,
    PrintedChapter,
    PrintedPathway,
    chapters_of,
)

PICTURE_MM = 90  # as wide as a photograph is seen well


def plan_word(issue: Issue) -> bytes:
    """The whole document, in the plan's language."""
    with translation.override(issue.document.language):
        return _file(issue)


def _file(issue: Issue) -> bytes:
    document = issue.document
    word = WordDocument(
        _properties(issue), paper=issue.paper, head=document.title, foot=issue.status,
        mark=issue.mark,
    )  # fmt: skip
    _add_front(word, issue)
    for chapter in chapters_of(document):
        _add_chapter(word, chapter, document.currency)
    _add_colophon(word, issue)
    return word.to_bytes()


def _properties(issue: Issue) -> Properties:
    document = issue.document
    return Properties(
        title=document.title,
        language=document.language,
        made_at=issue.made_at,
        author=issue.author,
        subject=f"{_('Recovery plan')}. {issue.status}",
        keywords=(document.city, document.country, document.project, document.framework),
    )


def _add_front(word: WordDocument, issue: Issue) -> None:
    document = issue.document
    word.add_title(document.title, f"{issue.name} · {issue.day}")
    notice = [Span(issue.stamp, is_bold=True)]
    if document.is_example:
        invented = _("Example, not the city’s own: what is invented in it was said by nobody.")
        notice.append(Span(f"\n{invented}"))
    word.add_paragraph(notice, style="Notice")
    word.add_paragraph("")
    word.add_facts(plan_facts(document))
    word.add_contents(_("Contents"))
    if document.vision.strip():
        word.add_heading(_("Vision"), anchor="vision")
        word.add_block("vision", document.vision, label=_("Vision"), top_heading=2)
    if document.priorities:
        word.add_heading(_("Priorities"), anchor="priorities")
        word.add_list(
            [_priority(one.text, one.workshop) for one in document.priorities], is_numbered=True
        )


def _priority(text: str, workshop: str) -> str:
    return f"{text} ({_('from')} {workshop})" if workshop else text


def _add_chapter(word: WordDocument, chapter: PrintedChapter, currency: str) -> None:
    word.add_heading(f"{chapter.number}. {chapter.title}", anchor=chapter.anchor)
    if chapter.text:
        word.add_block(
            block_id_of("chapter", chapter.anchor.partition("-")[2]), chapter.text,
            label=chapter.title, top_heading=2,
        )  # fmt: skip
    for table in chapter.tables:
        word.add_table(_table(table))
        if table.note:
            word.add_paragraph(table.note, style="Note")
    for pathway in chapter.pathways:
        _add_pathway(word, pathway)
    for annex in chapter.annexes:
        _add_annex(word, annex)


def _add_annex(word: WordDocument, annex: AnnexText) -> None:
    word.add_heading(annex.title, 2, anchor=f"annex-{annex.key}")
    if annex.picture:
        picture = Picture(b64decode(annex.picture), annex.alt_text, PICTURE_MM)
        word.add_picture(picture)
    if annex.alt_text:
        word.add_paragraph(annex.alt_text)
    word.add_paragraph(annex.note, style="Note")


def _add_pathway(word: WordDocument, pathway: PrintedPathway) -> None:
    text = pathway.text
    working = _(" (working title)") if text.is_working_title else ""
    word.add_heading(f"{text.code} {text.title}{working}", 2, anchor=f"pathway-{text.code}")
    if pathway.note:
        word.add_paragraph(pathway.note)
    if text.narrative.strip():
        word.add_block(block_id_of("section", text.code), text.narrative, label=text.code)
    for action in pathway.actions:
        _add_action(word, action)


def _add_action(word: WordDocument, action: PrintedAction) -> None:
    text = action.text
    title = _("Action %(number)s: %(title)s") % {"number": text.number, "title": text.title}
    word.add_heading(title, 3, anchor=f"action-{text.number}")
    if text.objective.strip():
        word.add_block(block_id_of("action", str(text.number)), text.objective, top_heading=4)
    word.add_facts(action.facts)
    for table in action.tables:
        word.add_table(_table(table))


def _add_colophon(word: WordDocument, issue: Issue) -> None:
    document = issue.document
    word.add_heading(_("About this document"))
    if issue.address:
        word.add_paragraph([Span(issue.address, link=issue.address)])
    framework = _("Framework: %(title)s, %(code)s.") % {
        "title": document.framework_title, "code": document.framework,
    }  # fmt: skip
    word.add_paragraph(framework, style="Note")
    checksum = _("Template %(version)s. Checksum of the content, SHA-256: %(checksum)s") % {
        "version": TEMPLATE_VERSION, "checksum": issue.checksum,
    }  # fmt: skip
    word.add_paragraph(checksum, style="Note")


def _table(table: DataTable) -> Table:
    return Table(
        caption=table.caption,
        columns=[Column(head.title, head.share, head.is_number) for head in table.heads],
        rows=table.rows,
        description=table.description or table.caption,
    )
