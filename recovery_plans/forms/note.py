from __future__ import annotations

from typing import Any

from recovery_plans.models import ProgressNote
from writing.fields import DayInput, not_to_come
from writing.forms import MarkdownInput, VersionedForm


class PeriodForm(VersionedForm):
    """The period that a new note is about."""

    class Meta:
        model = ProgressNote
        fields = ["starts_on", "ends_on"]
        widgets: dict[str, Any] = {"starts_on": DayInput, "ends_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].validators.append(not_to_come)

    def _get_validation_exclusions(self) -> set[str]:
        """The plan is set, so that one note for each period is asked for here too."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"plan"}


class NoteTextForm(VersionedForm):
    class Meta:
        model = ProgressNote
        fields = ["text"]
        widgets = {"text": MarkdownInput(rows=12)}
