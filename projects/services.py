from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from projects.models import Organisation, Project
from projects.names import KEY_LENGTH, organisation_key, search_key


@transaction.atomic(savepoint=False)  # one registration is counted in queries
def find_or_create_organisations(
    project: Project, names: Iterable[tuple[str, str]], is_example: bool = False
) -> dict[str, Organisation]:
    """The organisations of these names, by `organisation_key`; names not there yet are made.

    Each name comes with its kind (may be blank), which only a new row takes. Names without a
    letter are left out. Two people naming the same new organisation at once get the same row.
    Two queries for any number of names, and one where none is new.
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
    made = Organisation.objects.bulk_create(  # of a row made meanwhile this learns its key
        missing, update_conflicts=True, unique_fields=["project", "name_key"],
        update_fields=["search_key"],
    )  # fmt: skip
    for organisation in made:
        organisation.is_new = True
    return found | {organisation.name_key: organisation for organisation in made}


def _by_key(project: Project, keys: Iterable[str]) -> dict[str, Organisation]:
    return {
        organisation.name_key: organisation
        for organisation in Organisation.objects.filter(project=project, name_key__in=list(keys))
    }
