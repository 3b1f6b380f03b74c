from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from recovery_plans.across.matrix import Cell
from recovery_plans.amounts import print_amount
from recovery_plans.history import NamedChange
from writing.clock import Clock
from writing.models import Change
from writing.templatetags.writing import differences, marked
from writing.values import print_figure

register = template.Library()
INSTEAD = '<p class="mb-0 text-body-secondary">{}</p>'
ENTRY = """<p class="mb-0 mt-3 fw-semibold" dir="auto">{}</p>
<div class="pb-3 border-bottom"><p class="mb-1">{}{}<br><span class="small text-body-secondary">
<bdi>{}</bdi>, {}</span></p>{}</div>
"""
WORDS = '<div class="prose as-typed" dir="auto">{}</div>'
ASIDE = ' <span class="tag tag-none">{}</span>'


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


@register.filter
def entry(one: NamedChange, clock: Clock) -> SafeString:
    """Who, when, before → after; fifty a page, so none of them through a template."""
    change = one.change
    set_aside = format_html(ASIDE, _("set aside, never saved")) if change.is_set_aside else ""
    words = (one.heading, one.label, one.by or _("somebody no longer here"), clock.tells(change.at))
    heading, label, by, moment = map(escape, words)
    entry = ENTRY.format(heading, label, set_aside, by, moment, _what_changed(change))
    return mark_safe(entry)  # noqa: S308 every part of it is escaped above


def _what_changed(change: Change) -> SafeString:
    if change.erased_at:
        return format_html(INSTEAD, _("The values of this change have been erased."))
    if change.before == change.after:
        return format_html(INSTEAD, _("Changed and put back."))
    return mark_safe(WORDS.format(marked(differences(change))))  # noqa: S308 escaped by `marked`
