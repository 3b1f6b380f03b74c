"""What an edited Word file says otherwise, kept for a day under PORTAL_DATA and then gone."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from briefs.document import BriefDocument
from briefs.models import Brief, BriefExport, ClearanceStep, Edition, WordReturn
from briefs.render import document_id
from briefs.returned.reading import Returned, read_returned
from briefs.word import brief_word
from documents.uploads import clean_name
from documents.word import NotAWordFile, WordText, read_word

FOLDER = "staged-words"
KEPT = datetime.timedelta(days=1)


class NotOfThisBrief(Exception):
    """The file was not made of an edition of the brief; the message says so in words."""


def take_aside(
    brief: Brief, *, name: str, content: bytes, by: User, edition: Edition | None = None,
    step: ClearanceStep | None = None,
) -> WordReturn:  # fmt: skip
    """Read an edited file and keep for a day how it differs from what was sent.

    `edition` says of which edition it is where the file itself does not.
    Raises NotAWordFile or NotOfThisBrief, in words.
    """
    said = read_word(content)
    edition = edition_of(brief, said, otherwise=edition)
    document = BriefDocument.from_json(edition.content)
    returned = read_returned(document, sent_text(edition, document, said), said)
    return WordReturn.objects.create(
        brief=brief, edition=edition, step=step, asked_by=by, file_name=clean_name(name),
        sha256=hashlib.sha256(content).hexdigest(), staged=written(returned),
    )  # fmt: skip


def edition_of(brief: Brief, said: WordText, *, otherwise: Edition | None) -> Edition:
    """By the name that the file bears; a file that lost it must at least hold our blocks."""
    name, _hash, checksum = said.identifier.partition("#")
    named = brief.editions.filter(checksum__startswith=checksum) if checksum else ()
    for edition in named:
        if document_id(BriefDocument.from_json(edition.content), edition) == name:
            return edition
    if checksum and len(checksum) == 16 or not said.blocks:
        raise NotOfThisBrief(
            _("This file was not made of an edition of this brief. Take in the Word file that was "
              "downloaded here, edited.")
        )  # fmt: skip
    if otherwise is None:
        raise NotOfThisBrief(_("The file does not say of which edition it was made. Choose it."))
    return otherwise


def sent_text(edition: Edition, document: BriefDocument, said: WordText) -> WordText:
    """The file that went out as it is read back; made again where none was kept."""
    texts = list(kept_texts(edition)) or [
        read_word(brief_word(document, edition, is_draft=is_draft)) for is_draft in (False, True)
    ]
    lines = set(said.unmatched)
    return min(texts, key=lambda text: len(lines.symmetric_difference(text.unmatched)))


def kept_texts(edition: Edition) -> Iterator[WordText]:
    """One of a draft and one of the published edition: on another paper is the same text."""
    made = edition.exports.filter(format=BriefExport.Format.DOCX, state=BriefExport.State.DONE)
    for export in {export.is_draft: export for export in made.order_by("-pk")}.values():
        try:
            with export.file.open("rb") as file:
                yield read_word(file.read())
        except (OSError, ValueError, NotAWordFile):
            continue  # the file is gone


def written(returned: Returned) -> str:
    """The name under which it is stored, for nobody else to read."""
    folder = Path(default_storage.path(FOLDER))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{FOLDER}/{uuid4().hex}.json"
    path = default_storage.path(name)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(returned.to_json(), file)
    return name


class ReturnIsGone(Exception):
    """It was kept for a day, and that is over."""


def returned_of(word_return: WordReturn) -> Returned:
    """Raises ReturnIsGone."""
    file: IO[bytes]
    try:
        with word_return.staged.open("rb") as file:
            return Returned.from_json(json.load(file))
    except (OSError, ValueError) as gone:
        raise ReturnIsGone(_("The file is kept for a day, and that is over. Bring it in again.")
                           ) from gone  # fmt: skip


def delete_staged() -> None:
    """Twice is harmless. The folder is looked at as well: a process may have ended in between."""
    before = timezone.now() - KEPT
    if default_storage.exists(FOLDER):
        for name in default_storage.listdir(FOLDER)[1]:
            path = f"{FOLDER}/{name}"
            if default_storage.get_modified_time(path) < before:
                default_storage.delete(path)
    old = WordReturn.objects.filter(asked_at__lt=before)
    old.filter(taken=0).delete()
    old.exclude(staged="", file_name="").update(staged="", file_name="")
