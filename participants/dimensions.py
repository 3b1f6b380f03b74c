"""What people can be counted by: the columns that make a group, and what a group is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import ExtractQuarter, ExtractYear
from django.utils.functional import Promise
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from participants.models import Registration
from projects.models import Organisation
from workshops.models import Workshop


class Named(NamedTuple):
    """A group by its name; two groups of one label are one. Sorted, unknown comes last."""

    place: tuple[bool, int, str]
    key: str  # the same in every language; blank where it is not known
    label: str


def named(key: str, label: str, order: int = 0) -> Named:
    known = bool(key and label)
    return Named((not known, order, label.casefold()), key, label if known else _text("not known"))


@dataclass(frozen=True)
class Dimension:
    heading: str | Promise
    columns: tuple[str, ...]  # of a registration, by which rows are grouped
    name: Callable[..., Named]  # from the columns of one group
    expressions: Mapping[str, Any] = field(default_factory=dict)  # columns that are worked out

    @property
    def is_of_workshop(self) -> bool:
        """Whether all the people of one workshop are in one group."""
        return self.columns[0].startswith("workshop")


def country(alpha2: str | None, name: str | None) -> Named:
    return named(alpha2 or "", name or "")


def city(slug: str | None, name: str | None, of_country: str | None, typed: str) -> Named:
    """A city known by that name, else what was typed."""
    return (
        named(slug, f"{name}, {of_country}") if slug else named(f"={typed}" if typed else "", typed)
    )


def choice(choices: list[tuple[str, Any]]) -> Callable[[str], Named]:
    """Names one of the choices, which come in their own order."""
    places = {value: (place, words) for place, (value, words) in enumerate(choices)}

    def name(value: str) -> Named:
        place, words = places.get(value, (len(places), value))
        return named(value, str(words), place)

    return name


def session(order: int, title: str) -> Named:
    return Named((False, order, title), str(order), title)


def workshop(slug: str, title: str, starts_on: Any) -> Named:
    """In the order they were held; one whose day is not known last."""
    return Named((starts_on is None, starts_on.toordinal() if starts_on else 0, title), slug, title)


def phase(project: str, number: int | None, title: str | None) -> Named:
    return named(f"{project}-{number}" if number else "", f"{number}. {title}", number or 0)


def project(code: str) -> Named:
    return named(code, code)


def quarter(year: int | None, number: int | None) -> Named:
    words = _text("%(year)d, quarter %(quarter)d")
    label = words % {"year": year, "quarter": number} if year and number else ""
    return named(f"{year}-Q{number}" if year else "", label)


TYPED_CITY = Case(
    When(city__isnull=True, then="city_name"), default=Value(""), output_field=CharField()
)  # fmt: skip
OF_PEOPLE = {
    "country": Dimension(
        _("Country or area"), ("country__alpha2", "country__name"), country
    ),
    "city": Dimension(
        _("City"), ("city__slug", "city__name", "city__country__name", "typed_city"), city,
        {"typed_city": TYPED_CITY},
    ),
    "organisation_kind": Dimension(
        _("Type of organisation"), ("organisation_kind",), choice(Organisation.Kind.choices)
    ),
    "role": Dimension(_("Role"), ("role",), choice(Registration.Role.choices)),
}  # fmt: skip
OF_WORKSHOPS = {
    "phase": Dimension(
        _("Phase"),
        ("workshop__project__code", "workshop__phase__number", "workshop__phase__title"), phase,
    ),
    "quarter": Dimension(
        _("Quarter"), ("workshop_year", "workshop_quarter"), quarter,
        {"workshop_year": ExtractYear("workshop__starts_on"),
         "workshop_quarter": ExtractQuarter("workshop__starts_on")},
    ),
    "kind": Dimension(
        _("Kind of workshop"), ("workshop__kind",), choice(Workshop.Kind.choices)
    ),
    "project": Dimension(_("Leading project"), ("workshop__project__code",), project),
    "workshop": Dimension(
        _("Workshop"), ("workshop__slug", "workshop__title", "workshop__starts_on"), workshop
    ),
}  # fmt: skip
# Within one workshop. Somebody comes to several sessions, so such rows add up to nothing.
SESSION = Dimension(
    _("Session"),
    ("session_attendances__session__order", "session_attendances__session__title"), session,
)  # fmt: skip
DIMENSIONS = {**OF_PEOPLE, **OF_WORKSHOPS, "session": SESSION}
