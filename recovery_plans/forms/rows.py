"""Several rows of one kind on a page: each a form that knows its version, and blank ones below.

Each row's fields bear the row's key in their names, so that a row added, removed or put in
another order by somebody else meanwhile never makes one row take what was typed into another.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from writing.forms import VersionedForm
from writing.merge import join_base, read_base, write_base
from writing.models import Versioned
from writing.services import record_change

BLANK_ROWS = 1
MOST_NEW_ROWS = 50
NOT_TYPED = {"version", "base"}
FOR_THE_BUTTON = re.compile(r"-new\d+-(?P<field>\w+)$|-(?P<tick>remove)$")


class OneOfMany(VersionedForm):
    """A form among others on its page: a conflict stands in its own errors.

    The page shows the other's words beside the author's own, so whoever saves again has seen
    them, and what then stands in the form is the choice.
    """

    def _settle(self, clashes: list[str]) -> None:
        for field in self.conflict.fields if self.conflict else ():
            text = _now("Somebody wrote “%(theirs)s” here meanwhile. Save again to keep yours.")
            self.add_error(field.name, text % {"theirs": field.theirs or _now("nothing")})

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.conflict is not None:
            self._take_theirs_as_seen([field.name for field in self.conflict.fields])

    def _take_theirs_as_seen(self, names: list[str]) -> None:
        base = read_base(self.data.get(self.add_prefix("base")) or "")
        base |= read_base(write_base({name: self._in_row[name] for name in names}))
        seen = {"base": join_base(base), "version": str(self._row.version)}
        data: Any = copy.copy(self.data)
        for name, value in seen.items():
            data[self.add_prefix(name)] = value
        self.data = data


class RowForm(OneOfMany):
    """A row of a list. A new row left empty is none; a saved one can be ticked to be removed."""

    remove = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        if self.is_new:
            del self.fields["remove"]
            self.empty_permitted, self.use_required_attribute = True, False

    @property
    def parent(self) -> models.Model:
        """The row that this one belongs to, whose history says that it was removed."""
        raise NotImplementedError

    @property
    def is_left_empty(self) -> bool:
        """Nobody typed into it: a blank row, or one removed meanwhile and not changed here."""
        return self.is_new and (not self.has_changed() or self._is_as_shown)

    @property
    def _is_as_shown(self) -> bool:
        shown = read_base(self.data.get(self.add_prefix("base")) or "")
        return self.is_valid() and shown == read_base(write_base(self._typed))

    def save_by(self, user: User) -> bool:
        if self.is_left_empty:
            return True
        if not self.is_valid():
            return False
        if not self.is_new and self.cleaned_data.get("remove"):
            return self._remove(user)
        return super().save_by(user)

    def _remove(self, user: User) -> bool:
        row = self._row  # `instance` already holds what was typed
        kind = str(row._meta.model_name)
        record_change(self.parent, field=kind, before=str(row), after="", by=user)
        row.delete()
        return True


class Rows:
    """The forms of all rows of one kind, read and saved together."""

    def __init__(
        self,
        form_class: Callable[..., RowForm],
        *,
        rows: Iterable[Versioned],
        make: Callable[[], Versioned],
        data: Mapping[str, Any] | None,
        prefix: str,
        blanks: int = BLANK_ROWS,
    ) -> None:
        names = [(f"{prefix}-{row.pk}", row) for row in rows]
        self.forms = [
            form_class(_posted_of(data, name), prefix=name, instance=row) for name, row in names
        ]
        shown = {form.prefix for form in self.forms}
        new = _posted_new(data, prefix, shown)
        blank = [] if new else [f"{prefix}-new{number}" for number in range(blanks)]
        self.forms += [form_class(data, prefix=name, instance=make()) for name in new]
        self.forms += [form_class(None, prefix=name, instance=make()) for name in blank]

    def __iter__(self) -> Iterator[RowForm]:
        return iter(self.forms)

    @property
    def saved(self) -> list[RowForm]:
        return [form for form in self.forms if not form.is_new]

    @property
    def errors(self) -> list[tuple[str, str]]:
        return errors_of(self.forms)

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.posted])

    def save_by(self, user: User) -> bool:
        return all([form.save_by(user) for form in self.posted])

    @property
    def posted(self) -> list[RowForm]:
        """Without rows that others added meanwhile, of which the author's page knows nothing."""
        return [form for form in self.forms if form.is_bound]


def errors_of(several: Iterable[forms.BaseForm]) -> list[tuple[str, str]]:
    """Id of the field and words, for the summary at the head of a page of several forms."""
    return [
        _error(form, name, str(text))
        for form in several
        for name, texts in form.errors.items()
        for text in texts
    ]


def _error(form: forms.BaseForm, name: str, text: str) -> tuple[str, str]:
    if name not in form.fields:
        return "", text
    return form[name].id_for_label, f"{form.fields[name].label}: {text}"


def _posted_of(data: Mapping[str, Any] | None, prefix: str) -> Mapping[str, Any] | None:
    return data if data is None or f"{prefix}-version" in data else None


def saved_by_itself(data: QueryDict) -> tuple[QueryDict, bool]:
    """What a save without a button takes, and whether something then waits for the button.

    Rows that are being begun would be made again by the next save, and a row that somebody
    ticked to be removed is not gone before they have said so.
    """
    kept, waits = data.copy(), False
    for name in data:
        if match := FOR_THE_BUTTON.search(name):
            waits = waits or bool(str(data[name]).strip() and match["field"] not in NOT_TYPED)
            del kept[name]
    return kept, waits


def _posted_new(data: Mapping[str, Any] | None, prefix: str, shown: set[Any]) -> list[str]:
    """New rows in what was posted; also rows that were removed meanwhile, so no text is lost."""
    name = re.compile(rf"({re.escape(prefix)}-(?:new)?\d+)-base")
    posted = [match[1] for key in data or () if (match := name.fullmatch(key))]
    return [row for row in posted if row not in shown][:MOST_NEW_ROWS]
