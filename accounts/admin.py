from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import allauth.account.admin  # registers what is unregistered below
import allauth.mfa.admin  # noqa: F401  (likewise)
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.letters import send_invitation
from accounts.models import AccessLog, Membership, User
from accounts.services import end_sessions, invite

admin.site.site_header = admin.site.site_title = admin.site.index_title = _("Back office")
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign,no-untyped-call]

# An account has one address, and the secrets of an authenticator are for nobody to read.
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)


def staff(request: HttpRequest) -> User:
    """Who is at the page: the back office is open to nobody else."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - narrows the type
    return user


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """For rows that are frozen or only ever added to: to be read and searched, by all staff.

    Nobody changes them here, superusers neither.
    """

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_deed_permission(self, request: HttpRequest) -> bool:
        """Who may do by an action what nobody does by the form."""
        opts = self.opts
        return request.user.has_perm(f"{opts.app_label}.change_{opts.model_name}")


class ReadOnlyInline(admin.TabularInline[Any, Any]):
    """Frozen parts, shown on the page of what they are parts of."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def do_to_each(
    model_admin: admin.ModelAdmin[Any],
    request: HttpRequest,
    rows: Iterable[Any],
    deed: Callable[[Any], object],
    *,
    unless: tuple[type[Exception], ...] = (),
    may: Callable[[Any], bool] = lambda row: True,
) -> int:
    """Do a deed of the services to each chosen row; a refusal is said in words beside its row."""
    refusals: tuple[type[Exception], ...] = (*unless, PermissionDenied)
    done = 0
    for row in rows:
        try:
            if not may(row):
                raise PermissionDenied(_now("You may not do this here."))
            deed(row)
        except refusals as refusal:
            words = f"{row}: {refusal or _now('This cannot be done now.')}"
            model_admin.message_user(request, words, messages.WARNING)
        else:
            done += 1
    if done:
        words = _now("Done: %(count)d.") % {"count": done}
        model_admin.message_user(request, words, messages.SUCCESS)
    return done


class MembershipAdmin(admin.ModelAdmin[Any]):
    """For every table of roles: who is added here gets the letter with the private code.

    A role entered with the day of its acceptance is one that was given outside the portal.
    """

    autocomplete_fields = ["user"]
    date_hierarchy = "starts_on"
    search_fields = ["email", "user__email", "user__full_name"]
    actions = ["send_again"]

    def save_model(
        self, request: HttpRequest, obj: Membership, form: ModelForm[Any], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if not change and obj.accepted_at is None:
            self.send(request, [obj])

    @admin.action(description=_("Send the invitation again, with a new code"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.send(request, list(queryset.filter(accepted_at__isnull=True)))

    def send(self, request: HttpRequest, memberships: list[Membership]) -> None:
        for membership in memberships:
            code = invite(membership, by=staff(request))
            send_invitation(membership, code)
        self.message_user(
            request,
            _now("Letters sent: %(count)d.") % {"count": len(memberships)},
            messages.SUCCESS,
        )


class UserCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["email"]


class UserForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    form = UserForm
    add_form = UserCreationForm
    ordering = ["email"]
    list_display = ["email", "full_name", "is_active", "is_staff", "is_example", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_example"]
    search_fields = ["email", "full_name"]
    readonly_fields = ["last_login", "date_joined"]
    actions = ["sign_out"]
    fieldsets = [
        (None, {"fields": ["email", "password", "full_name", "time_zone", "is_example"]}),
        (
            _("Back office"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "full_name", "usable_password", "password1", "password2"]}),
    ]

    @admin.action(description=_("Sign out everywhere"))
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            end_sessions(user)


@admin.register(AccessLog)
class AccessLogAdmin(ReadOnlyAdmin):
    list_display = ["at", "user", "action", "subject", "rows", "reason"]
    list_filter = ["action"]
    list_select_related = ["user"]
    search_fields = ["user__email", "subject"]
    date_hierarchy = "at"


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Taking one away lets somebody in again who lost the phone; its secret is not shown."""

    fields = ["user", "type", "created_at", "last_used_at"]
    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)
