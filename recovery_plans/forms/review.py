from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from documents.kinds import Kind
from documents.uploads import check_upload, clean_name
from recovery_plans.models import (
    Action,
    Adoption,
    Chapter,
    Comment,
    PathwaySection,
    RecoveryPlan,
)
from writing.fields import DayInput, not_to_come

MOST_BYTES = 10 * 1024 * 1024
LAST_DAY = datetime.date(2099, 12, 31)


class CommentForm(forms.ModelForm[Comment]):
    class Meta:
        model = Comment
        fields = ["text", "is_request"]
        labels = {"text": _("What do you want to say?")}
        widgets = {"text": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, may_ask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_ask:
            del self.fields["is_request"]


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What should be changed?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
    )


class DueForm(forms.Form):
    due_on = forms.DateField(
        label=_("To be submitted by"), required=False, widget=DayInput,
        help_text=_("The city is reminded before and after. Empty: no date."),
    )  # fmt: skip

    def clean_due_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["due_on"]
        if day is not None and not timezone.localdate() <= day <= LAST_DAY:
            raise forms.ValidationError(_("Give a day from today on, in this century."))
        return day


class ChangesForm(DueForm):
    """What should be changed in the plan and in each of its parts; any of it may stay empty."""

    note = forms.CharField(
        label=_("In the plan as a whole"), required=False, max_length=5000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: RecoveryPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: dict[str, Chapter | PathwaySection | Action] = {}
        for chapter in plan.chapters.all():
            self._ask_about(f"chapter-{chapter.key}", chapter, chapter.title)
        for section in plan.sections.filter(is_part=True).select_related("pathway"):
            name = f"{section.pathway.code} {section.pathway.title}"
            self._ask_about(f"section-{section.pathway.code}", section, name)
        for action in plan.actions.current():
            self._ask_about(f"action-{action.number}", action, _action(action))
        self.order_fields(["note", *self.parts, "due_on"])

    @property
    def asked(self) -> dict[str, Any]:
        """As the service takes it."""
        typed = {part: self.cleaned_data[name] for name, part in self.parts.items()}
        return {
            "note": self.cleaned_data["note"],
            "due_on": self.cleaned_data["due_on"],
            "texts": {part: text for part, text in typed.items() if text},
        }

    @property
    def rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.parts]

    def _ask_about(self, name: str, part: Chapter | PathwaySection | Action, label: str) -> None:
        self.parts[name] = part
        self.fields[name] = forms.CharField(
            label=label, required=False, max_length=5000, widget=forms.Textarea({"rows": 2})
        )


def _action(action: Action) -> str:
    return _text("Action %(number)s: %(title)s") % {
        "number": action.number, "title": action.title,
    }  # fmt: skip


class AdoptionForm(forms.ModelForm[Adoption]):
    class Meta:
        model = Adoption
        fields = ["body", "kind", "number", "on", "result", "revision", "file"]
        widgets = {"on": DayInput}
        help_texts = {
            "body": _("Such as Suva City Council."),
            "kind": _("Such as resolution or ordinance."),
            "file": _("The decision as PDF or picture, at most 10 MB. Public like the plan."),
        }

    def __init__(self, *args: Any, plan: RecoveryPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        revision: Any = self.fields["revision"]
        revision.queryset = plan.revisions.defer("content")
        revision.required = plan.state != RecoveryPlan.State.REVIEWED
        revision.empty_label = None if revision.required else _("the text reviewed now")
        revision.initial = plan.published_id if revision.required else None
        self.fields["on"].validators.append(not_to_come)

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            check_upload(file, [Kind.PDF, Kind.PNG, Kind.JPEG], MOST_BYTES)
            file.name = clean_name(file.name or "")
        return file
