"""What currencies are worth in US dollars, as a project's own rows say and nothing else does."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from projects.models import ExchangeRate, Project
from writing.values import print_figure

DOLLAR = "USD"


@dataclass(frozen=True)
class Rates:
    """The rate of each currency: the latest that was stated by the day asked for."""

    of: dict[str, ExchangeRate]

    def cover(self, currencies: Iterable[str]) -> bool:
        return all(currency == DOLLAR or currency in self.of for currency in currencies)

    def in_dollars(self, amount: Decimal, currency: str) -> Decimal:
        return amount if currency == DOLLAR else amount * self.of[currency].usd

    def said(self, currencies: Collection[str]) -> tuple[str, ...]:
        """`1 FJD = 0.4438 US$ on 1 July 2021 (Reserve Bank of Fiji)`"""
        return tuple(_said(self.of[one]) for one in sorted(currencies) if one in self.of)


NO_RATES = Rates({})


def rates_of(project: Project, *, on: datetime.date) -> Rates:
    """One query."""
    stated = ExchangeRate.objects.filter(project=project, on__lte=on).order_by("currency", "on")
    return Rates({rate.currency: rate for rate in stated})


def _said(rate: ExchangeRate) -> str:
    return _("1 %(currency)s = %(usd)s US$ on %(day)s (%(source)s)") % {
        "currency": rate.currency,
        "usd": print_figure(rate.usd),
        "day": formats.date_format(rate.on, "j F Y"),
        "source": rate.source,
    }
