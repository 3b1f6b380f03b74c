"""Beginning a translation, and saving what is said in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from briefs.labels import in_language
from briefs.models import BlockTranslation, Brief, BriefSection, TranslationReturn
from briefs.translations.blocks import COVER, TITLE, Block, blocks_of
from briefs.translations.returned import ReturnedTexts
from recommendations.models import Recommendation
from recommendations.services import add_wording
from writing.services import save_version


class CannotTranslate(Exception):
    """Why there can be no such translation, in words."""


@transaction.atomic
def begin_translation(brief: Brief, *, language: str, by: User) -> Brief:
    """A brief of its own in another language. Raises CannotTranslate.

    Our own headings are said in the language at once; everything else is still to be translated.
    """
    if brief.translation_of_id is not None:
        raise CannotTranslate(_("Translate the brief that this one is a translation of."))
    if language == brief.language:
        raise CannotTranslate(_("The brief is in this language."))
    try:
        with transaction.atomic():
            translation = Brief.objects.create(
                project=brief.project, translation_of=brief, language=language,
                slug=free_address(brief, language), title=brief.title, subtitle=brief.subtitle,
                series=brief.series, changed_by=by, is_example=brief.is_example,
            )  # fmt: skip
    except IntegrityError as taken:
        raise CannotTranslate(_("It is being translated into this language already.")) from taken
    say_own_headings(translation, by=by)
    return translation


def free_address(brief: Brief, language: str) -> str:
    """Ends in the language, and in a number where that is taken."""
    wanted = f"{brief.slug[:80]}-{language}"
    taken = set(Brief.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)


def say_own_headings(translation: Brief, *, by: User) -> None:
    """The headings that still bear the portal's own words."""
    source = translation.translation_of or translation
    said = {}
    for language in (source.language, translation.language):
        with in_language(language):
            said[language] = {key: str(label) for key, label in BriefSection.Key.choices}
    ours, theirs = said[source.language], said[translation.language]
    BlockTranslation.objects.bulk_create(
        BlockTranslation(
            brief=translation, key=f"section-title-{section.key}", source=section.title,
            text=theirs[section.key], changed_by=by,
        )
        for section in source.sections.all()
        if section.title == ours.get(section.key)
    )  # fmt: skip


def row_of(translation: Brief, block: Block, *, by: User) -> BlockTranslation:
    """The row that a text is written in; it is there from the first time somebody opens it."""
    row, _created = BlockTranslation.objects.get_or_create(
        brief=translation, key=block.key, defaults={"changed_by": by}
    )
    return row


@transaction.atomic
def keep_translation(translation: Brief, *, block: Block, row: BlockTranslation, by: User) -> None:
    """After a text was saved: it was made from the source as it stands now.

    The cover's words go into the brief's own row, where lists read them; a recommendation's
    becomes a wording in its language, which whoever answers a round in that language reads.
    """
    BlockTranslation.objects.filter(pk=row.pk).update(source=block.source.text)
    row.source = block.source.text
    if block.key in COVER and (row.text.strip() or block.key != TITLE):
        brief = Brief.objects.get(pk=translation.pk)
        save_version(
            brief, fields={block.key: row.text.strip()}, expected_version=brief.version, by=by
        )
    kind, _dash, pk = block.key.rpartition("-")
    if kind == "recommendation" and row.text.strip():
        recommendation = Recommendation.objects.get(pk=pk)
        add_wording(recommendation, text=row.text, by=by, language=translation.language)


@transaction.atomic
def keep_return(
    translation: Brief, *, name: str, content: bytes, texts: ReturnedTexts, by: User
) -> TranslationReturn:
    """What a file says, to be looked at before any of it is taken."""
    return TranslationReturn.objects.create(
        brief=translation,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        texts={key: {"text": text, "mark": texts.marks[key]} for key, text in texts.texts.items()},
        unmatched=list(texts.unmatched),
        by=by,
    )


@transaction.atomic
def take_in(returned: TranslationReturn, *, keys: Iterable[str], by: User) -> int:
    """Take the chosen texts of a file as they stand in it; how many were changed by that.

    Somebody who is writing one of them meanwhile is told so by the version, as of any save.
    """
    translation = Brief.objects.select_for_update().get(pk=returned.brief_id)
    blocks = {block.key: block for block in blocks_of(translation)}
    texts: Mapping[str, dict[str, str]] = returned.texts
    taken = [key for key in dict.fromkeys(keys) if key in texts and key in blocks]
    for key in taken:
        row = row_of(translation, blocks[key], by=by)
        row = save_version(
            row, fields={"text": texts[key]["text"], "differs_on_purpose": False},
            expected_version=row.version, by=by,
        )  # fmt: skip
        keep_translation(translation, block=blocks[key], row=row, by=by)
    returned.taken = sorted({*returned.taken, *taken})
    returned.taken_at = timezone.now()
    returned.save(update_fields=["taken", "taken_at"])
    return len(taken)
