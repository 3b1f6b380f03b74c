"""Who of a project may be known twice, and what would become of the two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from participants.models import Difference, Person, Registration
from participants.names import search_key
from participants.services.merging import MERGED_FIELDS, Clash, clashes
from projects.models import Project

MOST_TWINS = 5  # shown beside one person
MOST_CANDIDATES = 500  # read for a page of them
KINDS: dict[str, tuple[str, str | Promise]] = {
    "name": ("likeness_key", _("The same words in the name")),
    "email": ("email_key", _("The same e-mail")),
}


def people_of(project: Project) -> QuerySet[Person]:
    """Everybody known to the project, each once."""
    return Person.objects.filter(project=project, merged_into__isnull=True, erased_at__isnull=True)


def with_older_twin(project: Project, kind: str) -> QuerySet[Person]:
    """People of whom an older row has the same key, and nobody said that they differ."""
    key, _words = KINDS[kind]
    # A sum, not the primary key: SQLite would go through all older rows, not those of the key.
    older = (
        people_of(project).alias(age=F("pk") + 0)
        .filter(**{key: OuterRef(key)}, age__lt=OuterRef("pk"))
    )  # fmt: skip
    different = Difference.objects.filter(first=OuterRef("pk"), second=OuterRef(OuterRef("pk")))
    twins = older.exclude(Exists(different))
    return people_of(project).exclude(**{key: ""}).filter(Exists(twins)).order_by(key, "pk")


class Twins(NamedTuple):
    """Somebody, and the older rows that may be the same person, the likest first."""

    person: Person
    others: list[Person]


def twins_of(people: Iterable[Person], project: Project, kind: str) -> list[Twins]:
    """Each beside those like them. Three queries for a page."""
    people = list(people)
    key, _words = KINDS[kind]
    keys = {getattr(person, key) for person in people}
    found = people_of(project).filter(**{f"{key}__in": keys}).order_by("pk")
    candidates = {each.pk: each for each in [*found[:MOST_CANDIDATES], *people]}
    of_key: dict[str, list[Person]] = defaultdict(list)
    for candidate in candidates.values():
        of_key[getattr(candidate, key)].append(candidate)
    told = set(Difference.objects.filter(second__in=people).values_list("first", "second"))
    twins = [Twins(each, likest(each, of_key[getattr(each, key)], told)) for each in people]
    tell_last({row.pk: row for person, others in twins for row in (person, *others)})
    return twins


def twins_in(pairs: Iterable[tuple[int, int]]) -> list[Twins]:
    """The people of pairs that were found already, the older first. Two queries for a page."""
    pairs = list(pairs)
    people = Person.objects.in_bulk([pk for pair in pairs for pk in pair])
    tell_last(people)
    return [Twins(people[newer], [people[older]]) for older, newer in pairs]


def tell_last(people: dict[int, Person]) -> None:
    """Put `last` on each: the last registration, from which organisation and city are told."""
    registrations = Registration.objects.filter(person__in=people).order_by("registered_at")
    last = {registration.person_id: registration for registration in registrations}
    for pk, person in people.items():
        person.last = last.get(pk)


def likest(person: Person, known: list[Person], told: set[tuple[int, int]]) -> list[Person]:
    older = (each for each in known if each.pk < person.pk and (each.pk, person.pk) not in told)
    return sorted(older, key=lambda each: -alike(person, each))[:MOST_TWINS]


def alike(one: Person, other: Person) -> float:
    return fuzz.ratio(one.name_key, other.name_key) + 101 * (one.email_key == other.email_key)


def found_by(project: Project, text: str) -> QuerySet[Person]:
    """People whose name or address holds every word, without accents, in any order."""
    found = people_of(project)
    for word in search_key(text).split()[:10]:
        found = found.filter(search_key__contains=word) | found.filter(email_key__contains=word)
    return found.order_by("sort_key", "pk")


@dataclass(frozen=True)
class MergedField:
    """One choice of the preview: what either row says."""

    name: str
    label: str
    kept: str
    merged: str

    @property
    def is_asked(self) -> bool:
        return bool(self.kept and self.merged) and self.kept != self.merged

    @property
    def takes_merged(self) -> bool:
        """Only the row that goes says anything."""
        return bool(self.merged and not self.kept)


@dataclass(frozen=True)
class MergePreview:
    fields: list[MergedField]
    clashes: list[Clash]
    attendances: int
    of_kept: int
    of_merged: int

    @property
    def asked(self) -> list[MergedField]:
        return [field for field in self.fields if field.is_asked]


def preview_merge(kept: Person, merged: Person) -> MergePreview:
    counts = dict(
        Registration.objects.filter(person__in=[kept, merged])
        .order_by().values_list("person").annotate(Count("pk"))
    )  # fmt: skip
    both = clashes(kept, merged)
    of_kept, of_merged = counts.get(kept.pk, 0), counts.get(merged.pk, 0)
    return MergePreview(
        fields=[merged_field(name, kept, merged) for name in MERGED_FIELDS],
        clashes=both, attendances=of_kept + of_merged - len(both),
        of_kept=of_kept, of_merged=of_merged,
    )  # fmt: skip


def merged_field(name: str, kept: Person, merged: Person) -> MergedField:
    column: Any = Person._meta.get_field(name)
    label = str(column.verbose_name)
    return MergedField(name, label, said_by(kept, name), said_by(merged, name))


def said_by(person: Person, name: str) -> str:
    if name != "gender":
        return str(getattr(person, name))
    words = [person.get_gender_display() if person.gender else "", person.gender_words]
    return ", ".join(str(each) for each in words if each)
