"""The invented people: on the list of the second regional workshop, and registered for the next."""

from typing import Any

from accounts.models import User
from cities.models import City, Country
from desk.example.files import read_invented
from participants.models import Delegation, Registration
from participants.services import Entry, register_participants
from participants.services.delegations import join_delegation, make_alternate, make_head
from projects.services import find_or_create_organisations
from workshops.models import Workshop

AS_WRITTEN = (
    "full_name", "sort_name", "certificate_name", "form_of_address", "gender", "email", "position",
    "organisation", "role", "attendance", "language",
)  # fmt: skip


def load_people(workshop: Workshop, *, by: User) -> list[Registration]:
    """Those who came to the workshop: 19 (11/8) who count, and a few who do not."""
    rows = _load_rows(workshop)
    entries = [_entry(row, mode=Registration.Mode.ONLINE) for row in rows]
    return register_participants(
        workshop, entries=entries, by=by, source=Registration.Source.FORM, is_example=True
    )


def load_registered(workshop: Workshop, *, by: User) -> list[Registration]:
    """Those among them who have registered for the workshop to come; nobody has been there yet."""
    names = read_invented("validation_workshop")["registered"]["names"]
    return _register_again(workshop, names, by=by, source=Registration.Source.FORM)


def load_delegations(workshop: Workshop, *, by: User) -> None:
    """Whom two cities send there: within their seats, with a head; the last is an alternate."""
    for order, row in enumerate(read_invented("validation_workshop")["delegations"], 1):
        delegation = Delegation.objects.create(
            workshop=workshop, city=City.objects.get(slug=row["city"]), seats=row["seats"],
            order=order,
        )  # fmt: skip
        names = [*row["members"], *row["alternates"]]
        people = _register_again(workshop, names, by=by, source=Registration.Source.CITY)
        joined = {
            each.pk: each for each in join_delegation(delegation, registrations=people, by=by)
        }
        in_order = [joined[each.pk] for each in people]
        make_head(in_order[0], by=by)
        for alternate in in_order[len(row["members"]) :]:
            make_alternate(alternate, by=by)


def _register_again(
    workshop: Workshop, names: list[str], *, by: User, source: Registration.Source
) -> list[Registration]:
    """People of the other workshop at this one, where nobody has been yet."""
    rows = {row["full_name"]: row for row in _load_rows(workshop)}
    entries = [_entry({**rows[name], "attendance": "", "role": "participant"}) for name in names]
    return register_participants(workshop, entries=entries, by=by, source=source, is_example=True)


def _load_rows(workshop: Workshop) -> list[dict[str, Any]]:
    """The rows of the file with keys for what they name; the organisations are made first."""
    file = read_invented("people")
    kinds = {row["name"]: row["kind"] for row in file["organisations"]}
    find_or_create_organisations(workshop.project, kinds.items(), is_example=True)
    cities = {city.slug: city for city in City.objects.all()}
    countries = dict(Country.objects.values_list("alpha2", "pk"))
    return [
        {
            **{name: row[name] for name in AS_WRITTEN if name in row},
            "organisation_kind": kinds[row["organisation"]],
            "country_id": countries[row["country"]],
            **_city(cities.get(row.get("city", ""))),
        }
        for row in file["people"]
    ]


def _city(city: City | None) -> dict[str, Any]:
    return {"city_id": city.pk, "city_name": city.name} if city else {}


def _entry(row: dict[str, Any], **fields: Any) -> Entry:
    return Entry(state=Registration.State.CONFIRMED, **row, **fields)
