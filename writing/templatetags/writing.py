from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from writing.clock import Clock
from writing.differences import Segment, compare, excerpts
from writing.forms import VersionedForm
from writing.markdown import Marks, render_markdown
from writing.models import Change
from writing.values import print_figure

register = template.Library()


@register.filter
def markdown(text: str, marks: Marks | None = None) -> SafeString:
    """`marks` are those of the document that the text is a part of, in the order it is read."""
    return render_markdown(text or "", marks)


@register.filter
def figure(number: Decimal) -> str:
    return print_figure(number)


@register.filter
def told_by(moment: datetime.datetime, clock: Clock) -> str:
    """`10:32 (Suva time)`"""
    return clock.tells(moment)


@register.filter
def dated_by(moment: datetime.datetime, clock: Clock) -> str:
    """`24 November 2026 (Suva time)`"""
    return clock.dates(moment)


@register.filter
def differences(change: Change) -> list[Segment]:
    return excerpts(compare(change.before_text, change.after_text))


@register.filter
def marked(segments: Iterable[Segment]) -> SafeString:
    """Words that went and came, marked; on one line, for blanks count where it is shown."""
    return SafeString("".join(_marked(segment) for segment in segments))


def _marked(segment: Segment) -> str:
    text = escape(segment.text)
    return text if segment.kind == "same" else f"<{segment.kind}>{text}</{segment.kind}>"


@register.simple_tag
def autosaves(form: VersionedForm, user: User) -> SafeString:
    """The attributes of the one form of an editor's page, that editor.js and htmx act upon."""
    row = form.instance
    return format_html(
        'id="writing" method="post" data-draft="{}.{}.{}" data-shows="{}" hx-post="" '
        'hx-trigger="autosave" hx-swap="none" hx-sync="this:queue last"',
        row._meta.label_lower,
        row.pk,
        user.pk,
        "typed" if form.is_bound else "row",
    )


@register.simple_tag
def keeps_new(form: VersionedForm, user: User, place: int, saved: Iterable[str]) -> SafeString:
    """Of a form that makes a row: kept on the device until it is sent, by no save of its own.

    `saved` are the titles that the user gave last: a text kept under one of them is not offered.
    """
    return format_html(
        'id="writing" method="post" data-draft="{}.new-{}.{}" data-shows="{}" data-had="{}"',
        form.instance._meta.label_lower, place, user.pk,
        "typed" if form.is_bound else "row", "\n".join(saved),
    )  # fmt: skip
