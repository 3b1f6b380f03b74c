"""How rows of reference data arrive and are brought up to date without losing a correction."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import QuerySet

from frameworks.models import Shipped

Row = TypeVar("Row", bound=Shipped)


@dataclass(frozen=True)
class Shipment:
    """What one release did: rows made, rows brought up to date, corrections of staff left alone."""

    noun: str
    made: int
    updated: int
    kept: int


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a shipped file. Python's csv takes `NA` for the text it is: Namibia."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def ship(rows: QuerySet[Row], *, key: str, release: Iterable[Mapping[str, Any]]) -> Shipment:
    """Make the rows of a release that are missing and update the rest; safe to do again.

    A field is updated only where it still holds what it was shipped with. Rows that a release no
    longer has stay, because plans may rest on them.
    """
    known = {getattr(row, key): row for row in rows}
    values_of = {values[key]: values for values in release}
    made = [
        rows.model(**values, shipped=_shipped(values))
        for name, values in values_of.items()
        if name not in known
    ]
    stale = [
        row
        for name, row in known.items()
        if name in values_of and row.shipped != _shipped(values_of[name])
    ]
    kept = sum(_update(row, values_of[getattr(row, key)]) for row in stale)

    rows.model._default_manager.bulk_create(made)
    if stale:
        fields = {*next(iter(values_of.values())), "shipped"} - {key}
        rows.model._default_manager.bulk_update(stale, sorted(fields))
    noun = str(rows.model._meta.verbose_name_plural)
    return Shipment(noun=noun, made=len(made), updated=len(stale), kept=kept)


def _update(row: Shipped, values: Mapping[str, Any]) -> int:
    """Bring a row up to date; returns how many fields keep what staff made of them."""
    corrected = {name for name in values if _is_corrected(row, name)}
    for name, value in values.items():
        if name not in corrected:
            setattr(row, name, value)
    row.shipped = _shipped(values)
    return len(corrected)


def _is_corrected(row: Shipped, name: str) -> bool:
    """Whether a field holds something else than it was shipped with (or than an empty row has)."""
    was = row.shipped.get(name, _plain(getattr(type(row)(), name)))
    return bool(_plain(getattr(row, name)) != was)


def _shipped(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return str(value) if isinstance(value, Decimal) else value
