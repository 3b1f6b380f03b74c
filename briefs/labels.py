"""The words that are ours in a printed brief, in the language of the brief.

`reference/document_labels.csv` holds them, a column for each language, marked *working* until
somebody who may say so calls them official. A file of the same name and shape in the portal's
data folder goes before it, cell by cell: labels are put right there without a release. Both are
read once by a process, so web and worker are started again after a change.
"""

from __future__ import annotations

import csv
import functools
import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

FILE = "document_labels.csv"
ENGLISH, STATUS, WORKING = "en", "status", "working"
_active: Any = trans_real._active  # type: ignore[attr-defined]  # what `activate` sets


class Labels(gettext.NullTranslations):
    """What Django merges into its own catalogue. A text has one form for every number."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self._catalog = {text: said for text, said in words.items() if said} | {
            (text, 0): said for text, said in words.items() if said
        }

    @staticmethod
    def plural(number: int) -> int:
        return 0


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Our words in it, dates too; English where there is no word yet."""
    before = getattr(_active, "value", None)
    try:
        with translation.override(language):
            _active.value = words_in(language)
            yield
    finally:
        if before is not None:
            _active.value = before  # which may be that of another document


@functools.cache
def words_in(language: str) -> trans_real.DjangoTranslation:
    """A catalogue apart: a page says the same words whether a document was made before or not."""
    if language == ENGLISH:
        return trans_real.translation(language)
    words = trans_real.DjangoTranslation(language)
    words.merge(Labels({row[ENGLISH]: row.get(language, "") for row in rows()}))
    return words


def is_working(language: str) -> bool:
    """Whether any label of a document in it is a working translation."""
    if language == ENGLISH:
        return False
    return any(row.get(STATUS) == WORKING for row in rows())


@functools.cache
def rows() -> tuple[dict[str, str], ...]:
    """The shipped ones, with what the portal's own file says instead."""
    own = {row[ENGLISH]: row for row in read(Path(settings.PORTAL_DATA) / FILE)}
    shipped = read(settings.BASE_DIR / "reference" / FILE)
    return tuple(row | filled(own.get(row[ENGLISH], {})) for row in shipped)


def filled(row: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if cell}


def read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
