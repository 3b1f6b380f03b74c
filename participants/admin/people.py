from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import record_access
from accounts.admin import ReadOnlyAdmin, staff
from accounts.models import AccessLog
from documents.admin import ExchangeMixin
from participants.models import Consent, Difference, Person, PersonMerge
from participants.resources import PersonResource
from participants.services import Entry, correct_person, enter_people
from participants.services.entries import PERSON_FIELDS
from projects.models import Project
from writing.admin import CorrectionForm, VersionedAdmin


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
