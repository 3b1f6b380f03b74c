from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import FiscalYear, ProjectCity
from frameworks.models import Framework, Pathway, Target
from projects.models import Language, Organisation, Project, currency_code
from workshops.models import Workshop
from writing.models import Versioned


class WritingStatus(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    READY = "ready", _("Ready")


class ChapterTemplate(models.Model):
    """A chapter that every new plan of the project begins with; editable by organisers."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="chapter_templates")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    guidance = models.TextField(_("guidance"), blank=True)

    class Meta:
        verbose_name = _("chapter of the template")
        verbose_name_plural = _("chapters of the template")
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="chaptertemplate_key_unique"),
        ]

    def __str__(self) -> str:
        return self.title


class RecoveryPlanQuerySet(models.QuerySet["RecoveryPlan"]):
    def written_by(self, user: Any) -> RecoveryPlanQuerySet:
        """The plans of the user's own city."""
        return self.filter(project_city__in=ProjectCity.objects.written_by(user).values("pk"))

    def read_whole_by(self, user: Any) -> RecoveryPlanQuerySet:
        """Drafts included: the own city, and organisers and readers of the project."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(project_city__in=ProjectCity.objects.written_by(user).values("pk"))
            | Q(project_city__project__in=Project.objects.read_by(user).values("pk"))
        )

    def visible_to(self, user: Any) -> RecoveryPlanQuerySet:
        """A published revision is public; a draft is not."""
        published = Q(published__isnull=False)
        if not user.is_authenticated:
            return self.filter(published)
        return self.filter(
            published | Q(pk__in=self.model.objects.read_whole_by(user).values("pk"))
        )


class RecoveryPlan(Versioned):
    """The one plan of a city in a project. Its framework is copied and never follows by itself."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        REVIEWED = "reviewed", _("Review complete")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    WRITABLE_STATES = ("draft", "changes_requested")

    project_city = models.OneToOneField(
        ProjectCity, on_delete=models.PROTECT, related_name="recovery_plan", verbose_name=_("city")
    )
    framework = models.ForeignKey(
        Framework, on_delete=models.PROTECT, related_name="recovery_plans"
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    vision = models.TextField(_("vision"), blank=True)
    period_start = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    parent_plan = models.CharField(_("statutory plan it belongs to"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    published = models.ForeignKey(
        "PlanRevision", on_delete=models.PROTECT, null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip
    is_example = models.BooleanField(_("invented example"), default=False)

    objects = RecoveryPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery plan")
        verbose_name_plural = _("recovery plans")
        ordering = ["project_city__city__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_end__gte=F("period_start")),
                name="recoveryplan_period",
                violation_error_message=_("The last year is before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published__isnull=False),
                name="recoveryplan_published_has_revision",
            ),
        ]

    def __str__(self) -> str:
        return self.title or _("Recovery plan of %(city)s") % {"city": self.project_city.city}


class Chapter(Versioned):
    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="chapters")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    guidance = models.TextField(_("guidance"), blank=True)
    text = models.TextField(_("text"), blank=True)  # Markdown
    status = models.CharField(
        _("How far is this chapter?"), max_length=12, choices=WritingStatus.choices,
        default=WritingStatus.NOT_STARTED,
    )  # fmt: skip

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="chapter_key_unique"),
        ]

    def __str__(self) -> str:
        return self.title


class PathwaySection(Versioned):
    """What a plan says on one pathway, or in one sentence why it is not part of the plan."""

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="sections")
    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="sections")
    is_part = models.BooleanField(_("part of this plan"), null=True)  # null: not decided yet
    reason = models.CharField(_("why it is not part"), max_length=500, blank=True)
    narrative = models.TextField(_("What the city will do"), blank=True)  # Markdown
    status = models.CharField(
        _("How far is this section?"), max_length=12, choices=WritingStatus.choices,
        default=WritingStatus.NOT_STARTED,
    )  # fmt: skip

    class Meta:
        verbose_name = _("pathway section")
        verbose_name_plural = _("pathway sections")
        ordering = ["plan", "pathway__order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "pathway"], name="pathwaysection_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.pathway.code}"


class Priority(Versioned):
    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="priorities")
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("priority"), max_length=500)
    workshop = models.ForeignKey(
        Workshop, on_delete=models.SET_NULL, null=True, blank=True, related_name="priorities",
        verbose_name=_("from which visioning workshop"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["plan", "order"]

    def __str__(self) -> str:
        return self.text


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

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="action_number_unique"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="action_ends_after_start",
                violation_error_message=_("The end is before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Milestone(models.Model):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("milestone"), max_length=300)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("reached"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["action", "order", "pk"]

    def __str__(self) -> str:
        return self.title


class Money(models.Model):
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
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class Indicator(models.Model):
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

    def __str__(self) -> str:
        return self.title


class IndicatorValue(models.Model):
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    on = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_estimate = models.BooleanField(_("estimate"), default=False)

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["indicator", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "on"], name="indicatorvalue_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.value} ({self.on})"


class Comment(models.Model):
    """Something said about a plan or a part of it; a request asks for a change."""

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="comments")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, null=True, blank=True)
    section = models.ForeignKey(PathwaySection, on_delete=models.CASCADE, null=True, blank=True)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, null=True, blank=True)
    answers = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    is_request = models.BooleanField(_("asks for a change"), default=False)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["plan", "at"]

    def __str__(self) -> str:
        return self.text[:60]


class PlanTransition(models.Model):
    """One step of a plan from state to state. Append-only."""

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=20, choices=RecoveryPlan.State.choices)
    to_state = models.CharField(max_length=20, choices=RecoveryPlan.State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")
        ordering = ["plan", "at"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class PlanRevision(models.Model):
    """A plan as it was published, frozen: the public page is made from `content` alone.

    `checksum` is the SHA-256 of the content's canonical JSON.
    """

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("revision"))
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("published"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("published revision")
        verbose_name_plural = _("published revisions")
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="planrevision_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, revision {self.number}"


class Adoption(models.Model):
    """What a council decided on a plan. The body reviews; the council adopts."""

    class Result(models.TextChoices):
        ADOPTED = "adopted", _("adopted")
        ADOPTED_WITH_CHANGES = "adopted_with_changes", _("adopted with changes")
        NOTED = "noted", _("noted")
        REJECTED = "rejected", _("rejected")

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="adoptions")
    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, null=True, blank=True)
    body = models.CharField(_("who decided"), max_length=200)  # "Suva City Council"
    kind = models.CharField(_("kind of decision"), max_length=100, blank=True)  # "resolution"
    number = models.CharField(_("number"), max_length=100, blank=True)
    on = models.DateField(_("date"))
    result = models.CharField(_("result"), max_length=20, choices=Result.choices)
    file = models.FileField(_("file"), upload_to="adoptions/", blank=True)

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ["plan", "-on"]

    def __str__(self) -> str:
        return f"{self.body}, {self.on}"
