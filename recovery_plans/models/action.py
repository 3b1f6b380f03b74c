from __future__ import annotations

import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cities.models import FiscalYear
from frameworks.models import Pathway, Target
from projects.models import Organisation
from recovery_plans.models.plan import RecoveryPlan, history_of_plan
from writing.models import Versioned

TOO_MUCH = 10**15  # no amount reaches it: exact as a number on both databases


def _count(rows: models.QuerySet[Milestone]) -> Coalesce:
    """A count as a subquery: a join would multiply the sums beside it."""
    of_action = rows.filter(action=OuterRef("pk")).order_by().values("action")
    return Coalesce(Subquery(of_action.annotate(n=Count("pk")).values("n")), 0)


class ActionQuerySet(models.QuerySet["Action"]):
    def current(self) -> ActionQuerySet:
        """Those that have not been taken out of the plan."""
        return self.filter(removed_at__isnull=True)

    def with_sums(self) -> ActionQuerySet:
        """`sum_cost`, `sum_secured`, …: the money lines of each kind; None where there is none."""
        in_order = self.order_by("plan", "order", "number")  # a sum drops the model's own order
        return in_order.annotate(
            **{
                f"sum_{kind}": Sum("money__amount", filter=Q(money__kind=kind))
                for kind in Money.Kind.values
            }
        )

    def with_milestones(self) -> ActionQuerySet:
        """`milestone_count` and `reached_count`; may be chained with the sums."""
        reached = Q(done_on__isnull=False)
        return self.annotate(
            milestone_count=_count(Milestone.objects.all()),
            reached_count=_count(Milestone.objects.filter(reached)),
        )


def late_on(day: datetime.date) -> Q:
    """Of actions: past its end, or past a milestone, and neither carried out nor stopped."""
    missed = Milestone.objects.filter(action=OuterRef("pk"), due_on__lt=day, done_on=None)
    is_over = Q(state__in=(Action.State.CARRIED_OUT, Action.State.STOPPED))
    return ~is_over & (Q(ends_on__lt=day) | Q(Exists(missed)))


def without_news_since(moment: datetime.datetime) -> Q:
    """Of actions being carried out: nothing of it was touched since then."""
    of_action = {"action": OuterRef("pk"), "changed_at__gte": moment}
    values = IndicatorValue.objects.filter(indicator__action=OuterRef("pk"), changed_at__gte=moment)
    news = [Exists(model.objects.filter(**of_action)) for model in (Milestone, Money, Indicator)]
    quiet = Q(state=Action.State.UNDER_WAY, changed_at__lt=moment)
    for one in (*news, Exists(values)):
        quiet &= ~Q(one)
    return quiet


class Action(Versioned):
    """One thing the city will do. `number` is given once within the plan and never reused."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        DECIDED = "decided", _("Decided")
        UNDER_WAY = "under_way", _("Being carried out")
        CARRIED_OUT = "carried_out", _("Carried out")
        STOPPED = "stopped", _("Stopped")

    class Costing(models.TextChoices):
        NOT_COSTED = "not_costed", _("not costed")
        ESTIMATE = "estimate", _("estimate")
        BUDGETED = "budgeted", _("budgeted")

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveIntegerField(_("number"), editable=False)
    order = models.PositiveIntegerField(_("order"), default=0, editable=False)
    title = models.CharField(_("title"), max_length=300)
    objective = models.TextField(_("objective"), blank=True)  # Markdown
    pathway = models.ForeignKey(
        Pathway, on_delete=models.PROTECT, related_name="actions", verbose_name=_("main pathway")
    )
    other_pathways = models.ManyToManyField(
        Pathway, blank=True, related_name="+", verbose_name=_("other pathways")
    )
    targets = models.ManyToManyField(
        Target, blank=True, related_name="actions", verbose_name=_("SDG targets")
    )
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="led_actions",
        verbose_name=_("lead organisation"),
    )  # fmt: skip
    partners = models.ManyToManyField(
        Organisation, blank=True, related_name="partnered_actions",
        verbose_name=_("partner organisations"),
    )  # fmt: skip
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    legal_needs = models.TextField(_("laws and rules it needs"), blank=True)
    institutional_needs = models.TextField(_("institutions it needs"), blank=True)
    risk = models.TextField(_("risk"), blank=True)
    gender_note = models.TextField(_("what changes for women and men"), blank=True)
    costing = models.CharField(
        _("cost"), max_length=10, choices=Costing.choices, default=Costing.NOT_COSTED
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.PROPOSED
    )
    state_reason = models.CharField(_("why this state"), max_length=500, blank=True)
    state_on = models.DateField(_("state since"), null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_published = models.BooleanField(
        _("in the published revision"), default=False, editable=False
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["plan", "order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="action_number_unique"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="action_ends_after_start",
                violation_error_message=_("The end is before the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(state_reason=""),
                name="action_stopped_says_why",
                violation_error_message=_("Say in a sentence why it was stopped."),
            ),
        ]

    @property
    def shared_history(self) -> str:
        return history_of_plan(self.plan_id)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Milestone(Versioned):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("milestone"), max_length=300)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("reached"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["action", "order", "pk"]

    @property
    def shared_history(self) -> str:
        return self.action.shared_history

    def __str__(self) -> str:
        return self.title


class Money(Versioned):
    """An amount in the plan's currency. A blank cost is *not costed*, never nought."""

    class Kind(models.TextChoices):
        COST = "cost", _("cost")
        SECURED = "secured", _("secured")
        REQUESTED = "requested", _("requested")
        SPENT = "spent", _("spent")

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="money")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    amount = models.DecimalField(
        _("amount"), max_digits=20, decimal_places=3, validators=[MinValueValidator(0)]
    )
    fiscal_year = models.ForeignKey(
        FiscalYear, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("fiscal year")
    )
    source = models.CharField(_("source of the money or figure"), max_length=300, blank=True)
    on = models.DateField(_("as of"), null=True, blank=True)

    class Meta:
        verbose_name = _("money line")
        verbose_name_plural = _("money lines")
        ordering = ["action", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="money_not_negative",
                violation_error_message=_("An amount is nought or more."),
            ),
            models.CheckConstraint(
                condition=Q(amount__lt=TOO_MUCH),
                name="money_not_too_much",
                violation_error_message=_("This amount is too large to be meant."),
            ),
        ]

    @property
    def shared_history(self) -> str:
        return self.action.shared_history

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class Indicator(Versioned):
    """A progress indicator of an action, from its baseline to its target."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="indicators")
    title = models.CharField(_("progress indicator"), max_length=300)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    baseline_on = models.DateField(_("baseline as of"), null=True, blank=True)
    target = models.DecimalField(
        _("target"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    target_on = models.DateField(_("target by"), null=True, blank=True)

    class Meta:
        verbose_name = _("progress indicator")
        verbose_name_plural = _("progress indicators")
        ordering = ["action", "pk"]

    @property
    def shared_history(self) -> str:
        return self.action.shared_history

    def __str__(self) -> str:
        return self.title


class IndicatorValue(Versioned):
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="values",
        verbose_name=_("progress indicator"),
    )  # fmt: skip
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    on = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_estimate = models.BooleanField(_("estimate"), default=False)

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["indicator", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "on"], name="indicatorvalue_once_a_day",
                violation_error_message=_("This indicator has a value of that day already."),
            ),
        ]  # fmt: skip

    @property
    def shared_history(self) -> str:
        return self.indicator.shared_history

    def __str__(self) -> str:
        return f"{self.value} ({self.on})"
