"""The comments of a round and what became of each: one value for page, Word and spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from documents.sheets.write import Cell
from documents.word import Column, Properties, Table, WordDocument
from recommendations.models import Answer, Reply, ValidationRound


@dataclass(frozen=True)
class CommentRow:
    """`who` is not for attribution: the city or the kind of organisation, never a name."""

    answer: int
    who: str
    number: int  # of the recommendation
    wording: int
    position: str
    comment: str
    verdict: str  # empty while nobody has replied
    reason: str


def commented(validation_round: ValidationRound) -> QuerySet[Answer]:
    """The answers that came with a comment, by recommendation."""
    answers = Answer.objects.filter(item__round=validation_round).exclude(comment="")
    joined = answers.select_related(
        "item__wording__recommendation", "registration__city", "registration__country", "reply"
    )
    return joined.order_by("item__wording__recommendation__number", "pk")


def rows_of(answers: Iterable[Answer]) -> list[CommentRow]:
    return [row_of(answer) for answer in answers]


def row_of(answer: Answer) -> CommentRow:
    reply: Reply | None = getattr(answer, "reply", None)
    wording = answer.item.wording
    return CommentRow(
        answer=answer.pk,
        who=who_said(answer),
        number=wording.recommendation.number,
        wording=wording.number,
        position=answer.get_position_display(),
        comment=answer.comment,
        verdict=reply.get_verdict_display() if reply else "",
        reason=reply.reason if reply else "",
    )


def who_said(answer: Answer) -> str:
    registration = answer.registration
    if registration.city:
        return registration.city.name
    if registration.organisation_kind:
        return str(registration.get_organisation_kind_display())
    return registration.country.name if registration.country else _("a participant")


def header() -> list[str]:
    return [
        _("From"), _("Recommendation"), _("Wording"), _("Position"), _("Comment"), _("Reply"),
        _("Why"),
    ]  # fmt: skip


def cells_of(rows: Iterable[CommentRow]) -> list[list[Cell]]:
    return [
        [row.who, row.number, row.wording, row.position, row.comment, row.verdict, row.reason]
        for row in rows
    ]


def replies_word(validation_round: ValidationRound, rows: list[CommentRow]) -> bytes:
    """The table that goes round: from, paragraph, comment, reply and why."""
    title = _("Comments and replies: %(round)s") % {"round": validation_round.title}
    word = WordDocument(
        Properties(title=title, language="en", made_at=validation_round.opened_at),
        head=title, foot=validation_round.project.code,
    )  # fmt: skip
    word.add_title(title)
    word.add_paragraph(
        _("Comments are not for attribution: the city or the type of organisation is named."),
        style="Note",
    )
    shares = (1.2, 1.8, 3, 1.2, 1.8)
    headings = [_("From"), _("Paragraph"), _("Comment"), _("Reply"), _("Why")]
    columns = [Column(name, share=share) for name, share in zip(headings, shares, strict=True)]
    word.add_table(
        Table(columns=columns, rows=[_word_cells(row) for row in rows], description=title)
    )
    return word.to_bytes()


def _word_cells(row: CommentRow) -> list[str]:
    paragraph = _("Recommendation %(number)s, wording %(wording)s") % {
        "number": row.number, "wording": row.wording,
    }  # fmt: skip
    return [row.who, paragraph, row.comment, row.verdict or _("no reply yet"), row.reason]
