from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from writing.values import in_words


class Versioned(models.Model):
    """A row that several people write: every accepted save raises `version` by one.

    Saved only through `writing.services.save_version`, one `UPDATE … WHERE version = …`.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    class Meta:
        abstract = True

    @property
    def shared_history(self) -> str:
        """What larger thing's history this row's changes are read in: "recoveryplan-7"."""
        return ""


class ChangeQuerySet(models.QuerySet["Change"]):
    def of(self, thing: models.Model) -> ChangeQuerySet:
        return self.filter(
            content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk
        )


class Change(models.Model):
    """One field of one row, before and after: the history. Append-only, but for erasure.

    Changes by one person to one field within ten minutes are one entry. `is_set_aside` is a
    text whose author let it go for somebody else's: it never stood in the row. `shared_history`
    is the row's of that day, so that the history of many rows is one range of an index.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    shared_history = models.CharField(max_length=40, blank=True, editable=False)
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    version = models.PositiveIntegerField()  # of the row, once changed
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    is_set_aside = models.BooleanField(_("set aside"), default=False)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "-at"], name="change_of_thing"),
            models.Index(fields=["shared_history", "-at", "-id"], name="change_of_many"),
            models.Index(fields=["shared_history", "by"], name="change_of_many_by"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type.model} {self.object_id}: {self.field}"

    @property
    def label(self) -> str:
        """The field's name as its form says it."""
        return label_of(self.model, self.field)

    @property
    def before_text(self) -> str:
        return in_words(self._field, self.before)

    @property
    def after_text(self) -> str:
        return in_words(self._field, self.after)

    @property
    def model(self) -> Any:
        """What kind of row it is of; None where the portal no longer knows such rows."""
        return ContentType.objects.get_for_id(self.content_type_id).model_class()

    @property
    def _field(self) -> Any:
        return _field_of(self.model, self.field)


@lru_cache(maxsize=1024)
def _field_of(model: Any, name: str) -> Any:
    """None where it has no such field; a history outlives the fields it tells of."""
    try:
        return model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return None


def label_of(model: Any, name: str) -> str:
    """What people call a field: as its form says it, or by its name where it is gone."""
    field = _field_of(model, name)
    return str(field.verbose_name) if field else name


class PresenceQuerySet(models.QuerySet["Presence"]):
    def of(self, thing: models.Model) -> PresenceQuerySet:
        return self.filter(
            content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk
        )


class Presence(models.Model):
    """Somebody has this open for writing: since when, and when last heard of. Locks nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("person at work")
        verbose_name_plural = _("people at work")
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "user"], name="presence_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.content_type.model} {self.object_id}"
