"""The list of people as a table that leaves the portal, and comes back through the import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.models import Registration


class Column(NamedTuple):
    heading: str | Promise
    text: Callable[[Registration], str]
    is_contact: bool = False


# Diet and access needs are not among them: what is not carried away need not be deleted.
COLUMNS = (
    Column(_("Reference"), lambda each: each.code),
    Column(_("Full name"), lambda each: each.person.full_name),
    Column(_("Name to sort by"), lambda each: each.person.sort_name),
    Column(_("Name on the certificate"), lambda each: each.person.certificate_name),
    Column(_("Form of address"), lambda each: each.person.form_of_address),
    Column(_("Gender"), lambda each: each.get_gender_display()),
    Column(_("Gender in own words"), lambda each: each.gender_words),
    Column(_("E-mail"), lambda each: each.person.email, is_contact=True),
    Column(_("Phone"), lambda each: each.person.phone, is_contact=True),
    Column(_("Position"), lambda each: each.position),
    Column(_("Organisation"), lambda each: each.organisation_name),
    Column(_("Type of organisation"), lambda each: each.get_organisation_kind_display()),
    Column(_("City"), lambda each: each.city_name),
    Column(_("Country or area"), lambda each: each.country.name if each.country else ""),
    Column(_("Role"), lambda each: each.get_role_display()),
    Column(_("State"), lambda each: each.get_state_display()),
    Column(_("Takes part"), lambda each: each.get_mode_display()),
    Column(_("Attendance"), lambda each: each.get_attendance_display()),
    Column(_("Language"), lambda each: each.language),
    Column(_("Note"), lambda each: each.note, is_contact=True),
)


# From which certificates of participation are printed; it does not come back by the import.
OF_CERTIFICATES = (
    Column(_("Reference"), lambda each: each.code),
    Column(_("Form of address"), lambda each: each.person.form_of_address),
    Column(
        _("Name on the certificate"),
        lambda each: each.person.certificate_name or each.person.full_name,
    ),
    Column(_("Position"), lambda each: each.position),
    Column(_("Organisation"), lambda each: each.organisation_name),
    Column(_("City"), lambda each: each.city_name),
    Column(_("Country or area"), lambda each: each.country.name if each.country else ""),
    Column(_("Role"), lambda each: each.get_role_display()),
    Column(_("Attendance"), lambda each: each.get_attendance_display()),
)


def columns_for(*, with_contact: bool) -> tuple[Column, ...]:
    return tuple(column for column in COLUMNS if with_contact or not column.is_contact)


def header_of(columns: Iterable[Column]) -> list[str]:
    return [str(column.heading) for column in columns]


def rows_of(
    registrations: Iterable[Registration], columns: tuple[Column, ...]
) -> Iterator[list[str]]:
    return ([column.text(registration) for column in columns] for registration in registrations)
