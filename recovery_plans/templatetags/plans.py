from __future__ import annotations

from decimal import Decimal

from django import template

from recovery_plans.amounts import print_amount

register = template.Library()


@register.filter
def printed_in(amount: Decimal, currency: str) -> str:
    """`FJD 1,200,000`"""
    return print_amount(amount, currency)


@register.filter
def plain(number: Decimal | None) -> str:
    """A figure without the noughts that its column keeps behind the point: 12.5, not 12.5000."""
    if number is None:
        return ""
    return f"{number.normalize():,f}" if number else "0"
