from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin
from jobs.admin import JobAdmin
from participants.models import ImportCheck, ImportedChange, ImportUndo, ParticipantImport


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
