from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from participants.models import Registration, RegistrationQuerySet
from participants.names import name_key, search_key
from workshops.models import Workshop

State = Registration.State
GONE = (State.CANCELLED, State.DECLINED, State.REPLACED)

# The short lists of a workshop's people: who is on each. The first is the list itself.
SHORT_LISTS: dict[str, tuple[Any, Q]] = {
    "everyone": (_("Everyone"), ~Q(state__in=GONE)),
    "attendance": (_("Attendance not recorded"), Q(state=State.CONFIRMED, attendance="")),
    "gender": (_("Gender not recorded"), ~Q(state__in=GONE) & Q(gender="")),
    "email": (_("Without e-mail"), ~Q(state__in=GONE) & Q(person__email_key="")),
    "pending": (_("Waiting for approval"), Q(state=State.PENDING)),
    "waiting": (_("Waiting list"), Q(state=State.WAITLISTED)),
    "gone": (_("Withdrawn or declined"), Q(state__in=GONE)),
}


def in_workshop(workshop: Workshop) -> RegistrationQuerySet:
    return Registration.objects.filter(workshop=workshop).select_related(
        "person", "city__country", "country"
    )


class RegistrationFilter(FilterSet):
    """Search, city, role and one short list: all that the list's address can say."""

    q = CharFilter(label=_("Name or organisation"), method="search")
    city = ChoiceFilter(label=_("City"), field_name="city_name", empty_label=_("All cities"))
    role = ChoiceFilter(
        label=_("Role"), choices=Registration.Role.choices, empty_label=_("All roles")
    )

    def __init__(self, query: QueryDict, *, workshop: Workshop) -> None:
        super().__init__(query, queryset=in_workshop(workshop))  # type: ignore[no-untyped-call]
        names = (
            Registration.objects.filter(workshop=workshop).exclude(city_name="")
            .order_by("city_name").values_list("city_name", flat=True).distinct()
        )  # fmt: skip
        self.filters["city"].extra["choices"] = [(name, name) for name in names]
        self.form.fields["q"].widget = forms.TextInput(attrs={"type": "search"})

    def search(self, found: RegistrationQuerySet, name: str, text: str) -> RegistrationQuerySet:
        """Every word somewhere in the name or the organisation, in any order, without accents."""
        for word in name_key(text).split():
            found = found.filter(
                Q(person__search_key__contains=search_key(word))
                | Q(organisation__name_key__contains=word)
            )
        return found

    @property
    def short_list(self) -> str:
        asked = self.data.get("show", "")
        return asked if asked in SHORT_LISTS else "everyone"

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many are on each short list of what was searched for, in one query."""
        counts: dict[str, int] = self.qs.order_by().aggregate(
            **{key: Count("pk", filter=who) for key, (_words, who) in SHORT_LISTS.items()},
            examples=Count("pk", filter=Q(person__is_example=True)),
        )
        return counts

    @property
    def rows(self) -> RegistrationQuerySet:
        rows: RegistrationQuerySet = self.qs.filter(SHORT_LISTS[self.short_list][1])
        return rows
