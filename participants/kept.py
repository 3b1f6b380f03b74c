"""Figures that were counted, kept for as long as nothing they are counted from changes."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

FORM = 1  # another number whenever a kept value is made differently
SECONDS = 24 * 3600


class Counted(NamedTuple):
    figures: Any
    until: datetime.datetime | None  # when time alone makes other figures of the same rows


def kept_figures(
    mark: object, workshops: QuerySet[Any], asked: str, count: Callable[[], Counted]
) -> Any:
    """The figures of these workshops, counted now or when the mark was the same as now.

    `mark` is `participants.marks.current_mark`, read before anything is counted: what is saved
    meanwhile then only means that they are counted once more. Without a mark nothing is kept.
    """
    if mark is None:
        return count().figures
    key = key_of(mark, *workshops.query.sql_with_params(), asked, get_language(), FORM)
    kept = cache.get(key)
    if kept is None:
        kept = count()
        cache.set(key, kept, seconds_until(kept.until))
    return kept.figures


def key_of(*parts: object) -> str:
    return "figures:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def seconds_until(moment: datetime.datetime | None) -> float:
    if moment is None:
        return SECONDS
    return min(SECONDS, (moment - timezone.now()).total_seconds())
