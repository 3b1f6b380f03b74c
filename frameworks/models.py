from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Shipped(models.Model):
    """A row of reference data that keeps, beside each current value, the value it was shipped with.

    A new release updates a field only where the two are equal: what staff corrected stays.
    """

    shipped = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


class Words(models.TextChoices):
    """How far a text is the official one; anything but *verified* carries a badge."""

    VERIFIED = "verified", _("official wording")
    WORKING = "working", _("working title")


class Framework(models.Model):
    """One edition of a framework of pathways; its code is part of every key below it."""

    code = models.CharField(_("edition"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=300)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Pillar(Shipped):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="pillars")
    code = models.CharField(_("code"), max_length=10)
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="pillar_code_unique"),
            models.UniqueConstraint(fields=["framework", "order"], name="pillar_order_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Pathway(Shipped):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="pathways")
    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, related_name="pathways")
    code = models.CharField(_("code"), max_length=10)
    order = models.PositiveSmallIntegerField(_("order in the framework"))
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    wording = models.CharField(
        _("wording"), max_length=10, choices=Words.choices, default=Words.WORKING
    )
    confidence = models.CharField(_("confidence"), max_length=30, blank=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("pathway")
        verbose_name_plural = _("pathways")
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="pathway_code_unique"),
            models.UniqueConstraint(fields=["framework", "order"], name="pathway_order_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Goal(Shipped):
    """A Sustainable Development Goal."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    title = models.CharField(_("title"), max_length=100)
    colour = models.CharField(
        _("colour"), max_length=7, validators=[RegexValidator(r"^#[0-9A-F]{6}$")]
    )

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Target(Shipped):
    """A target of a goal. The code is text (11.10 is not 11.1); the label is our own wording."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="targets")
    code = models.CharField(_("code"), max_length=6, unique=True)
    order = models.PositiveSmallIntegerField(_("order"))  # natural: 11.9, 11.10, 11.a
    label = models.CharField(_("working label"), max_length=200)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Dimension(Shipped):
    """One of the five dimensions of the urban economic resilience diagnostic."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    aliases = models.CharField(_("other names"), max_length=300, blank=True)  # "|" between

    class Meta:
        verbose_name = _("diagnostic dimension")
        verbose_name_plural = _("diagnostic dimensions")
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class DiagnosticIndicator(Shipped):
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(_("code"), max_length=10, unique=True)
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    wording = models.CharField(
        _("wording"), max_length=10, choices=Words.choices, default=Words.WORKING
    )
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("diagnostic indicator")
        verbose_name_plural = _("diagnostic indicators")
        ordering = ["dimension", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "order"], name="diagnosticindicator_order_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class DiagnosticLink(models.Model):
    """A pathway that answers what a dimension, or one of its indicators, shows. Made by staff."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="diagnostic_links")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="links")
    indicator = models.ForeignKey(
        DiagnosticIndicator, on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )
    note = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("link from the diagnostic to a pathway")
        verbose_name_plural = _("links from the diagnostic to pathways")
        ordering = ["pathway", "dimension", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "indicator"], name="diagnosticlink_indicator_once"
            ),
            models.UniqueConstraint(
                fields=["pathway", "dimension"], condition=Q(indicator__isnull=True),
                name="diagnosticlink_dimension_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator or self.dimension} → {self.pathway}"


class PathwaySuccessor(models.Model):
    """A row of the crosswalk between two editions: where a pathway goes. Made by staff.

    A pathway may have several successors, and several pathways one and the same.
    """

    old = models.ForeignKey(
        Pathway, on_delete=models.CASCADE, related_name="successors", verbose_name=_("pathway")
    )
    new = models.ForeignKey(
        Pathway, on_delete=models.CASCADE, related_name="predecessors",
        verbose_name=_("becomes, in the other edition"),
    )  # fmt: skip
    note = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("successor of a pathway")
        verbose_name_plural = _("crosswalk between editions")
        ordering = ["old__framework", "old__order", "new__order"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="pathwaysuccessor_once"),
            models.CheckConstraint(
                condition=~Q(old=models.F("new")), name="pathwaysuccessor_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    def clean(self) -> None:
        if self.old_id and self.new_id and self.old.framework_id == self.new.framework_id:
            raise ValidationError({"new": _("Choose a pathway of another edition.")})
