"""References for many new rows: chance is no guard where there are many already."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from participants.models import Person, Registration, new_code
from participants.services.inserting import FEW
from projects.models import Project


def new_codes(count: int, *, project: Project) -> Iterator[str]:
    """Codes for new people of the project and their registrations, each another.

    Ten thousand of each beside a hundred thousand meet one that stands once in some three hundred
    times, and the whole list would be refused for it. A few do once in millions of times: they
    are not looked up.
    """
    codes: set[str] = set()
    while len(codes) < count:
        codes |= {new_code() for _missing in range(count - len(codes))}
        if count > FEW:
            codes -= taken(codes, project)
    return iter(codes)


def taken(codes: Collection[str], project: Project) -> set[str]:
    people = Person.objects.filter(project=project, code__in=codes).order_by()
    registrations = Registration.objects.filter(code__in=codes).order_by()
    rows = people.values_list("code").union(registrations.values_list("code"))
    return {code for (code,) in rows}
