from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from participants.models import Registration, RegistrationQuerySet


class RegistrationTable(tables.Table):
    """The columns of the list and what each is sorted by; the page draws the rows."""

    name = tables.Column(_("Name"), order_by=("person__sort_key", "pk"))
    work = tables.Column(_("Position and organisation"), orderable=False, empty_values=())
    place = tables.Column(
        _("City, country"), order_by=("country__name", "city_name", "person__sort_key")
    )
    gender = tables.Column(_("Gender"), order_by=("gender", "person__sort_key"))
    role = tables.Column(_("Role"), order_by=("role", "person__sort_key"))
    attendance = tables.Column(_("Attendance"), order_by=("attendance", "person__sort_key"))

    def __init__(self, people: RegistrationQuerySet, order_by: str) -> None:
        super().__init__(people, order_by=order_by)  # type: ignore[no-untyped-call]

    @property
    def rows_in_order(self) -> RegistrationQuerySet:
        rows: RegistrationQuerySet = self.data.data
        return rows

    class Meta:
        model = Registration
        fields = ()
        sequence = ("name", "work", "place", "gender", "role", "attendance")
        order_by = "name"
