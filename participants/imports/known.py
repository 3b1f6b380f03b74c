"""Whom the project knows who could be somebody in a list: read once for a set of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from participants.likeness import CANDIDATES, LIKENESS
from participants.models import Person, Registration
from participants.names import email_key
from participants.services.entries import Entry
from workshops.models import Workshop

COMPARED = ("pk", "code", "full_name", "email_key", "name_key", "likeness_key")


class Reason(models.TextChoices):
    """Why two might be one person. Only e-mail and name together decide it without asking."""

    EMAIL = "email", _("The same e-mail address, another name. Offices often share one.")
    NAME = "name", _("The same name, perhaps in another order or spelling.")
    SPELLING = "spelling", _("Almost the same name.")


@dataclass(frozen=True)
class Known:
    """What a facilitator may see of somebody who might be the same: never e-mail or phone."""

    name: str
    organisation: str
    city: str


class KnownPeople:
    """Everybody in the project who could be somebody of these entries, in five queries at most."""

    def __init__(self, workshop: Workshop, entries: Sequence[Entry], *, spelling: bool) -> None:
        self.workshop = workshop
        self.people = Person.objects.filter(
            project=workshop.project_id, erased_at__isnull=True, merged_into__isnull=True
        )
        emails = {email_key(entry.email) for entry in entries if entry.email}
        names = {entry.likeness for entry in entries}
        found = list(
            self.people.filter(Q(email_key__in=emails) | Q(likeness_key__in=names))
            .only(*COMPARED).order_by("pk")
        )  # fmt: skip
        self.by_email = grouped((person.email_key, person) for person in found)
        self.by_likeness = grouped((person.likeness_key, person) for person in found)
        self.with_address: set[int] = set()
        self.spelt = self._spelt_almost(entries) if spelling else {}
        self._read_registrations(found, {entry.code for entry in entries if entry.code})

    def _read_registrations(self, found: Sequence[Person], codes: set[str]) -> None:
        here = Registration.objects.filter(workshop=self.workshop).select_related("person")
        by_code = here.filter(code__in=codes, person__erased_at=None) if codes else ()
        self.by_code = {row.code: row for row in by_code}
        by_person = here.filter(person__in=[person.pk for person in found]) if found else ()
        self.registrations = {row.person_id: row for row in (*by_person, *self.by_code.values())}

    def _spelt_almost(self, entries: Sequence[Entry]) -> dict[str, int]:
        """Likeness of an entry → who of the project bears almost that name. One query."""
        unknown = {entry.likeness for entry in entries} - self.by_likeness.keys()
        words = {word for name in unknown for word in name.split()}
        bearers: dict[str, dict[str, int]] = defaultdict(dict)
        rows = self.people.values_list("pk", "likeness_key", "email_key")
        for pk, name, address in rows.iterator(chunk_size=10_000):
            for word in words.intersection(name.split()):
                bearers[word][name] = pk
                if address:
                    self.with_address.add(pk)
        spelt = {name: spelt_almost(name, bearers) for name in unknown}
        return {name: pk for name, pk in spelt.items() if pk}

    def same(self, entry: Entry) -> Person | None:
        """The person whose e-mail and name are both those of the entry."""
        identity = entry.identity
        if identity is None:
            return None
        found = (p for p in self.by_email.get(identity[0], ()) if p.name_key == identity[1])
        return next(found, None)

    def alike(self, entry: Entry) -> tuple[int, Reason] | None:
        """Whom to ask about, by primary key. Two addresses speak against names almost alike."""
        if entry.email and (shared := self.by_email.get(email_key(entry.email))):
            return shared[0].pk, Reason.EMAIL
        if namesakes := self.by_likeness.get(entry.likeness):
            return namesakes[0].pk, Reason.NAME
        almost = self.spelt.get(entry.likeness)
        if almost is None or (entry.email and almost in self.with_address):
            return None
        return almost, Reason.SPELLING

    def as_seen(self, primary_keys: Iterable[int]) -> dict[int, Known]:
        """What may be shown of these people: the last registration says where they are from."""
        people = self.people.in_bulk(list(primary_keys))
        rows = Registration.objects.filter(person__in=people).order_by("registered_at", "pk")
        last = {row.person_id: row for row in rows.only("person", "organisation_name", "city_name")}
        return {pk: known(person, last.get(pk)) for pk, person in people.items()}


def known(person: Person, last: Registration | None) -> Known:
    if last is None:
        return Known(person.full_name, "", "")
    return Known(person.full_name, last.organisation_name, last.city_name)


def grouped(pairs: Iterable[tuple[str, Person]]) -> dict[str, list[Person]]:
    groups: dict[str, list[Person]] = defaultdict(list)
    for key, person in pairs:
        if key:
            groups[key].append(person)
    return groups


def spelt_almost(name: str, bearers: Mapping[str, Mapping[str, int]]) -> int | None:
    """The likest of those who share a word of the name, where it is borne by few."""
    for word in name.split():
        names = bearers.get(word, {})
        if 0 < len(names) <= CANDIDATES:
            best = process.extractOne(name, names.keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS)
            if best:
                return names[best[0]]
    return None
