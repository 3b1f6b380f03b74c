from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import record_access
from accounts.admin import ReadOnlyAdmin, ReadOnlyInline, do_to_each, staff
from accounts.models import AccessLog
from documents.admin import ExchangeMixin
from jobs.admin import JobAdmin
from participants.breakdown import COLUMNS, GenderBreakdown
from participants.models import (
    Consent,
    Delegation,
    Difference,
    EvaluationResult,
    HeadCount,
    ImportCheck,
    ImportedChange,
    ImportUndo,
    ParticipantImport,
    ParticipationRecord,
    Person,
    PersonMerge,
    Registration,
    SealedList,
    SessionAttendance,
)
from participants.resources import PersonResource
from participants.services import (
    CannotMoveRegistration,
    CannotSignOff,
    Entry,
    Figures,
    ListClosed,
    approve,
    correct_figures,
    correct_person,
    decline,
    enter_people,
    entry_of,
    register_participants,
    reinstate,
    sign_off,
    update_registration,
    withdraw,
)
from participants.services.entries import PERSON_FIELDS
from projects.models import Project
from workshops.admin import WorkshopAdmin
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


class PersonForm(CorrectionForm):
    """Writes through the services: the keys by which names are compared follow."""

    def save_by(self, user: Any) -> None:
        columns = {name: getattr(self.instance, name) for name in PERSON_FIELDS}
        if self.instance._state.adding:
            entry = Entry(**columns)
            [saved] = enter_people(self.instance.project, entries=[entry], by=user)
        elif self.as_read is not None:
            version = self.as_read.version
            saved = correct_person(
                self.instance, columns=columns, expected_version=version, by=user
            )
        else:
            return
        self.becomes(saved)


@admin.register(Person)
class PersonAdmin(ExchangeMixin, VersionedAdmin):
    form = PersonForm
    resource_classes = [PersonResource]
    skip_admin_log = True  # what came in is in the access log, and each change in the history
    fields = ["project", *PERSON_FIELDS, "code", "merged_into", "is_example", "erased_at"]
    readonly_fields = ["code", "merged_into", "is_example", "erased_at"]
    list_display = ["full_name", "code", "gender", "email", "project", "is_example"]
    list_filter = ["project", "gender", "is_example", ("erased_at", admin.EmptyFieldListFilter)]
    list_select_related = ["project"]
    autocomplete_fields = ["project"]
    search_fields = ["search_key", "full_name", "email_key", "=code"]
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.readonly_fields, "project"] if obj else self.readonly_fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_erased = obj is not None and obj.erased_at is not None
        return not is_erased and super().has_change_permission(request, obj)

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: QuerySet[Person], **kwargs: Any
    ) -> Any:
        counts = queryset.order_by().values_list("project").annotate(Count("pk"))
        projects = Project.objects.in_bulk()
        for project, rows in counts:
            record_access(staff(request), AccessLog.Action.EXPORTED, projects[project], rows)
        return super().get_export_data(file_format, request, queryset, **kwargs)


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


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """Only ever added to, by the person; what can happen to it here is to be withdrawn."""

    list_display = ["person", "purpose", "workshop", "given_at", "withdrawn_at"]
    list_filter = ["purpose", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "workshop"]
    search_fields = ["person__search_key", "person__full_name", "workshop__title"]
    actions = ["withdraw"]

    @admin.action(description=_("Withdraw"), permissions=["deed"])
    def withdraw(self, request: HttpRequest, consents: QuerySet[Consent]) -> None:
        consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())


@admin.register(HeadCount)
class HeadCountAdmin(admin.ModelAdmin[HeadCount]):
    exclude = ["counted_by"]
    list_display = ["workshop", "session", "counted_at", *COLUMNS]
    list_select_related = ["workshop", "session"]
    autocomplete_fields = ["workshop", "session"]
    search_fields = ["workshop__title", "note"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.counted_by = obj.counted_by or request.user
        super().save_model(request, obj, form, change)


@admin.register(EvaluationResult)
class EvaluationResultAdmin(VersionedAdmin):
    list_display = ["question", "workshop", "kind", "mean", "answered", "source"]
    list_filter = ["kind"]
    list_select_related = ["workshop"]
    autocomplete_fields = ["workshop"]
    search_fields = ["question", "workshop__title", "source"]


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


class ParticipationRecordForm(forms.ModelForm[ParticipationRecord]):
    """Signs the figures off or, where they stand already, corrects them: always a new record."""

    class Meta:
        model = ParticipationRecord
        fields = ["workshop", "basis", "precision", "citation", *COLUMNS, "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        workshop = cleaned.get("workshop")
        if workshop is None:
            return cleaned
        stands = workshop.participation_records.exists()
        if stands and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why the figures are corrected."))
        if not stands and not workshop.has_ended:
            self.add_error("workshop", _("Figures are signed off from its end on."))
        self.refuse_no_figures(cleaned)
        return cleaned

    def refuse_no_figures(self, cleaned: dict[str, Any]) -> None:
        is_of_list = cleaned.get("basis") == ParticipationRecord.Basis.LIST
        if not is_of_list and (cleaned.get("female") is None or cleaned.get("male") is None):
            self.add_error("basis", _("Write the women and the men that were counted or stated."))

    def figures(self) -> Figures:
        typed = self.cleaned_data
        if typed["basis"] == ParticipationRecord.Basis.LIST:
            return Figures()
        stated = GenderBreakdown(**{name: typed[name] or 0 for name in COLUMNS})
        return Figures(typed["basis"], stated, typed["precision"], typed["citation"])


@admin.register(ParticipationRecord)
class ParticipationRecordAdmin(ReadOnlyAdmin):
    form = ParticipationRecordForm
    list_display = ["workshop", "number", "basis", *COLUMNS, "signed_at", "signed_by"]
    list_filter = ["basis", "precision"]
    list_select_related = ["workshop", "signed_by"]
    autocomplete_fields = ["workshop"]
    search_fields = ["workshop__title", "citation"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        by = staff(request)
        if obj.workshop.participation_records.exists():
            reason = form.cleaned_data["reason"]
            record = correct_figures(obj.workshop, by=by, reason=reason, figures=form.figures())
        else:
            record = sign_off(obj.workshop, by=by, figures=form.figures())
        vars(obj).update(vars(record))  # the page goes on with `obj`


@admin.register(SealedList)
class SealedListAdmin(ReadOnlyAdmin):
    """That it is there; what is in it is opened on the workshop's own page, with a reason."""

    fields = ["record", "rows", "sealed_at", "destroyed_at"]
    list_display = ["record", "rows", "sealed_at", "destroyed_at"]
    list_select_related = ["record__workshop"]
    search_fields = ["record__workshop__title"]


@admin.register(PersonMerge)
class PersonMergeAdmin(ReadOnlyAdmin):
    """Made and taken back on the pages of the project's people."""

    fields = ["kept", "merged", "merged_at", "merged_by", "undone_at", "undone_by"]
    list_display = ["merged", "kept", "merged_at", "merged_by", "undone_at"]
    list_select_related = ["kept", "merged", "merged_by"]
    list_filter = [("undone_at", admin.EmptyFieldListFilter)]
    search_fields = ["kept__search_key", "merged__search_key"]


@admin.register(Difference)
class DifferenceAdmin(ReadOnlyAdmin):
    fields = ["first", "second", "said_at", "said_by"]
    list_display = ["first", "second", "said_at", "said_by"]
    list_select_related = ["first", "second", "said_by"]
    search_fields = ["first__search_key", "second__search_key"]


@admin.register(ParticipantImport)
class ParticipantImportAdmin(JobAdmin):
    fields = (
        "workshop", "file_name", "state", "counts", "confirmed_at", "undone_at", "asked_by",
        "asked_at", "finished_at", "error",
    )  # fmt: skip
    list_display = ("__str__", "workshop", "state", "asked_by", "asked_at", "confirmed_at")
    list_select_related = ("workshop", "asked_by")
    search_fields = ("file_name", "workshop__title")


@admin.register(ImportCheck, ImportUndo)
class OfImportAdmin(JobAdmin):
    fields = ("importing", "state", "counts", "asked_by", "asked_at", "finished_at", "error")
    list_display = ("__str__", "workshop", "state", "asked_by", "asked_at", "finished_at")
    list_select_related = ("importing__workshop", "asked_by")
    search_fields = ("importing__workshop__title",)

    @admin.display(description=_("workshop"))
    def workshop(self, job: Any) -> str:
        return str(job.importing.workshop)


@admin.register(ImportedChange)
class ImportedChangeAdmin(ReadOnlyAdmin):
    """That a row is kept for undo; how it stood stays out of the back office."""

    fields = ["importing", "registration", "registration_version", "person_version"]
    list_display = ["registration", "importing"]
    list_select_related = ["importing", "registration__person", "registration__workshop"]
    search_fields = ["registration__code"]


class ParticipationRecordInline(ReadOnlyInline):
    model = ParticipationRecord
    fields = ["number", "basis", *COLUMNS, "signed_at", "signed_by", "reason"]


class DelegationInline(admin.TabularInline[Delegation, Workshop]):
    model = Delegation
    extra = 0
    autocomplete_fields = ["city", "body"]


admin.site.unregister(Workshop)


@admin.register(Workshop)
class WorkshopWithPeopleAdmin(WorkshopAdmin):
    """The workshop of the room above, with what this room adds to it."""

    inlines = [*WorkshopAdmin.inlines, DelegationInline, ParticipationRecordInline]
    actions = [*WorkshopAdmin.actions, "sign_off"]

    @admin.action(description=_("Sign off the figures of the list"), permissions=["change"])
    def sign_off(self, request: HttpRequest, workshops: QuerySet[Workshop]) -> None:
        do_to_each(
            self, request, workshops, partial(sign_off, by=staff(request)), unless=(CannotSignOff,),
            may=lambda workshop: workshop.can_be_run_by(request.user),
        )  # fmt: skip
