from __future__ import annotations

from functools import partial

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyInline, do_to_each, staff
from participants.breakdown import COLUMNS
from participants.models import Delegation, ParticipationRecord
from participants.services import CannotSignOff, sign_off
from workshops.admin import WorkshopAdmin
from workshops.models import Workshop


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
