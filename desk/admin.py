from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import ReadOnlyAdmin, ReadOnlyInline, staff
from desk.models import PlaceToCheck, PrivacyRequest, RetentionNotice


class PlaceToCheckInline(ReadOnlyInline):
    model = PlaceToCheck
    fields = ["content_type", "object_id", "field", "why", "checked_at", "checked_by"]


@admin.register(PrivacyRequest)
class PrivacyRequestAdmin(admin.ModelAdmin[PrivacyRequest]):
    """Entered and corrected while it is open; finding, erasing and closing have their own page."""

    fields = [
        "project", "kind", "asked_by", "contact", "received_on", "due_on", "note", "state",
        "received_by", "erased_at", "done_at", "done_by",
    ]  # fmt: skip
    readonly_fields = ["state", "received_by", "erased_at", "done_at", "done_by"]
    list_display = ["__str__", "project", "kind", "received_on", "due_on", "state", "done_by"]
    list_filter = ["state", "kind", "project"]
    list_select_related = ["project", "done_by"]
    autocomplete_fields = ["project"]
    search_fields = ["=pk", "project__code"]
    date_hierarchy = "received_on"
    inlines = [PlaceToCheckInline]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_over = obj is not None and not obj.is_open
        return not is_over and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the log of requests is only ever added to

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.received_by = staff(request)
        super().save_model(request, obj, form, change)


@admin.register(PlaceToCheck)
class PlaceToCheckAdmin(ReadOnlyAdmin):
    list_display = ["request", "content_type", "object_id", "field", "why", "checked_at"]
    list_filter = ["why", ("checked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["request", "content_type"]
    search_fields = ["=request__pk", "=object_id"]


@admin.register(RetentionNotice)
class RetentionNoticeAdmin(ReadOnlyAdmin):
    list_display = ["project", "clock", "due_on", "told_at"]
    list_filter = ["clock", "project"]
    list_select_related = ["project"]
    search_fields = ["project__code"]
