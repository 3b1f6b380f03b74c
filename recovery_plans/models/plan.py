from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cities.models import ProjectCity
from frameworks.models import Framework
from projects.models import Language, Project, currency_code
from recovery_plans.roles import Role, roles_of, standing_of
from recovery_plans.transitions import PlanState, may_move
from writing.models import Versioned


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


WITH_CITY = (  # all that the head of a plan's page says
    "project_city__city__country", "project_city__project", "project_city__body", "framework",
    "published", "changed_by",
)  # fmt: skip
NAME = (
    "title", "state", "is_example", "project_city__project", "project_city__city__country__name",
    "project_city__city__name", "project_city__city__slug", "project_city__city__time_zone",
)  # fmt: skip


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

    def with_city(self) -> RecoveryPlanQuerySet:
        """With the rows named in WITH_CITY, in the same query."""
        return self.select_related(*WITH_CITY).defer("published__content")

    def with_name(self) -> RecoveryPlanQuerySet:
        """No more than names a plan, says where it is and in which state: for a long page of it."""
        return self.select_related("project_city__city__country").only(*NAME)


def history_of_plan(pk: int) -> str:
    """Names the history that all rows of a plan share."""
    return f"recoveryplan-{pk}"


class RecoveryPlan(Versioned):
    """The one plan of a city in a project. Its framework is copied and never follows by itself.

    `published` is the revision that the public reads. While it stays so, `state` may be that of
    the next draft on this same row; only a plan in state *published* has no draft under way.
    """

    State = PlanState
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
    vision = models.TextField(_("vision"), blank=True)  # Markdown
    period_start = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    parent_plan = models.CharField(_("statutory plan it belongs to"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=PlanState.choices, default=PlanState.DRAFT
    )
    due_on = models.DateField(_("to be submitted by"), null=True, blank=True, editable=False)
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

    @property
    def shared_history(self) -> str:
        return history_of_plan(self.pk)

    def __str__(self) -> str:
        return self.title or _("Recovery plan of %(city)s") % {"city": self.project_city.city}

    @property
    def next_number(self) -> int:
        """The number that the text now being written will be published under."""
        last = self.published.number if self.published else self.revisions.count()
        return last + 1

    @property
    def follows_its_project(self) -> bool:
        """Whether its framework is the one that the project's next plan would begin with."""
        return self.framework_id == self.project_city.project.framework_id

    @property
    def is_writable(self) -> bool:
        return self.state in self.WRITABLE_STATES

    def is_written_by(self, user: Any) -> bool:
        """One of the city's people, whatever state the plan is in."""
        return user.is_authenticated and self.project_city_id in standing_of(user).writes_for

    def can_be_read_whole_by(self, user: Any) -> bool:
        """The draft, its comments and its history; everybody else reads published revisions."""
        return user.is_authenticated and standing_of(user).reads_drafts_of(self.project_city)

    def can_be_seen_by(self, user: Any) -> bool:
        """A published revision is public."""
        return self.published_id is not None or self.can_be_read_whole_by(user)

    def can_be_edited_by(self, user: Any) -> bool:
        return self.is_writable and self.is_written_by(user)

    def can_be_reported_by(self, user: Any) -> bool:
        """Progress stays open for as long as a revision is public."""
        return self.published_id is not None and self.is_written_by(user)

    def can_be_commented_by(self, user: Any) -> bool:
        roles = roles_of(user, self.project_city)
        return not {Role.WRITER, Role.REVIEWER}.isdisjoint(roles)

    def can_be_asked_by(self, user: Any) -> bool:
        """Requests for changes, and settling them, are the reviewer's."""
        return Role.REVIEWER in roles_of(user, self.project_city)

    def can_be_timed_by(self, user: Any) -> bool:
        """Who may say by when a draft is to be submitted."""
        return self.is_writable and self.can_be_asked_by(user)

    def can_be_taken_along_by(self, user: Any) -> bool:
        """Who may let it follow the edition that the project follows now."""
        return self.can_be_edited_by(user) or self.can_be_timed_by(user)

    def can_be_submitted_by(self, user: Any) -> bool:
        return self._may_move(user, PlanState.SUBMITTED)

    def can_be_sent_back_by(self, user: Any) -> bool:
        return self._may_move(user, PlanState.CHANGES_REQUESTED)

    def can_be_reviewed_by(self, user: Any) -> bool:
        return self._may_move(user, PlanState.REVIEWED)

    def can_be_published_by(self, user: Any) -> bool:
        return self._may_move(user, PlanState.PUBLISHED)

    def can_be_withdrawn_by(self, user: Any) -> bool:
        return self._may_move(user, PlanState.WITHDRAWN)

    def can_be_reopened_by(self, user: Any) -> bool:
        """Taken back into writing, or begun anew after publication."""
        return self._may_move(user, PlanState.DRAFT)

    def can_be_adopted_by(self, user: Any) -> bool:
        """Who may write down what the council decided: the city, once the review is complete."""
        has_text = self.published_id is not None or self.state == PlanState.REVIEWED
        return has_text and self.is_written_by(user)

    def _may_move(self, user: Any, to: PlanState) -> bool:
        return may_move(self.state, to, roles_of(user, self.project_city))
