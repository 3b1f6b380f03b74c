"""The words by which a person is found in texts: names, e-mail, phone, as they may be written."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from participants.models import Person

SHORT = 6  # letters; a shorter word counts only where it stands alone
SHORTEST = 2


@dataclass(frozen=True)
class Words:
    """What names somebody. `q` finds candidates in the database, `name_in` says for certain."""

    words: tuple[str, ...]

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Each word in the cases and normal forms in which a database keeps it.

        Both databases overlook case by themselves, SQLite of ASCII letters only.
        """
        forms = (
            unicodedata.normalize(form, cased)
            for word in self.words
            for cased in ([word] if word.isascii() else cases(word))
            for form in ("NFC", "NFD")
        )
        return tuple(dict.fromkeys(forms))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(alone_if_short(comparable(word)) for word in self.words))

    def q(self, field: str) -> Q:
        found = Q(pk__in=[])
        for word in self.written:
            found |= Q(**{f"{field}__icontains": word})
        return found

    def q_of_json(self, field: str) -> Q:
        """SQLite keeps JSON in ASCII, so each word also as JSON writes it."""
        found = self.q(field)
        for word in self.written:
            found |= Q(**{f"{field}__icontains": json.dumps(word)[1:-1]})
        return found

    def name_in(self, text: str) -> bool:
        return bool(self.words and self.pattern.search(comparable(text)))


def words_of(people: Iterable[Person]) -> Words:
    """The longest first."""
    found = {
        word.strip()
        for person in people
        for word in (
            person.full_name, person.sort_name, person.certificate_name, person.email, person.phone,
        )
    }  # fmt: skip
    long_enough = [word for word in found if len(word) >= SHORTEST]
    return Words(tuple(sorted(long_enough, key=lambda word: (-len(word), word))))


def cases(word: str) -> list[str]:
    return [word, word.lower(), word.upper(), word.title()]


def comparable(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def alone_if_short(word: str) -> str:
    escaped = re.escape(word)
    return rf"(?<!\w){escaped}(?!\w)" if len(word) < SHORT else escaped
