"""People of a project whose names are almost the same: a question to a human, as any likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import NamedTuple

from rapidfuzz import fuzz, process

from participants.duplicates import people_of
from participants.likeness import CANDIDATES, LIKENESS
from participants.models import Difference
from projects.models import Project

AT_ONCE = 20_000  # people compared at a time, in the order of their names
NEIGHBOURS = 8  # in that order, compared though they share no word
MOST_TRIED = 100  # pairs of people who bear the same two names

Told = set[tuple[int, int]]


class Bearer(NamedTuple):
    pk: int
    address: str


@dataclass(frozen=True)
class Compared:
    """Pairs of people, the older first, and the name to go on after; none at the end."""

    pairs: list[tuple[int, int]]
    last: str


def near_names(project: Project, *, after: str = "") -> Compared:
    """Of the people whose names follow in the alphabet. Two queries, however many there are.

    Two addresses speak against names almost alike, as they do in a list that is imported.
    """
    rows = list(
        people_of(project).filter(likeness_key__gt=after).order_by("likeness_key", "pk")
        .values_list("likeness_key", "pk", "email_key")[:AT_ONCE]
    )  # fmt: skip
    bearers: dict[str, list[Bearer]] = defaultdict(list)
    for name, pk, address in rows:
        bearers[name].append(Bearer(pk, address))
    told = set(Difference.objects.filter(first__project=project).values_list("first", "second"))
    names = almost_alike(list(bearers))
    found = (pair_of(bearers[one], bearers[other], told) for one, other in names)
    return Compared(
        pairs=[pair for pair in found if pair], last=rows[-1][0] if len(rows) == AT_ONCE else ""
    )


def almost_alike(names: Sequence[str]) -> list[tuple[str, str]]:
    """Each two of the names, in the order given, that are alike but not the same."""
    place = {name: number for number, name in enumerate(names)}
    found = {
        (one, other) for one, others in compared(names) for other in
        (match[0] for match in process.extract(
            one, others, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=None
        ))
    }  # fmt: skip
    return sorted(found, key=lambda pair: (place[pair[0]], place[pair[1]]))


def compared(names: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Each name with later ones: those beside it, and those that share a word with it."""
    for number, name in enumerate(names):
        yield name, names[number + 1 : number + 1 + NEIGHBOURS]
    sharing: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for word in set(name.split()):
            sharing[word].append(name)
    for group in sharing.values():
        for number, name in enumerate(group):
            yield name, group[number + 1 : number + 1 + CANDIDATES]


def pair_of(some: list[Bearer], others: list[Bearer], told: Told) -> tuple[int, int] | None:
    """Two who bear the two names, whom nobody told apart and whose addresses may be one's."""
    for one, other in islice(product(some, others), MOST_TRIED):
        pair = (min(one.pk, other.pk), max(one.pk, other.pk))
        differ = one.address and other.address and one.address != other.address
        if not differ and pair not in told:
            return pair
    return None
