from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from recovery_plans.models import RecoveryPlan
from recovery_plans.restore import Restored
from recovery_plans.services.text import lock_open_plan
from writing.models import Change, Versioned
from writing.services import StaleVersion, save_version


@transaction.atomic
def put_back_text(
    plan: RecoveryPlan, change: Change, *, text: str, expected_version: int, by: User
) -> Versioned:
    """A text of the history into its field again, as a new version and an entry of its own.

    Raises PlanClosed, and StaleVersion when the field was saved since the user looked.
    """
    lock_open_plan(plan)
    thing: Any = change.thing
    restored: Versioned = save_version(
        thing, fields={change.field: text}, expected_version=expected_version, by=by,
        entry_apart=True,
    )  # fmt: skip
    return restored


@transaction.atomic
def put_back_revision(
    plan: RecoveryPlan, texts: Sequence[Restored], *, seen: str, by: User
) -> None:
    """All the texts, or none. `seen` is what the user was shown: rows with their versions.

    Raises PlanClosed, and StaleVersion when any of them was saved since.
    """
    lock_open_plan(plan)
    if seen != " ".join(text.seen for text in texts):
        raise StaleVersion(plan)
    for text in texts:
        save_version(
            text.thing, fields=text.fields, expected_version=text.thing.version, by=by,
            entry_apart=True,
        )  # fmt: skip
