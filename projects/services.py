from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from projects.models import Organisation, Project
from projects.names import KEY_LENGTH, organisation_key, search_key


@transaction.atomic
def find_or_create_organisations(
    project: Project, names: Iterable[tuple[str, str]], is_example: bool = False
) -> dict[str, Organisation]:
    """The organisations of these names, by `organisation_key`; names not there yet are made.

    Each name comes with its kind (may be blank), which only a new row takes. Names without a
    letter are left out. Two people naming the same new organisation at once get the same row.
    Three queries for any number of names.
    """
    wanted: dict[str, tuple[str, str]] = {}
    for name, kind in names:
        wanted.setdefault(organisation_key(name), (name, kind))
    wanted.pop("", None)

    found = _by_key(project, wanted)
    missing = [
        Organisation(
            project=project, name=" ".join(name.split()), name_key=key,
            search_key=search_key(name)[:KEY_LENGTH], kind=kind, is_example=is_example,
        )
        for key, (name, kind) in wanted.items() if key not in found
    ]  # fmt: skip
    if not missing:
        return found
    Organisation.objects.bulk_create(missing, ignore_conflicts=True)
    return _by_key(project, wanted)


def _by_key(project: Project, keys: Iterable[str]) -> dict[str, Organisation]:
    return {
        organisation.name_key: organisation
        for organisation in Organisation.objects.filter(project=project, name_key__in=list(keys))
    }
