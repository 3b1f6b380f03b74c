"""The texts of a file that somebody chose, saved: all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from briefs.document import BriefDocument
from briefs.models import BlockTranslation, Brief, WordReturn
from briefs.returned.proposals import Proposal, proposals_of
from briefs.returned.reading import Returned
from briefs.translations.blocks import block_of
from briefs.translations.deeds import keep_translation, row_of
from recommendations.models import Wording
from recommendations.services import add_wording
from writing.differences import bring_together
from writing.models import Versioned
from writing.services import StaleVersion, save_version, set_aside

FILE, PORTAL, BOTH = "file", "portal", "both"
CHOICES = (FILE, PORTAL, BOTH)


class ChangedMeanwhile(Exception):
    """Somebody saved one of the texts since the page was opened. Nothing was taken."""


Chosen = Mapping[str, tuple[str, str]]  # by block: what was chosen, and what it was seen beside


@transaction.atomic
def take_in(word_return: WordReturn, returned: Returned, *, chosen: Chosen, by: User) -> int:
    """Save the chosen texts with their history; how many. Raises ChangedMeanwhile.

    A text of the file that is let go for the portal's goes into the history, where it has one.
    """
    brief = Brief.objects.select_for_update().select_related("project").get(pk=word_return.brief_id)
    document = BriefDocument.from_json(word_return.edition.content)
    proposals = [
        one for one in proposals_of(brief, document, returned) if one.id in chosen and one.target
    ]
    if any(chosen[one.id][1] != one.target.seen for one in proposals if one.target):
        raise ChangedMeanwhile(words_of_change())
    taken = [one for one in proposals if chosen[one.id][0] != PORTAL and not one.problem]
    try:
        save(brief, [(one, text_of(one, chosen[one.id][0])) for one in taken], by=by)
        let_go([one for one in proposals if chosen[one.id][0] == PORTAL], by=by)
    except StaleVersion as stale:
        raise ChangedMeanwhile(words_of_change()) from stale
    WordReturn.objects.filter(pk=word_return.pk).update(
        taken=F("taken") + len(taken), taken_at=timezone.now()
    )
    return len(taken)


def words_of_change() -> str:
    return _("Somebody changed one of these texts meanwhile. Nothing was taken; look once more.")


def text_of(proposal: Proposal, choice: str) -> str:
    if choice == BOTH and proposal.is_markdown:
        return bring_together(proposal.now, proposal.returned.said)
    return proposal.returned.said


def save(brief: Brief, texts: Sequence[tuple[Proposal, str]], *, by: User) -> None:
    """Fields of one row together, so that its version is raised once."""
    rows: dict[int, tuple[models.Model, dict[str, str]]] = {}
    for proposal, text in texts:
        if target := proposal.target:
            _thing, fields = rows.setdefault(id(target.thing), (target.thing, {}))
            fields[target.field] = text
    for thing, fields in rows.values():
        save_row(brief, thing, fields, by=by)


def save_row(brief: Brief, thing: models.Model, fields: dict[str, Any], *, by: User) -> None:
    if isinstance(thing, Wording):
        add_wording(thing.recommendation, text=fields["text"], language=brief.language, by=by)
    elif isinstance(thing, BlockTranslation):
        save_translation(brief, thing, fields["text"], by=by)
    elif isinstance(thing, Versioned):
        save_version(thing, fields=fields, expected_version=thing.version, by=by, entry_apart=True)


def save_translation(brief: Brief, read: BlockTranslation, text: str, *, by: User) -> None:
    block = block_of(brief, read.key)
    if block is None:
        return
    row = row_of(brief, block, by=by)
    row = save_version(
        row, fields={"text": text, "differs_on_purpose": False}, expected_version=read.version,
        by=by, entry_apart=True,
    )  # fmt: skip
    keep_translation(brief, block=block, row=row, by=by)


def let_go(proposals: Sequence[Proposal], *, by: User) -> None:
    for proposal in proposals:
        target = proposal.target
        if target and target.thing.pk and isinstance(target.thing, Versioned):
            set_aside(target.thing, texts={target.field: proposal.returned.said}, by=by)
