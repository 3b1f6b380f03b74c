from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from recovery_plans.across.matrix import Cell
from recovery_plans.amounts import print_amount
from writing.values import print_figure

register = template.Library()


@register.filter
def printed_in(amount: Decimal, currency: str) -> str:
    """`FJD 1,200,000`"""
    return print_amount(amount, currency)


@register.filter
def plain(number: Decimal | None) -> str:
    """A figure without the noughts that its column keeps behind the point: 12.5, not 12.5000."""
    return "" if number is None else print_figure(number)


@register.filter
def cells(row: Iterable[Cell]) -> SafeString:
    """The cells of a matrix as HTML: some hundreds a page, so not each through a template."""
    return mark_safe("".join(_cell(cell.text, cell.is_quiet) for cell in row))  # noqa: S308 made below


@lru_cache(maxsize=1000)
def _cell(text: str, is_quiet: bool) -> SafeString:
    return format_html('<td class="num{}">{}</td>', " quiet" if is_quiet else "", text)
