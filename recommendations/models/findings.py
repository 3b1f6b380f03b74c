from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import City
from documents.attachments import Attachment
from projects.models import Project
from recovery_plans.models import Action
from workshops.models import Session, Workshop
from writing.models import Versioned


class OfProjectQuerySet(models.QuerySet[Any]):
    """Findings, recommendations and rounds: seen and written by those who run the project."""

    def visible_to(self, user: Any) -> Self:
        """Organisers and readers of the project, and whoever facilitates a workshop of it."""
        return self.filter(project__in=projects_worked_in(user).values("pk"))


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
    theme = models.CharField(
        _("theme"), max_length=100, blank=True, help_text=_("Findings of one theme stand together.")
    )
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


class FindingFile(Attachment):
    """Evidence of a finding; for those who read findings."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="files")

    class Meta(Attachment.Meta):
        abstract = False
        verbose_name = _("file of a finding")
        verbose_name_plural = _("files of findings")
        ordering = ["finding", "title"]
