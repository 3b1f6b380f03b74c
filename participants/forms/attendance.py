from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.breakdown import GenderBreakdown, UnreadableLine
from participants.models import HeadCount, Registration
from workshops.models import Session, Workshop

MARKS = (*Registration.Attendance.values, "")


def marks_in(posted: Mapping[str, str], people: Iterable[Registration]) -> dict[int, str]:
    """Who was marked how. A row without a mark is left as it is, so two sheets do not fight."""
    marks = {person.pk: posted.get(f"mark-{person.code}") for person in people}
    return {pk: mark for pk, mark in marks.items() if mark is not None and mark in MARKS}


class LineField(forms.CharField):
    """A participation line, such as 19 (11/8): refused in words unless it adds up."""

    def clean(self, value: Any) -> GenderBreakdown | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return GenderBreakdown.parse(text)
        except UnreadableLine as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class HeadCountForm(forms.Form):
    line = LineField(
        label=_("Counted (M/F)"), max_length=100, help_text=_("Men first, as in 19 (11/8).")
    )
    session = forms.ModelChoiceField(
        label=_("Session"), queryset=Session.objects.none(), required=False,
        empty_label=_("the workshop as a whole"),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    prefix = "count"

    def __init__(self, *args: Any, workshop: Workshop) -> None:
        super().__init__(*args)
        self.workshop = workshop
        session = self.fields["session"]
        assert isinstance(session, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        session.queryset = workshop.sessions.all()

    def head_count(self) -> HeadCount:
        line: GenderBreakdown = self.cleaned_data["line"]
        return HeadCount(
            workshop=self.workshop,
            session=self.cleaned_data["session"],
            note=self.cleaned_data["note"],
            **line.as_columns(),
        )
