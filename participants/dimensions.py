"""What people can be counted by: the columns that make a group, and what a group is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Value, When
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


@dataclass(frozen=True)
class WorkshopDimension:
    """All the people of one workshop are in one group."""

    heading: str | Promise
    name: Callable[[Workshop], Named]
    column: str  # of a registration, by which rows are grouped
    value: Callable[[Workshop], Any]  # what stands in that column for everybody there


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


def by_itself(workshop: Workshop) -> Named:
    """In the order they were held; one whose day is not known last."""
    day = workshop.starts_on
    return Named((day is None, day.toordinal() if day else 0, workshop.title), workshop.slug,
                 workshop.title)  # fmt: skip


def by_phase(workshop: Workshop) -> Named:
    phase = workshop.phase
    if phase is None:
        return named("", "")
    return named(f"{phase.project_id}-{phase.number}", str(phase), phase.number)


def by_quarter(workshop: Workshop) -> Named:
    if workshop.starts_on is None:
        return named("", "")
    year, quarter = divmod(quarter_of(workshop) or 0, 4)
    label = _text("%(year)d, quarter %(quarter)d") % {"year": year, "quarter": quarter + 1}
    return named(f"{year}-Q{quarter + 1}", label)


def by_kind(workshop: Workshop) -> Named:
    return KIND(workshop.kind)


def by_project(workshop: Workshop) -> Named:
    return named(workshop.project.code, workshop.project.code)


def quarter_of(workshop: Workshop) -> int | None:
    """Counted on from the year nought."""
    day = workshop.starts_on
    return day.year * 4 + (day.month - 1) // 3 if day else None


KIND = choice(Workshop.Kind.choices)
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
    "phase": WorkshopDimension(_("Phase"), by_phase, "workshop__phase", attrgetter("phase_id")),
    "quarter": WorkshopDimension(_("Quarter"), by_quarter, "quarter", quarter_of),
    "kind": WorkshopDimension(_("Kind of workshop"), by_kind, "workshop__kind", attrgetter("kind")),
    "project": WorkshopDimension(
        _("Leading project"), by_project, "workshop__project", attrgetter("project_id")
    ),
    "workshop": WorkshopDimension(_("Workshop"), by_itself, "workshop", attrgetter("pk")),
}
# Within one workshop. Somebody comes to several sessions, so such rows add up to nothing.
SESSION = Dimension(
    _("Session"),
    ("session_attendances__session__order", "session_attendances__session__title"), session,
)  # fmt: skip
DIMENSIONS = {**OF_PEOPLE, "session": SESSION}
EVERY: dict[str, Dimension | WorkshopDimension] = {**DIMENSIONS, **OF_WORKSHOPS}
HEADINGS = {key: each.heading for key, each in EVERY.items()}
