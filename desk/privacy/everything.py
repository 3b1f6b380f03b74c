"""Everything about one person, as a machine and the person can read it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from desk.privacy.classes import classes_of
from desk.privacy.kinds import SECRET
from desk.privacy.places import places_naming, uploads_beside
from desk.privacy.words import words_of
from jobs.models import Letter
from participants.models import Consent, Person, Registration
from participants.services.erasing import with_merged
from recommendations.models import Answer
from writing.models import Change

Values = dict[str, Any]
NOT_TOLD = {"id", "version"}  # says nothing about anybody


def everything_about(people: Iterable[Person], *, with_accounts: bool = True) -> Values:
    """All that the portal keeps of people who are one human; nothing that others wrote of others.

    Texts and files of others are named by their place, not copied: they may name others too. Of
    an account only the address is known to be theirs, and offices share addresses: who asks by a
    private link is told `with_accounts=False`.
    """
    primary_keys = with_merged(people)
    rows = Person.objects.filter(pk__in=primary_keys).select_related("project")
    registrations = Registration.objects.filter(person__in=primary_keys)
    addresses = {row.email.lower() for row in rows if row.email}
    accounts = User.objects.filter(email__in=addresses if with_accounts else ())
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "people": [values_of(row) for row in rows],
        "registrations": [
            values_of(row) for row in registrations.select_related(*named_relations(Registration))
        ],
        "consents": [values_of(row) for row in Consent.objects.filter(person__in=primary_keys)],
        "answers": [
            {**values_of(row), "wording": row.item.wording.text}
            for row in Answer.objects.filter(registration__in=registrations).select_related(
                "item__wording"
            )
        ],
        "history": history_of(Person, rows) + history_of(Registration, registrations),
        "letters_waiting": letters_to(rows, addresses),
        "accounts": [account_of(user) for user in accounts],
        "sealed_lists": sealed_lists_with(registrations),
        "named_or_shown_in": places_of(rows, registrations),
    }


def in_one_line(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(in_one_line(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items() if one)
    return str(value)


class Section(NamedTuple):
    heading: str
    rows: list[list[tuple[str, str]]]


HEADINGS = {
    "people": _("The person"),
    "registrations": _("Registrations"),
    "consents": _("What they agreed to"),
    "answers": _("Answers on recommendations"),
    "history": _("History"),
    "letters_waiting": _("Letters in the outbox"),
    "accounts": _("Account with the same e-mail"),
    "sealed_lists": _("Counted in the sealed lists of"),
    "named_or_shown_in": _("Texts and files that name or may show them"),
}


def in_sections(everything: Values) -> list[Section]:
    """The same to be read on a page; what is empty is left out."""
    return [
        Section(str(heading), [in_lines(row) for row in everything[key]])
        for key, heading in HEADINGS.items()
    ]


def in_lines(row: Any) -> list[tuple[str, str]]:
    if not isinstance(row, dict):
        return [(str(_("workshop")), str(row))]
    return [
        (name.replace("_", " "), in_one_line(value))
        for name, value in row.items()
        if value not in ("", None, False, [])
    ]


def values_of(row: models.Model) -> Values:
    """Every field by its name but secrets and counters; what it points to by its words."""
    classes = classes_of(type(row))
    return {
        field.name: readable(getattr(row, field.name))
        for field in row._meta.concrete_fields
        if field.name not in NOT_TOLD
        and not field.name.endswith("_key")
        and classes.get(field.name) is not SECRET
    }


def readable(value: Any) -> Any:
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, models.Model) else value


def named_relations(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.is_relation]


def history_of(model: type[models.Model], rows: QuerySet[Any]) -> list[Values]:
    changes = Change.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=rows.values("pk")
    ).select_related("by")
    return [
        {
            "at": change.at.isoformat(), "of": model._meta.model_name, "field": change.field,
            "before": change.before, "after": change.after, "by": str(change.by or ""),
        }
        for change in changes.order_by("at", "pk")
    ]  # fmt: skip


def letters_to(rows: Iterable[Person], addresses: Iterable[str]) -> list[Values]:
    """Those that name the person; not their text, which holds the private link."""
    words = words_of(rows)
    return [
        {"subject": letter.subject, "asked_for": readable(letter.asked_at)}
        for letter in Letter.objects.filter(to__in=addresses)
        if words.name_in(letter.body)
    ]


def account_of(user: User) -> Values:
    """The account of the same address, with its roles; whether it is one human, a human says."""
    roles = [
        membership
        for model in Membership.__subclasses__()
        for membership in model._default_manager.filter(user=user)
    ]
    return {
        "email": user.email, "full_name": user.full_name, "time_zone": user.time_zone,
        "joined": user.date_joined.isoformat(),
        "roles": [
            {"role": str(role), "from": readable(role.starts_on), "until": readable(role.ends_on)}
            for role in roles
        ],
    }  # fmt: skip


def sealed_lists_with(registrations: QuerySet[Registration]) -> list[str]:
    """In which sealed lists they are counted; they are not opened for it."""
    records = registrations.filter(
        workshop__participation_records__sealed_list__destroyed_at__isnull=True,
        workshop__participation_records__sealed_list__isnull=False,
    )
    return sorted(set(records.values_list("workshop__title", flat=True)))


def places_of(rows: Iterable[Person], registrations: QuerySet[Registration]) -> list[Values]:
    found = [*places_naming(words_of(rows)), *uploads_beside(registrations)]
    return [
        {
            "in": str(place.thing._meta.verbose_name),
            "field": place.field,
            "why": str(place.why.label),
        }
        for place in found
    ]
