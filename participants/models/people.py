from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models.imports import ParticipantImport
from projects.models import Gender, Project
from writing.models import Versioned

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PAIRS = [one + other for one in CODE_ALPHABET for other in CODE_ALPHABET]


def new_code() -> str:
    """Eight characters that nobody misreads (no 0 O 1 I L U): 30^8, about 6.6 × 10^11."""
    number = secrets.randbelow(len(PAIRS) ** 4)
    code = ""
    for _pair in range(4):
        number, pair = divmod(number, len(PAIRS))
        code += PAIRS[pair]
    return code


class Person(Versioned):
    """Somebody known to one project; duplicates are sought only within it.

    Names stand exactly as typed. `name_key` and `email_key` are for comparing only: two entries
    are the same person only if project, e-mail key and name key all agree.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="people")
    code = models.CharField(_("reference"), max_length=8, default=new_code, editable=False)
    full_name = models.CharField(_("full name"), max_length=200)
    sort_name = models.CharField(_("name to sort by"), max_length=200, blank=True)
    certificate_name = models.CharField(_("name on the certificate"), max_length=200, blank=True)
    form_of_address = models.CharField(_("form of address"), max_length=60, blank=True)
    gender = models.CharField(_("gender"), max_length=12, choices=Gender.choices, blank=True)
    gender_words = models.CharField(_("gender, in own words"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    name_key = models.CharField(max_length=200, editable=False)  # participants.names.name_key
    search_key = models.CharField(max_length=400, editable=False)  # without accents, any order
    sort_key = models.CharField(
        max_length=200, editable=False
    )  # of the sort name, or else the name
    likeness_key = models.CharField(max_length=400, editable=False)  # words in order of alphabet
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_rows"
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    came_with = models.ForeignKey(
        ParticipantImport, on_delete=models.SET_NULL, null=True, blank=True, editable=False,
        related_name="people",
    )  # fmt: skip
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    is_example = models.BooleanField(_("invented example"), default=False)

    last: Any  # the last registration, where a page tells people apart by it

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="person_code_unique"),
            models.CheckConstraint(
                condition=~Q(full_name="") | Q(erased_at__isnull=False), name="person_has_name"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="person_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(gender_words="") | Q(gender="another"), name="person_own_words_another"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "email_key", "name_key"], name="person_same"),
            models.Index(fields=["project", "name_key"], name="person_name"),
            models.Index(fields=["project", "likeness_key"], name="person_alike"),
        ]

    def __str__(self) -> str:
        return self.full_name
