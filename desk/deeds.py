"""What somebody has to do next: the one warm panel of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.models import Registration
from participants.models.registrations import IS_PARTICIPANT
from workshops.models import Workshop

State = Workshop.State


@dataclass(frozen=True)
class Deed:
    title: str
    text: str
    url: str
    button: str


@dataclass(frozen=True)
class ListState:
    """How far the list of a workshop is: who is on it, and whose attendance is not recorded."""

    people: int = 0
    unrecorded: int = 0


def list_states(workshops: Iterable[Workshop]) -> dict[int, ListState]:
    """One query for any number of workshops; one with nobody on its list is not among them."""
    confirmed = Q(state=Registration.State.CONFIRMED) & IS_PARTICIPANT
    rows = (
        Registration.objects.filter(workshop__in=list(workshops))
        .order_by()
        .values_list("workshop")
        .annotate(
            people=Count("pk", filter=confirmed),
            unrecorded=Count("pk", filter=confirmed & Q(attendance="")),
        )
    )
    return {workshop: ListState(people, unrecorded) for workshop, people, unrecorded in rows}


def deed_of_workshop(workshop: Workshop, on_list: ListState) -> Deed | None:
    """What whoever runs the workshop does next; None where nothing is left or nobody was listed."""
    if workshop.state in {State.SIGNED_OFF, State.CANCELLED}:
        return None
    if workshop.state == State.DRAFT:
        return _open(workshop)
    if not workshop.has_begun and not workshop.has_ended:
        return _register(workshop, on_list)
    if not on_list.people:
        return None
    return _record(workshop, on_list) if on_list.unrecorded else _sign_off(workshop)


def _open(workshop: Workshop) -> Deed:
    return Deed(
        title=_("Make the workshop ready and open it"),
        text=_("It is a draft: nobody else sees it, and nobody can register."),
        url=reverse("workshops:workshop_edit", args=[workshop.slug]),
        button=_("Edit the workshop"),
    )


def _register(workshop: Workshop, on_list: ListState) -> Deed:
    text = ngettext(
        "%(count)d person is confirmed so far.",
        "%(count)d people are confirmed so far.",
        on_list.people,
    )
    return Deed(
        title=_("Register the participants"),
        text=text % {"count": on_list.people},
        url=reverse("participants:participant_list", args=[workshop.slug]),
        button=_("Participants"),
    )


def _record(workshop: Workshop, on_list: ListState) -> Deed:
    title = ngettext(
        "Record the attendance of %(count)d person",
        "Record the attendance of %(count)d people",
        on_list.unrecorded,
    )
    return Deed(
        title=title % {"count": on_list.unrecorded},
        text=_("Then the figures can be signed off."),
        url=reverse("participants:attendance", args=[workshop.slug]),
        button=_("Record attendance"),
    )


def _sign_off(workshop: Workshop) -> Deed:
    return Deed(
        title=_("Sign off the figures"),
        text=_("Every attendance is recorded. Signed-off figures never move again."),
        url=reverse("participants:sign_off", args=[workshop.slug]),
        button=_("Look at the figures"),
    )
