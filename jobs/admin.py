from typing import Any, ClassVar

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jobs import services
from jobs.models import Job, JobQuerySet, Letter


class JobAdmin(admin.ModelAdmin[Any]):
    """Jobs are read, cancelled and tried again here; only services write to them."""

    list_display: tuple[str, ...] = (
        "__str__",
        "state",
        "step",
        "attempt",
        "asked_at",
        "finished_at",
        "error",
    )
    list_filter = ("state", "asked_at")
    ordering = ("-asked_at",)
    date_hierarchy = "asked_at"
    list_select_related: ClassVar[Any] = True
    actions = ("cancel", "try_again")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    @admin.action(description=_("Cancel"), permissions=["view"])
    def cancel(self, request: HttpRequest, jobs: JobQuerySet) -> None:
        cancelled = [services.cancel(job) for job in jobs.unfinished()]
        words = ngettext("%(count)d was cancelled.", "%(count)d were cancelled.", len(cancelled))
        self.message_user(request, words % {"count": len(cancelled)})

    @admin.action(description=_("Try again"), permissions=["view"])
    def try_again(self, request: HttpRequest, jobs: JobQuerySet) -> None:
        for job in jobs.given_up():
            try:
                services.retry(job)
            except services.CannotRetry:
                words = _("“%(job)s” has been asked for anew and was left alone.")
                self.message_user(request, words % {"job": job}, messages.WARNING)


@admin.register(Letter)
class LetterAdmin(JobAdmin):
    """The text stays out of the back office: it may hold the private link of its reader."""

    fields = (
        "to", "state", "attempt", "last_attempt", "asked_at", "started_at", "finished_at",
        "heartbeat_at", "lease_until", "ring_at", "error",
    )  # fmt: skip
    search_fields = ("to",)
