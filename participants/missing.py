"""What is not known of the people who are counted, each with the list of whom it is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.groups import Group, people_in


class Gap(NamedTuple):
    words: str | Promise
    condition: Q
    is_in: Callable[[Group], bool]  # the same of a group


GAPS = {
    "gender": Gap(_("Gender"), Q(gender=""), lambda group: not group.columns["gender"]),
    "organisation_kind": Gap(
        _("Type of organisation"),
        Q(organisation_kind=""),
        lambda group: not group.columns["organisation_kind"],
    ),
    "city": Gap(
        _("City"),
        Q(city__isnull=True, city_name=""),
        lambda group: not (group.columns["city__slug"] or group.columns["typed_city"]),
    ),
    "country": Gap(
        _("Country or area"),
        Q(country__isnull=True),
        lambda group: not group.columns["country__alpha2"],
    ),
    "attendance": Gap(
        _("Attendance"), Q(attendance=""), lambda group: not group.columns["attendance"]
    ),
}
BEFORE_IT_BEGINS = {"attendance"}  # then it is no gap


@dataclass(frozen=True)
class Missing:
    key: str
    words: str
    people: int


def missing_in(groups: Iterable[Group], *, has_begun: bool) -> list[Missing]:
    """Of those who count; what is known of everybody is not among them."""
    counted = [group for group in groups if group.counts]
    found = (
        Missing(key, str(gap.words), people_in(counted, gap.is_in))
        for key, gap in GAPS.items()
        if has_begun or key not in BEFORE_IT_BEGINS
    )
    return [missing for missing in found if missing.people]
