from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City
from frameworks.models import Pathway, Target
from participants.models import Registration, RegistrationQuerySet
from projects.models import Language, Project
from recovery_plans.models import Action
from workshops.models import Session, Workshop
from writing.models import Versioned


class OfProjectQuerySet(models.QuerySet[Any]):
    """Findings, recommendations and rounds: seen and written by those who run the project."""

    def visible_to(self, user: Any) -> Self:
        """Organisers and readers of the project, and whoever facilitates a workshop of it."""
        return self.filter(project__in=projects_worked_in(user).values("pk"))


class RecommendationQuerySet(OfProjectQuerySet):
    def annotate_coverage(self) -> Self:
        """`plans_acting`: how many plans have an action that answers it."""
        return self.annotate(
            plans_acting=models.Count(
                "responses__action__plan",
                filter=Q(responses__action__removed_at__isnull=True),
                distinct=True,
            )
        )


def projects_worked_in(user: Any) -> models.QuerySet[Project]:
    """The projects whose findings and recommendations the user may read."""
    facilitated = Workshop.objects.run_by(user).values("project")
    return Project.objects.filter(
        Q(pk__in=Project.objects.read_by(user).values("pk")) | Q(pk__in=facilitated)
    )


class Finding(Versioned):
    """What was found, and what it rests on. Not for attribution unless somebody says otherwise."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="findings")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("finding, one sentence"), max_length=300)
    text = models.TextField(_("text"), blank=True)  # Markdown
    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    sessions = models.ManyToManyField(Session, blank=True, related_name="findings")
    cities = models.ManyToManyField(City, blank=True, related_name="findings")
    actions = models.ManyToManyField(Action, blank=True, related_name="findings")
    is_attributable = models.BooleanField(_("the city may be named"), default=False)
    is_example = models.BooleanField(_("invented example"), default=False)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["project", "order", "pk"]

    def __str__(self) -> str:
        return self.title

    def can_be_edited_by(self, user: Any) -> bool:
        """Organisers; and the facilitators of the workshop in which it was found."""
        if self.project.can_be_organised_by(user):
            return True
        return self.workshop is not None and self.workshop.can_be_run_by(user)


class Recommendation(Versioned):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField(_("number"))
    addressee = models.CharField(_("addressed to"), max_length=200, blank=True)
    pathways = models.ManyToManyField(Pathway, blank=True, related_name="recommendations")
    targets = models.ManyToManyField(Target, blank=True, related_name="recommendations")
    findings = models.ManyToManyField(Finding, blank=True, related_name="recommendations")
    is_example = models.BooleanField(_("invented example"), default=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="recommendation_number"),
        ]

    def __str__(self) -> str:
        return _("Recommendation %(number)s") % {"number": self.number}

    def can_be_edited_by(self, user: Any) -> bool:
        return self.project.can_be_organised_by(user)

    def current_wording(self, language: str = Language.ENGLISH) -> Wording | None:
        return self.wordings.filter(language=language).order_by("-number").first()


class Wording(models.Model):
    """The text that people validate. Append-only: a change of words is the next number."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="wordings"
    )
    number = models.PositiveSmallIntegerField(_("wording"))
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    text = models.TextField(_("text"))
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["recommendation", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "language", "number"], name="wording_number_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}, wording {self.number}"


class ValidationRound(models.Model):
    """People say of each wording whether they support it; closing freezes the result."""

    class AnswersBy(models.TextChoices):
        PERSON = "person", _("each person")
        DELEGATION = "delegation", _("one position for each delegation")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="rounds")
    title = models.CharField(_("title"), max_length=200)
    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds"
    )  # empty: in writing
    answers_by = models.CharField(
        _("who answers"), max_length=10, choices=AnswersBy.choices, default=AnswersBy.PERSON
    )
    silence_is_no_objection = models.BooleanField(_("silence is no objection"), default=False)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    participation = models.JSONField(default=dict, blank=True)  # five columns, frozen at closing
    is_example = models.BooleanField(_("invented example"), default=False)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("validation round")
        verbose_name_plural = _("validation rounds")
        ordering = ["project", "opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="validationround_closed_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def people(self) -> RegistrationQuerySet:
        """Who may answer: everybody who is counted at the workshop."""
        return Registration.objects.filter(workshop=self.workshop_id).counted()

    def can_be_run_by(self, user: Any) -> bool:
        """Whoever runs the workshop it is held at; in writing, an organiser of the project."""
        if self.workshop is not None:
            return self.workshop.can_be_run_by(user)
        return self.project.can_be_organised_by(user)


class RoundWording(models.Model):
    """A wording put to a round, with its result once the round is closed (frozen then)."""

    COUNTS = ("support", "support_with_changes", "cannot_support", "no_position")

    round = models.ForeignKey(ValidationRound, on_delete=models.CASCADE, related_name="items")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="rounds")
    support = models.PositiveIntegerField(null=True, blank=True)
    support_with_changes = models.PositiveIntegerField(null=True, blank=True)
    cannot_support = models.PositiveIntegerField(null=True, blank=True)
    no_position = models.PositiveIntegerField(null=True, blank=True)
    is_validated = models.BooleanField(_("validated as worded"), null=True)

    class Meta:
        verbose_name = _("wording in a round")
        verbose_name_plural = _("wordings in rounds")
        ordering = ["round", "wording__recommendation__number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "wording"], name="roundwording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.wording}"


class Answer(models.Model):
    class Position(models.TextChoices):
        SUPPORT = "support", _("Support")
        SUPPORT_WITH_CHANGES = "support_with_changes", _("Support with changes")
        CANNOT_SUPPORT = "cannot_support", _("Cannot support")
        NO_POSITION = "no_position", _("No position")

    item = models.ForeignKey(RoundWording, on_delete=models.CASCADE, related_name="answers")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="answers")
    position = models.CharField(_("position"), max_length=20, choices=Position.choices)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["item", "at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "registration"], name="answer_once"),
        ]

    def __str__(self) -> str:
        return self.get_position_display()


class ActionResponse(models.Model):
    """Somebody says that an action of a plan acts on a recommendation."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="responses"
    )
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="responses")
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer of a plan")
        verbose_name_plural = _("answers of plans")
        ordering = ["recommendation", "action"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "action"], name="actionresponse_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} → {self.recommendation}"
