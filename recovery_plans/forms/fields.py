"""Fields that the forms of a plan need beyond Django's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from frameworks.models import Target
from projects.models import Organisation, Project
from projects.names import name_key, organisation_key
from recovery_plans.amounts import AmountRefused, decimals_of, parse_amount

BLANK_LINES = 2


class AmountField(forms.CharField):
    """Money as people type it, in the currency of the plan; see `amounts.parse_amount`."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        try:
            return parse_amount(text, currency=self.currency) if text else None
        except AmountRefused as refused:
            raise ValidationError(str(refused)) from refused

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        decimals = 0 if value == value.to_integral_value() else decimals_of(self.currency)
        return f"{value:,.{decimals}f}"


class LoadedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among rows read once for a whole page of forms: no query for each of them."""

    def __init__(self, rows: Sequence[models.Model], model: type[models.Model], **kwargs: Any):
        super().__init__(model._default_manager.none(), **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        blank = (
            "",
            self.empty_label or "---------",
        )  # also where one is needed: a new row has none
        self.choices = [blank, *((key, str(row)) for key, row in self.rows.items())]

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        key = str(value.pk if isinstance(value, models.Model) else value)
        if key not in self.rows:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return self.rows[key]


class LinesInput(forms.Widget):
    """One text field a line, with suggestions, and two more that are empty."""

    template_name = "recovery_plans/widgets/lines.html"

    def __init__(self, suggestions: str, attrs: dict[str, Any] | None = None) -> None:
        self.suggestions = suggestions  # id of the datalist
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        lines = [str(line) for line in value or [] if str(line).strip()]
        context["widget"] |= {
            "lines": [*lines, *[""] * BLANK_LINES],
            "suggestions": self.suggestions,
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        if hasattr(data, "getlist"):
            return list(data.getlist(name))
        value = data.get(name, [])
        return [value] if isinstance(value, str) else list(value)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class TargetsField(forms.Field):
    """SDG targets, each found by its code or by words of its label."""

    def __init__(self, targets: Sequence[Target], **kwargs: Any) -> None:
        super().__init__(widget=LinesInput("sdg-targets"), required=False, **kwargs)
        self.targets = targets
        self.by_code = {target.code: target for target in targets}

    def prepare_value(self, value: Any) -> list[str]:
        return [str(one) for one in value or []]

    def clean(self, value: Any) -> list[Target]:
        found = {self._find(line.strip()) for line in value or [] if line.strip()}
        return sorted(found, key=lambda target: target.order)

    def _find(self, line: str) -> Target:
        code = line.split()[0].rstrip(".:").casefold()
        if code in self.by_code:
            return self.by_code[code]
        words = name_key(line)
        likely = [target for target in self.targets if words in name_key(target.label)]
        if len(likely) == 1:
            return likely[0]
        if likely:
            raise ValidationError(
                _("“%(line)s” is in several targets (%(codes)s). Please write the code.")
                % {"line": line, "codes": ", ".join(one.code for one in likely[:6])}
            )
        raise ValidationError(_("No SDG target is called “%(line)s”.") % {"line": line})


class OrganisationNames:
    """Turns names into organisations of the project. New ones stay unsaved until a save."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.known = {one.name_key: one for one in project.organisations.all()}

    def find(self, names: Iterable[str]) -> list[Organisation]:
        wanted: dict[str, str] = {}
        for name in names:
            wanted.setdefault(organisation_key(name), " ".join(name.split()))
        wanted.pop("", None)
        return [self.known.get(key) or self._new(name, key) for key, name in wanted.items()]

    def _new(self, name: str, key: str) -> Organisation:
        longest = Organisation._meta.get_field("name").max_length or 0
        if len(name) > longest:
            raise ValidationError(_("A name has at most %(count)s letters.") % {"count": longest})
        return Organisation(project=self.project, name=name, name_key=key)


class OrganisationField(forms.CharField):
    """One organisation by its name; suggestions are those that exist."""

    widget = forms.TextInput

    def __init__(self, names: OrganisationNames, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.names = names
        self.widget.attrs |= {"list": "organisations", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        by_key = {one.pk: one.name for one in self.names.known.values()}
        return by_key.get(value, value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Organisation | None:
        return next(iter(self.names.find([super().clean(value)])), None)


class OrganisationsField(forms.Field):
    def __init__(self, names: OrganisationNames, **kwargs: Any) -> None:
        super().__init__(widget=LinesInput("organisations"), required=False, **kwargs)
        self.names = names

    def clean(self, value: Any) -> list[Organisation]:
        return self.names.find(value or [])
