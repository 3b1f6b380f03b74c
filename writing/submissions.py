from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms

KEY = re.compile(r"[0-9a-f]{32}")


def new_submission_key() -> str:
    return uuid.uuid4().hex


class SubmissionKeyField(forms.CharField):
    """Tells a form that is sent twice from two forms. Anything else in it is no key: blank."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, initial=new_submission_key, **options)

    def clean(self, value: Any) -> str:
        return value if isinstance(value, str) and KEY.fullmatch(value) else ""
