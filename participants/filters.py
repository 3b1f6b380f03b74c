from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.db.models import Count, Q
from django.db.models.functions import Left
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from participants.missing import GAPS
from participants.models import Registration, RegistrationQuerySet
from participants.names import name_key, search_key
from workshops.models import Workshop

State = Registration.State
GONE = frozenset({State.CANCELLED, State.DECLINED, State.REPLACED})
ON_LIST = frozenset(State) - GONE


class ShortList(NamedTuple):
    """Some of a workshop's people: those in one of the states, of whom one thing is missing."""

    words: str | Promise
    states: frozenset[State]
    missing: str = ""

    @property
    def condition(self) -> Q:
        condition = Q(state__in=self.states)
        return condition & Q(**{self.missing: ""}) if self.missing else condition

    def count_in(self, groups: Iterable[Mapping[str, Any]]) -> int:
        """The same, of rows that were grouped by state and by what may be missing."""
        return sum(
            group["people"]
            for group in groups
            if group["state"] in self.states and not (self.missing and group[self.missing])
        )


SHORT_LISTS: dict[str, ShortList] = {
    "everyone": ShortList(_("Everyone"), ON_LIST),
    "attendance": ShortList(
        _("Attendance not recorded"), frozenset({State.CONFIRMED}), "attendance"
    ),
    "gender": ShortList(_("Gender not recorded"), ON_LIST, "gender"),
    "email": ShortList(_("Without e-mail"), ON_LIST, "person__email_key"),
    "invited": ShortList(_("Nominated or invited"), frozenset({State.NOMINATED, State.INVITED})),
    "pending": ShortList(_("Waiting for approval"), frozenset({State.PENDING})),
    "waiting": ShortList(_("Waiting list"), frozenset({State.WAITLISTED})),
    "gone": ShortList(_("Withdrawn or declined"), GONE),
}


def in_workshop(workshop: Workshop) -> RegistrationQuerySet:
    return Registration.objects.filter(workshop=workshop).select_related(
        "person", "city", "country"
    )


MOST_WORDS = 20  # searched for; SQLite refuses a condition of a thousand


class RegistrationFilter(FilterSet):
    """Search, city, role and one short list: all that the list's address can say."""

    q = CharFilter(label=_("Name, organisation or reference"), method="search", max_length=200)
    city = ChoiceFilter(label=_("City"), field_name="city_name", empty_label=_("All cities"))
    role = ChoiceFilter(
        label=_("Role"), choices=Registration.Role.choices, empty_label=_("All roles")
    )
    missing = ChoiceFilter(
        label=_("Counted, but not known"), method="of_whom_is_missing",
        choices=[(key, gap.words) for key, gap in GAPS.items()], empty_label=_("Everybody"),
    )  # fmt: skip

    def __init__(self, query: QueryDict, *, workshop: Workshop) -> None:
        super().__init__(query, queryset=in_workshop(workshop))  # type: ignore[no-untyped-call]
        self.sees_contact = workshop.is_run
        names = (
            Registration.objects.filter(workshop=workshop).exclude(city_name="")
            .order_by("city_name").values_list("city_name", flat=True).distinct()
        )  # fmt: skip
        self.filters["city"].extra["choices"] = [(name, name) for name in names]
        self.form.fields["q"].widget = forms.TextInput(attrs={"type": "search", "maxlength": 200})
        if workshop.is_run:
            self.form.fields["q"].label = _("Name, organisation, e-mail or reference")

    def search(self, found: RegistrationQuerySet, name: str, text: str) -> RegistrationQuerySet:
        """Every word somewhere in what is searched, in any order, without accents."""
        for word in name_key(text).split()[:MOST_WORDS]:
            found = found.filter(self.holds(word))
        return found

    def holds(self, word: str) -> Q:
        """In the name, the organisation or the reference; the address for who may see it."""
        key = search_key(word)
        condition = Q(person__search_key__contains=key) | Q(code__startswith=word.upper())
        condition |= Q(organisation__search_key__contains=key)
        if self.sees_contact:
            condition |= Q(person__email_key__contains=word)
        return condition

    def of_whom_is_missing(
        self, found: RegistrationQuerySet, name: str, key: str
    ) -> RegistrationQuerySet:
        """Exactly those whom the figures count and of whom this is not known."""
        return found.counted().filter(GAPS[key].condition)

    @property
    def short_list(self) -> str:
        asked = self.data.get("show", "")
        return asked if asked in SHORT_LISTS else "everyone"

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many of what was searched for are on each short list, and how many are invented.

        One query: people in groups alike in all that the short lists ask about.
        """
        address = Left("person__email_key", 1)  # whether there is one, and nothing of it
        groups = list(
            self.qs.order_by().values("state", "attendance", "gender", "person__is_example")
            .annotate(person__email_key=address, people=Count("pk"))
        )  # fmt: skip
        counts = {key: short_list.count_in(groups) for key, short_list in SHORT_LISTS.items()}
        examples = sum(group["people"] for group in groups if group["person__is_example"])
        return {**counts, "examples": examples}

    @property
    def rows(self) -> RegistrationQuerySet:
        rows: RegistrationQuerySet = self.qs.filter(SHORT_LISTS[self.short_list].condition)
        return rows
