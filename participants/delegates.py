"""Who is in a delegation, as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from participants.models import Delegation, Registration
from participants.services.delegations import HOLDS_PLACE
from workshops.models import Workshop

COMES = Q(registrations__state__in=HOLDS_PLACE)


@dataclass(frozen=True)
class Delegates:
    """The head first, then the others by name; alternates in the order they were entered."""

    members: list[Registration]
    alternates: list[Registration]
    gone: list[Registration]

    @property
    def is_empty(self) -> bool:
        return not (self.members or self.alternates or self.gone)


def delegates_of(people: Iterable[Registration]) -> Delegates:
    rows = list(people)
    here = [row for row in rows if row.state in HOLDS_PLACE]
    return Delegates(
        members=sorted(
            (row for row in here if not row.is_alternate),
            key=lambda row: (not row.is_head, row.person.sort_key, row.pk),
        ),
        alternates=sorted(
            (row for row in here if row.is_alternate), key=lambda row: (row.registered_at, row.pk)
        ),
        gone=[row for row in rows if row.state not in HOLDS_PLACE],
    )


def delegations_of(workshop: Workshop) -> QuerySet[Delegation]:
    """With how many come and how many alternates there are, in their order. One query."""
    return (
        Delegation.objects.filter(workshop=workshop)
        .select_related("city__country", "body")
        .annotate(
            coming=Count("registrations", filter=COMES & Q(registrations__is_alternate=False)),
            spare=Count("registrations", filter=COMES & Q(registrations__is_alternate=True)),
        )
        .order_by("order", "pk")
    )


def could_join(delegation: Delegation) -> QuerySet[Registration]:
    """People of the list who come from the delegation's city and are in none yet."""
    if delegation.city_id is None:
        return Registration.objects.none()
    return (
        Registration.objects.filter(
            workshop=delegation.workshop_id, city=delegation.city_id, delegation__isnull=True,
            state__in=HOLDS_PLACE,
        )
        .select_related("person").order_by("person__sort_key", "pk")
    )  # fmt: skip
