"""What exists already, offered while an organisation or a city is typed."""

from __future__ import annotations

from itertools import islice

from django.db.models import Case, QuerySet, When

from cities.models import City
from participants.models import Registration
from participants.names import search_key
from projects.models import Organisation
from workshops.models import Workshop

MOST = 20
MOST_WORDS = 10


def words_of(text: str) -> list[str]:
    """The words that are looked for, without accents and in any order."""
    return search_key(text).split()[:MOST_WORDS]


def organisations_like(workshop: Workshop, text: str) -> list[str]:
    """Names of the project's organisations that hold every word; those that begin so first."""
    found: QuerySet[Organisation] = Organisation.objects.filter(project=workshop.project_id)
    for word in words_of(text):
        found = found.filter(search_key__contains=word)
    begins = Case(When(search_key__startswith=search_key(text), then=0), default=1)
    return list(found.order_by(begins, "name").values_list("name", flat=True)[:MOST])


def cities_like(workshop: Workshop, text: str) -> list[str]:
    """Names of cities one of whose names, in any language, holds every word."""
    words = words_of(text)
    names = City.objects.order_by("name").values_list("name", "alternate_names")
    found = (
        name for name, others in names
        if all(word in search_key(f"{name}|{others}") for word in words)
    )  # fmt: skip
    return list(islice(found, MOST))


LIKE = {"organisation": organisations_like, "city_name": cities_like}
TYPED_IN = {"organisation": "organisation_name", "city_name": "city_name"}


def typed_before(workshop: Workshop, field: str) -> list[str]:
    """What stands at this workshop in that field: offered before anything is typed."""
    column = TYPED_IN[field]
    typed = Registration.objects.filter(workshop=workshop).exclude(**{column: ""})
    return list(typed.order_by(column).values_list(column, flat=True).distinct()[:MOST])
