from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin, do_to_each, staff
from participants.models import Delegation, DelegationLink, Registration, SessionAttendance
from participants.services import (
    CannotMoveRegistration,
    Entry,
    ListClosed,
    approve,
    decline,
    entry_of,
    register_participants,
    reinstate,
    update_registration,
    withdraw,
)
from participants.services.entries import PERSON_FIELDS
from workshops.models import Workshop
from writing.admin import CorrectionForm, VersionedAdmin
from writing.services import save_version

REFUSALS = (CannotMoveRegistration, ListClosed)
# Columns of a registration beside the entry's name for what is typed there.
TYPED_AS = {
    "position": "position", "organisation_name": "organisation",
    "organisation_kind": "organisation_kind", "city": "city_id", "city_name": "city_name",
    "country": "country_id", "gender": "gender", "gender_words": "gender_words", "role": "role",
    "state": "state", "mode": "mode", "attendance": "attendance", "language": "language",
    "access_needs": "access_needs", "diet_needs": "diet_needs", "note": "note",
}  # fmt: skip
OF_DELEGATION = ("delegation", "is_head")


class RegistrationForm(CorrectionForm):
    """One person at one workshop, as on that day. Signed-off figures do not move by it."""

    @staticmethod
    def version_of(row: Any) -> int:
        return int(row.form_version)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        workshop, person = cleaned.get("workshop"), cleaned.get("person")
        if self.instance.pk or workshop is None or person is None:
            return cleaned
        if person.project_id != workshop.project_id:
            raise ValidationError({"person": _("This is somebody of another project.")})
        if workshop.state == Workshop.State.SIGNED_OFF:
            raise ValidationError(
                {"workshop": _("The figures are signed off: nobody is added any more.")}
            )
        return cleaned

    def save_by(self, user: Any) -> None:
        if self.instance._state.adding:
            saved = self.register(user)
        elif self.as_read is not None:
            saved = self.correct(user)
        else:
            return
        delegation = {name: getattr(self.instance, name) for name in OF_DELEGATION}
        saved = save_version(saved, fields=delegation, expected_version=saved.version, by=user)
        self.becomes(saved)

    def register(self, user: Any) -> Registration:
        person = self.instance.person
        entry = replace(
            Entry(**{name: getattr(person, name) for name in PERSON_FIELDS}, person_id=person.pk),
            **self.typed(TYPED_AS),
        )
        [registration] = register_participants(
            self.instance.workshop, entries=[entry], by=user, source=Registration.Source.FORM
        )
        return registration

    def correct(self, user: Any) -> Registration:
        names = [name for name in TYPED_AS if name in self.changed_data]
        return update_registration(
            self.instance,
            entry=replace(entry_of(self.as_read), **self.typed(names)),
            fields=[TYPED_AS[name] for name in names],
            expected_version=self.as_read.form_version,
            by=user,
        )

    def typed(self, names: Any) -> dict[str, Any]:
        values = {TYPED_AS[name]: self.cleaned_data[name] for name in names}
        return {
            name: value.pk if isinstance(value, Model) else value for name, value in values.items()
        }


@admin.register(Registration)
class RegistrationAdmin(VersionedAdmin):
    form = RegistrationForm
    fields = [
        "workshop", "person", *TYPED_AS, *OF_DELEGATION, "code", "organisation", "source",
        "came_with", "entered_by", "registered_at",
    ]  # fmt: skip
    readonly_fields = [
        "code", "organisation", "source", "came_with", "entered_by", "registered_at",
    ]  # fmt: skip
    list_display = ["person", "workshop", "role", "state", "attendance", "gender", "country"]
    list_filter = ["role", "state", "attendance", "gender", "mode", "workshop__project"]
    list_select_related = ["person", "workshop", "country"]
    autocomplete_fields = ["workshop", "person", "city", "country", "delegation"]
    search_fields = ["person__search_key", "person__full_name", "=code", "workshop__title"]
    show_full_result_count = False
    actions = ["approve", "decline", "withdraw", "reinstate"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        return super().get_queryset(request).select_related("person")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.readonly_fields, "workshop", "person"] if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # who is not to come is withdrawn; the row stays

    def deed(self, request: HttpRequest, rows: QuerySet[Registration], deed: Any) -> None:
        do_to_each(
            self, request, rows, partial(deed, by=staff(request)), unless=REFUSALS,
            may=lambda row: row.workshop.can_be_run_by(request.user),
        )  # fmt: skip

    @admin.action(description=_("Approve, with a letter"), permissions=["change"])
    def approve(self, request: HttpRequest, rows: QuerySet[Registration]) -> None:
        self.deed(request, rows, approve)

    @admin.action(description=_("Decline, with a letter"), permissions=["change"])
    def decline(self, request: HttpRequest, rows: QuerySet[Registration]) -> None:
        self.deed(request, rows, decline)

    @admin.action(description=_("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, rows: QuerySet[Registration]) -> None:
        self.deed(request, rows, withdraw)

    @admin.action(description=_("Put back on the list"), permissions=["change"])
    def reinstate(self, request: HttpRequest, rows: QuerySet[Registration]) -> None:
        self.deed(request, rows, reinstate)


@admin.register(Delegation)
class DelegationAdmin(admin.ModelAdmin[Delegation]):
    list_display = ["__str__", "workshop", "seats", "order"]
    list_select_related = ["workshop", "city", "body"]
    autocomplete_fields = ["workshop", "city", "body"]
    search_fields = ["workshop__title", "city__name", "body__code"]


@admin.register(DelegationLink)
class DelegationLinkAdmin(ReadOnlyAdmin):
    """Made and taken back on the page of the delegation; its secret is nowhere."""

    fields = ["delegation", "language", "made_at", "made_by", "expires_at", "used_at", "revoked_at"]
    list_display = ["delegation", "made_at", "made_by", "expires_at", "used_at", "revoked_at"]
    list_select_related = [
        "delegation__city", "delegation__body", "delegation__workshop", "made_by",
    ]  # fmt: skip
    search_fields = ["delegation__workshop__title", "delegation__city__name"]


@admin.register(SessionAttendance)
class SessionAttendanceAdmin(admin.ModelAdmin[SessionAttendance]):
    exclude = ["recorded_by"]
    list_display = ["session", "registration", "recorded_at"]
    list_select_related = ["session", "registration__person", "registration__workshop"]
    autocomplete_fields = ["session", "registration"]
    search_fields = ["session__title", "registration__person__search_key"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.recorded_by = obj.recorded_by or request.user
        super().save_model(request, obj, form, change)
