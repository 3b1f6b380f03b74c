from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frameworks.models import Pathway, Target
from projects.models import Language, Project
from recommendations.models.findings import Finding, OfProjectQuerySet
from recovery_plans.models import Action
from writing.models import Versioned


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
