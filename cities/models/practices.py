from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models.places import City, ProjectCity
from frameworks.models import Pathway
from projects.models import Project
from writing.models import Versioned


class PracticeQuerySet(models.QuerySet["Practice"]):
    def visible_to(self, user: Any) -> PracticeQuerySet:
        """Published ones are public; a draft is its city's and its project's."""
        if not user.is_authenticated:
            return self.filter(is_published=True)
        own = ProjectCity.objects.written_by(user)
        mine = Q(project__in=Project.objects.read_by(user).values("pk"))
        of_city = Q(project__in=own.values("project"), city__in=own.values("city"))
        return self.filter(Q(is_published=True) | mine | of_city)


class Practice(Versioned):
    """A practice of the compendium: what a city did, what it cost and what came of it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="practices")
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="practices",
        verbose_name=_("city"),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=200)
    problem = models.TextField(_("the problem"))
    deed = models.TextField(_("what was done"))
    cost = models.CharField(
        _("what it cost"), max_length=200, blank=True, help_text=_("With currency and year.")
    )
    result = models.TextField(_("what came of it"), blank=True)
    pathways = models.ManyToManyField(
        Pathway, related_name="practices", blank=True, verbose_name=_("pathways")
    )
    source = models.CharField(_("source"), max_length=500)
    is_published = models.BooleanField(_("public"), default=False)
    is_example = models.BooleanField(_("invented example"), default=False)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def can_be_edited_by(self, user: Any) -> bool:
        """Whoever may describe the city; those of no city are the organisers'."""
        if self.city is None:
            return self.project.can_be_organised_by(user)
        place = ProjectCity.objects.filter(project=self.project, city=self.city).first()
        return place.can_be_described_by(user) if place else self.project.can_be_organised_by(user)
