"""The cast that the pages are made for."""

from dataclasses import dataclass

from accounts.models import User
from projects.models import Project
from recovery_plans.models import RecoveryPlan
from workshops.models import Workshop


@dataclass
class World:
    """The cast around one project: a facilitator of `workshop`, an officer of `plan`'s city."""

    project: Project
    workshop: Workshop
    plan: RecoveryPlan
    people: dict[str, User | None]
