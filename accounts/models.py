from __future__ import annotations

import datetime
import hashlib
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in; what they may do is said by their memberships, never by flags here."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    is_staff = models.BooleanField(_("may open the back office"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_example = models.BooleanField(_("example user"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    session_round = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower(F("email"))),
                name="user_email_lower_case",
                violation_error_message=_("Write the e-mail address in lower case."),
            )
        ]

    def __str__(self) -> str:
        """How others see the user; never the e-mail, which is contact data."""
        return self.full_name or _("user %(number)s") % {"number": self.pk}

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def get_session_auth_hash(self) -> str:
        """Sessions hold this; a new password or a new round ends all that were begun before."""
        return f"{super().get_session_auth_hash()}{self.session_round}"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return str(self)


class MembershipQuerySet(models.QuerySet["Any"]):
    def current(self, on: datetime.date | None = None) -> Self:
        """Accepted, begun and not ended on that day (today)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            user__isnull=False,
            accepted_at__isnull=False,
            starts_on__lte=day,
        )

    def open_invitations(self) -> Self:
        return self.filter(accepted_at__isnull=True, expires_at__gt=timezone.now()).exclude(
            code_hash=""
        )


class Membership(models.Model):
    """A role of a user somewhere, with a start and an end; not yet accepted, it is the invitation.

    Every concrete membership (of a project, a city, a workshop) is one of these, so that one
    page accepts them all. `code_hash` is the SHA-256 of the private code in the letter.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("user")
    )
    email = models.EmailField(_("invited e-mail"), blank=True)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("invitation expires"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    succeeds = models.ForeignKey(  # the role that ends once this one is accepted
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False,
        related_name="successors",
    )  # fmt: skip

    objects = MembershipQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(email=""),
                name="%(class)s_user_or_email",
                violation_error_message=_("Choose a user or write an e-mail address to invite."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(user__isnull=False),
                name="%(class)s_accepted_by_user",
                violation_error_message=_("Only a user can have accepted."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_start",
                violation_error_message=_("The end is before the start."),
            ),
        ]

    @staticmethod
    def hash_code(code: str) -> str:
        return hashlib.sha256(code.encode()).hexdigest()

    @property
    def invited_address(self) -> str:
        """Where the invitation goes, and whose account may accept it."""
        return (self.email or (self.user.email if self.user else "")).strip().lower()

    @property
    def is_open_invitation(self) -> bool:
        return bool(
            self.code_hash
            and self.accepted_at is None
            and self.expires_at is not None
            and self.expires_at > timezone.now()
        )


class AccessLog(models.Model):
    """Who exported, opened or erased personal data, and how many rows; never the values."""

    class Action(models.TextChoices):
        EXPORTED = "exported", _("exported")
        OPENED = "opened", _("opened")
        DOWNLOADED = "downloaded", _("downloaded")
        ERASED = "erased", _("erased")
        IMPORTED = "imported", _("imported")
        LOOKED_AROUND = "looked_around", _("looked around as")

    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=20, choices=Action.choices)
    subject = models.CharField(
        max_length=100
    )  # model label and primary key: "workshops.workshop 12"
    rows = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)  # of opening what is sealed
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("access to personal data")
        verbose_name_plural = _("accesses to personal data")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.subject}"
