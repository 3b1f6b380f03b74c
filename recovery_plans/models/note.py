from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from recovery_plans.models.plan import RecoveryPlan, history_of_plan
from writing.models import Versioned


class ProgressNote(Versioned):
    """What a city says about a period of its published plan; the plan's text stays as it is.

    Written by the city, sent by its focal point, accepted by a reviewer or given back.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="notes")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    text = models.TextField(_("What was done, what was not, and why"), blank=True)  # Markdown
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        editable=False, related_name="+",
    )  # fmt: skip
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        editable=False, related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("progress note")
        verbose_name_plural = _("progress notes")
        ordering = ["plan", "-ends_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "starts_on", "ends_on"], name="progressnote_once_a_period",
                violation_error_message=_("There is a note for this period already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="progressnote_ends_after_start",
                violation_error_message=_("The end is before the beginning."),
            ),
        ]  # fmt: skip

    @property
    def shared_history(self) -> str:
        return history_of_plan(self.plan_id)

    def __str__(self) -> str:
        return f"{_day(self.starts_on)} – {_day(self.ends_on)}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.DRAFT


def _day(day: object) -> str:
    return str(formats.date_format(day, "j F Y"))  # type: ignore[arg-type]
