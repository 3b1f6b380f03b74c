"""From one edition of a framework to another: where each pathway goes."""

from __future__ import annotations

from dataclasses import dataclass

from frameworks.models import Framework, Pathway, PathwaySuccessor


@dataclass(frozen=True)
class Way:
    """A pathway with its successors in their order; what is written under it goes to the first."""

    old: Pathway
    new: tuple[Pathway, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Crosswalk:
    ways: tuple[Way, ...]
    added: tuple[Pathway, ...]  # of the new edition, to which nothing goes

    @property
    def missing(self) -> list[Pathway]:
        """Pathways of which nobody has said yet where they go."""
        return [way.old for way in self.ways if not way.new]

    @property
    def goes_to(self) -> dict[int, Pathway]:
        return {way.old.pk: way.new[0] for way in self.ways if way.new}


def crosswalk_of(old: Framework, new: Framework) -> Crosswalk:
    """Three queries."""
    rows = PathwaySuccessor.objects.filter(old__framework=old, new__framework=new)
    successors: dict[int, list[PathwaySuccessor]] = {}
    for row in rows.select_related("new").order_by("new__order"):
        successors.setdefault(row.old_id, []).append(row)
    ways = [_way(pathway, successors.get(pathway.pk, [])) for pathway in old.pathways.all()]
    reached = {way.new[0].pk for way in ways if way.new}
    added = [pathway for pathway in new.pathways.all() if pathway.pk not in reached]
    return Crosswalk(tuple(ways), tuple(added))


def _way(old: Pathway, rows: list[PathwaySuccessor]) -> Way:
    notes = tuple(row.note for row in rows if row.note)
    return Way(old, tuple(row.new for row in rows), notes)
