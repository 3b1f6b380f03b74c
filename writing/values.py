"""What a field's value is called when two are compared, and when people read it in the history."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _


def canonical(value: Any) -> str:
    """One text for one value, whether it was read from the row, from a form or from a file.

    A relation is its primary key, several are their sorted keys; line ends and the blanks
    around a text do not count, for browsers and form fields change them by themselves.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, FieldFile):
        return value.name or ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, Iterable):
        return ",".join(sorted(canonical(one) for one in value))
    return str(value)


def fingerprint(value: Any) -> str:
    """Twelve signs that stand for a value in a form, so that the form need not carry it twice."""
    return blake2b(canonical(value).encode(), digest_size=6).hexdigest()


def readable(value: Any) -> str:
    """The value as the history keeps it: relations by the names they bear on that day."""
    if isinstance(value, models.Manager | models.QuerySet | list | tuple | set):
        rows = value.all() if isinstance(value, models.Manager) else value
        return ", ".join(sorted(str(row) for row in rows))
    if isinstance(value, models.Model):
        return str(value)
    return canonical(value)


def in_words(field: Any, value: Any) -> str:
    """A value of a model field as its form says it: the label of a choice, yes and no."""
    labels = {str(key): label for key, label in getattr(field, "flatchoices", None) or ()}
    if isinstance(field, models.BooleanField) and not labels:
        labels = {"True": _("yes"), "False": _("no")}
    text = readable(value)
    return str(labels.get(text, text))


def print_figure(figure: Decimal) -> str:
    """`1,250,000` or `0.5`: without the noughts that its column keeps."""
    return f"{figure.normalize():,f}" if figure else "0"
