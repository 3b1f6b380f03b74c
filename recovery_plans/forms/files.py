from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recovery_plans.models import PlanExport, PlanRevision, RecoveryPlan


class FileForm(forms.Form):
    """Which text of a plan, and how; without a revision the draft as it is now."""

    revision: forms.ModelChoiceField[PlanRevision] = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=_("Which text"),
        empty_label=_("The draft as it is now"),
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=PlanExport.Format.choices, initial=PlanExport.Format.PDF
    )
    paper = forms.ChoiceField(
        label=_("Paper"), choices=PlanExport.Paper.choices, initial=PlanExport.Paper.A4
    )

    def __init__(self, *args: Any, plan: RecoveryPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        revision: Any = self.fields["revision"]
        revision.queryset = plan.revisions.defer("content").select_related("plan")
        revision.to_field_name = "number"
        revision.label_from_instance = lambda one: str(one).capitalize()
        if plan.published:
            revision.initial = plan.published.number
