from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from recovery_plans.forms.long_select import LongChoices, LongSelect
from recovery_plans.history import Author, Wanted, fields_of
from recovery_plans.models import RecoveryPlan


class HistoryForm(forms.Form):
    """What of a history is shown; every field may stay empty."""

    by = forms.ChoiceField(label=_("Who"), required=False, widget=LongSelect)
    where = forms.ChoiceField(label=_("Where"), required=False, widget=LongSelect)
    field = forms.ChoiceField(label=_("What"), required=False, widget=LongSelect)
    words = forms.CharField(label=_("Words in it"), required=False, max_length=200)

    def __init__(
        self, *args: Any, people: list[Author], pages: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "by": [("", _("Everybody")), *((str(one.pk), one.name) for one in people)],
            "where": [("", _("The whole plan")), *pages],
            "field": [("", _("Everything")), *fields_of()],
        }
        for name, of_field in choices.items():
            field: Any = self.fields[name]
            field.choices = LongChoices(of_field)


def wanted_in(typed: Any) -> Wanted:
    """As typed into the address; what nobody can choose finds nothing and breaks nothing."""
    by = typed.get("by", "")
    return Wanted(
        by=int(by) if by.isascii() and by.isdecimal() and len(by) < 18 else -1 if by else None,
        page=typed.get("where", ""),
        field=typed.get("field", ""),
        words=typed.get("words", "").strip()[:200],
    )


class CompareForm(forms.Form):
    """Two texts of a plan, and how their differences are shown."""

    DRAFT = "draft"

    old = forms.ChoiceField(label=_("From"))
    new = forms.ChoiceField(label=_("To"))
    way = forms.ChoiceField(
        label=_("Shown as"), required=False,
        choices=[("one", _("one text")), ("side", _("side by side"))],
    )  # fmt: skip
    all = forms.BooleanField(label=_("Also what stayed the same"), required=False)

    def __init__(self, *args: Any, plan: RecoveryPlan, may_read_draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = list(plan.revisions.order_by("-number").values_list("number", flat=True))
        texts = [(str(one), _text("Revision %(number)s") % {"number": one}) for one in numbers]
        if may_read_draft:
            texts.insert(0, (self.DRAFT, str(_("The draft as it is now"))))
        for name, place in (("old", 1), ("new", 0)):
            field: Any = self.fields[name]
            field.choices = texts
            field.initial = texts[min(place, len(texts) - 1)][0] if texts else None

    @property
    def is_side_by_side(self) -> bool:
        return self.is_valid() and self.cleaned_data["way"] == "side"

    @property
    def shows_all(self) -> bool:
        return self.is_valid() and self.cleaned_data["all"]
