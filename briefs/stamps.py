"""What is stamped on a brief and on a recommendation: *validated* only for the validated words."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from briefs.document import BriefDocument, RecommendationText, Standing
from projects.models import Language

MOST_ROUNDS = 3  # named on the cover
LAST_NUMBER = re.compile(r" (?=\d+$)")


@dataclass(frozen=True)
class Stamp:
    title: str
    lines: tuple[str, ...]
    is_open: bool  # dashed: not, or not yet, validated


def brief_stamp(document: BriefDocument, *, is_draft: bool) -> Stamp:
    how_many = _("%(part)d of %(whole)d recommendations are validated as printed") % {
        "part": document.validated,
        "whole": len(document.recommendations),
    }
    if is_draft:
        return Stamp(_("DRAFT"), (_("Not published"), how_many), is_open=True)
    if not document.is_validated:
        return Stamp(_("FOR VALIDATION"), (how_many,), is_open=True)
    lines = (*rounds_of(document), *worded_in(document.source_language), how_many)
    return Stamp(_("VALIDATED"), lines, is_open=False)


def worded_in(language: str) -> tuple[str, ...]:
    """Of a translation: people validated other words than the printed ones."""
    if not language:
        return ()
    return (_("Validated in %(language)s; this is a translation")
            % {"language": Language(language).label},)  # fmt: skip


def rounds_of(document: BriefDocument) -> tuple[str, ...]:
    """When and by how many, each round once."""
    said = dict.fromkeys(line for each in document.recommendations for line in put_to(each))
    if len(said) > MOST_ROUNDS:
        return (_("in %(count)d rounds") % {"count": len(said)},)
    return tuple(said)


def put_to(recommendation: RecommendationText) -> tuple[str, ...]:
    """When its result was closed, and who could answer."""
    result = recommendation.result
    if result is None:
        return ()
    if result.people is None:
        return (day_of(result.closed_on),)
    return (_("%(day)s, %(people)s") % {"day": day_of(result.closed_on), "people": result.people},)


def recommendation_stamp(recommendation: RecommendationText) -> Stamp:
    """The printed wording beside the result that is printed with it."""
    wording = {"number": recommendation.wording, "day": day_of(recommendation.worded_on)}
    if recommendation.is_of_earlier_wording:
        return Stamp(_("FOR VALIDATION"), (_("Translation of an earlier wording"),), is_open=True)
    if recommendation.is_validated:
        said_in = worded_in(recommendation.worded_in)
        how = _("Wording %(number)d") if said_in else _("Wording %(number)d, as printed here")
        lines = (how % wording, *said_in, *put_to(recommendation))
        return Stamp(_("VALIDATED"), lines, is_open=False)
    if recommendation.standing == Standing.CHANGED and recommendation.result:
        return Stamp(
            _("FOR VALIDATION"),
            (
                _("Changed after validation: wording %(number)d of %(day)s") % wording,
                tied(
                    _("The result is that of wording %(number)d")
                    % {"number": recommendation.result.wording}
                ),
                *put_to(recommendation),
            ),
            is_open=True,
        )
    if recommendation.standing == Standing.NOT_SUPPORTED:
        lines = (_("Wording %(number)d, as printed here") % wording, *put_to(recommendation))
        return Stamp(_("NOT VALIDATED"), lines, is_open=True)
    return Stamp(_("FOR VALIDATION"), (sentence(recommendation.standing.label),), is_open=True)


def tied(line: str) -> str:
    """Its last number never stands on a line of its own."""
    return LAST_NUMBER.sub("\N{NO-BREAK SPACE}", line)


def sentence(words: object) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]


def day_of(day: datetime.date | str) -> str:
    return str(formats.date_format(day, "DATE_FORMAT"))
