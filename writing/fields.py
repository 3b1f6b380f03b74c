"""Fields that forms of several rooms need beyond Django's."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

A_DAY = datetime.timedelta(days=1)  # somewhere it is tomorrow already


def not_to_come(day: Any) -> None:
    if day and day > timezone.localdate() + A_DAY:
        raise ValidationError(_("This day is still to come."))


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FigureField(forms.DecimalField):
    """A figure shown as it was typed, without the noughts that its column keeps."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return format(value.normalize(), "f") if value else "0"
