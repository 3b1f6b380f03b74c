from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from documents.forms import ALT_HELP, FILE_HELP, AttachmentForm
from recovery_plans.models import Annex, RecoveryPlan


class AnnexForm(AttachmentForm):
    class Meta:
        model = Annex
        fields = ["file", "title", "alt_text", "action"]
        help_texts = {
            "file": format_lazy("{} {}", FILE_HELP, _("Public once the plan is published.")),
            "alt_text": ALT_HELP,
        }

    def __init__(self, *args: Any, plan: RecoveryPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.plan = plan
        action: Any = self.fields["action"]
        action.queryset = plan.actions.current()
        action.empty_label = _("the plan as a whole")
