from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recovery_plans.models import RecoveryPlan


class SourceForm(forms.Form):
    """Whose actions are shown: those of the plan itself, or of one that is published."""

    plan: forms.ModelChoiceField[RecoveryPlan] = forms.ModelChoiceField(
        queryset=None, label=_("From"), empty_label=None
    )
    q = forms.CharField(label=_("With the words"), required=False, max_length=100)

    def __init__(self, *args: Any, plan: RecoveryPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans: Any = self.fields["plan"]
        published = RecoveryPlan.objects.filter(Q(published__isnull=False) | Q(pk=plan.pk))
        plans.queryset = published.select_related("project_city__city__country", "published")
        self.initial["plan"] = plan.pk
