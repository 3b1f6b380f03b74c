from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefs.models.briefs import Brief
from writing.models import Versioned


class BlockTranslation(Versioned):
    """A text of a brief in the language of its translation, beside the text it was made from.

    One table for every kind of text (parts, findings, recommendations, boxes of cities), for a
    translator works through them all alike: one editor, one file out and back, one question
    whether the source has moved. What a translation has of its own is nothing but these rows;
    cities, workshops, findings, their order and every figure are those of the brief it is of.
    """

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="blocks")
    key = models.SlugField(_("text"), max_length=140)
    text = models.TextField(_("translation"), blank=True)  # Markdown where the source is
    source = models.TextField(_("text it was translated from"), blank=True)
    differs_on_purpose = models.BooleanField(
        _("The figures and names in it are right as they are"), default=False
    )

    class Meta:
        verbose_name = _("translated text")
        verbose_name_plural = _("translated texts")
        ordering = ["brief", "key"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "key"], name="blocktranslation_once"),
        ]

    def __str__(self) -> str:
        return self.key


class TranslationReturn(models.Model):
    """A file that came back from translators: what it says of each text, and when it was taken."""

    FORMATS: ClassVar[tuple[str, ...]] = ("docx", "xlsx")

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="returns")
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)
    texts = models.JSONField(default=dict)  # by key: the text, and the mark of its source
    unmatched = models.JSONField(default=list, blank=True)  # text that belongs to no block
    at = models.DateTimeField(_("came in"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(_("taken in"), null=True, blank=True)
    taken = models.JSONField(default=list, blank=True)  # keys of what was taken

    class Meta:
        verbose_name = _("returned translation")
        verbose_name_plural = _("returned translations")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
