from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from participants.filters import SHORT_LISTS, RegistrationFilter
from participants.next_deed import next_deed
from participants.participation import from_list, signed_off
from participants.report import TABLES, frozen_table, live_table_and_lines
from participants.tables import READ, RegistrationTable, listed
from participants.views.scope import workshop_read
from workshops.models import Workshop

PER_PAGE = 50
CLOSED_LISTS = {Workshop.State.SIGNED_OFF, Workshop.State.CANCELLED}
MOST_ROWS = 10  # of a breakdown below the list; its own page has all
# Shown while they hold anybody; the others always, since nought is what one hopes for there.
ONLY_WITH_PEOPLE = {"invited", "pending", "gone"}


class CountedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of rows that have been counted already."""

    def __init__(self, rows: Any, count: int) -> None:
        super().__init__(rows, PER_PAGE)
        self._counted = count

    @cached_property
    def count(self) -> int:
        return self._counted


def participant_list(request: HttpRequest, slug: str) -> HttpResponse:
    workshop = workshop_read(request, slug)
    people = RegistrationFilter(request.GET, workshop=workshop)
    table = sorted_table(request, people)
    count = people.counts[people.short_list]
    page = CountedPaginator(table.rows_in_order.values(*READ), count).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "participants/participant_list.html",
        {
            "workshop": workshop,
            "people": people,
            "table": table,
            "page": page,
            "listed": listed(page),
            "tells_turn": people.short_list == "waiting" and not request.GET.get("sort"),
            "deeds": deeds_upon(workshop, people.short_list),
            "keep": query_without(request, "page"),
            "keep_for_sort": query_without(request, "page", "sort"),
            "short_lists": short_lists(request, people),
            "next": next_deed(workshop, people.counts) if workshop.is_run else None,
            "has_examples": workshop.is_example or people.counts["examples"],
            **figures(request, workshop),
        },
    )


def deeds_upon(workshop: Workshop, short_list: str) -> list[tuple[str, str]]:
    """What can be done with ticked people of that short list, by the word on the button."""
    if not workshop.is_run or workshop.state in CLOSED_LISTS:
        return []
    deeds = {
        "pending": [("approve", _("Approve")), ("decline", _("Decline"))],
        "invited": [("invite", _("Invite, with a letter")), ("approve", _("Confirm")),
                    ("decline", _("Decline"))],
        "waiting": [("promote", _("Give a seat now")), ("withdraw", _("Withdraw"))],
        "gone": [("reinstate", _("Put back"))],
    }.get(short_list, [])  # fmt: skip
    if deeds:
        return deeds
    marks = [("attended", _("Attended")), ("absent", _("Absent"))]
    held = workshop.has_begun or workshop.has_ended
    return [
        ("approve", _("Confirm")), *(marks if held else []),
        ("letter", _("Send the private link")), ("withdraw", _("Withdraw")),
    ]  # fmt: skip


def sorted_table(request: HttpRequest, people: RegistrationFilter) -> RegistrationTable:
    """The rows of the asked-for list in the asked-for order; an unknown order is by name."""
    by_itself = "turn" if people.short_list == "waiting" else "name"
    return RegistrationTable(people.rows, request.GET.get("sort") or by_itself)


def query_without(request: HttpRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def short_lists(request: HttpRequest, people: RegistrationFilter) -> list[dict[str, Any]]:
    rest = query_without(request, "page", "show")
    return [
        {
            "key": key,
            "words": short_list.words,
            "count": people.counts[key],
            "query": f"{rest}&show={key}" if rest else f"show={key}",
            "is_current": key == people.short_list,
        }
        for key, short_list in SHORT_LISTS.items()
        if people.counts[key] or key not in ONLY_WITH_PEOPLE
    ]


def figures(request: HttpRequest, workshop: Workshop) -> dict[str, Any]:
    """The line and one table, both from the record if the figures are signed off."""
    record = workshop.participation_records.order_by("-number").first()
    field = request.GET.get("by", "")
    field = field if field in TABLES else "country"
    if record is None:
        breakdown, lines = live_table_and_lines(workshop, field)
        participation = from_list(workshop, lines)
    else:
        breakdown, participation = frozen_table(record, field), signed_off(record)
    return {
        "participation": participation,
        "record": record,
        "breakdown": breakdown.shortened(MOST_ROWS),
        "has_more_rows": len(breakdown.rows) > MOST_ROWS,
        "tables": TABLES.items(),
    }
