from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participants.filters import SHORT_LISTS, RegistrationFilter
from participants.next_deed import next_deed
from participants.participation import from_list, signed_off
from participants.report import TABLES, frozen_table, live_table_and_lines
from participants.tables import READ, RegistrationTable, listed
from participants.views.scope import workshop_read
from workshops.models import Workshop

PER_PAGE = 50
MOST_ROWS = 10  # of a breakdown below the list; its own page has all
# Shown while they hold anybody; the others always, since nought is what one hopes for there.
ONLY_WITH_PEOPLE = {"pending", "gone"}


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
            "keep": query_without(request, "page"),
            "keep_for_sort": query_without(request, "page", "sort"),
            "short_lists": short_lists(request, people),
            "next": next_deed(workshop, people.counts) if workshop.is_run else None,
            "has_examples": workshop.is_example or people.counts["examples"],
            **figures(request, workshop),
        },
    )


def sorted_table(request: HttpRequest, people: RegistrationFilter) -> RegistrationTable:
    """The rows of the asked-for list in the asked-for order; an unknown order is by name."""
    return RegistrationTable(people.rows, request.GET.get("sort") or "name")


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
