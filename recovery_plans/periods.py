"""The half-years that a city reports on, and whether a report is due."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

GRACE = datetime.timedelta(days=30)  # after the end of a half-year, before its note is late


@dataclass(frozen=True)
class Period:
    starts_on: datetime.date
    ends_on: datetime.date


def last_half_year(today: datetime.date) -> Period:
    """The last one that is over: January to June, or July to December of the year before."""
    year = today.year
    if today.month > 6:
        return Period(datetime.date(year, 1, 1), datetime.date(year, 6, 30))
    return Period(datetime.date(year - 1, 7, 1), datetime.date(year - 1, 12, 31))


def late_period(
    *, published_on: datetime.date, reported_until: datetime.date | None, today: datetime.date
) -> Period | None:
    """The half-year whose note should have come: public at its end, over for a month, not said."""
    period = last_half_year(today)
    if published_on > period.ends_on or today <= period.ends_on + GRACE:
        return None
    is_said = reported_until is not None and reported_until >= period.ends_on
    return None if is_said else period
