"""More rows of every kind around one project, half of them in its own workshop and plan."""

from django.db import IntegrityError, transaction

from participants.models import ParticipationRecord, SealedList, SessionAttendance
from recovery_plans.models import Chapter, PlanRevision
from tests import backoffice_world, factories
from tests.factories import number
from workshops.models import Objective, Session


class Crowd(backoffice_world.World):
    """Makes rows in the workshop and the plan that the pages of a world are about."""

    def __init__(self, world):
        super().__init__(world.project)
        self.own = world

    def workshop(self):
        return self.own.workshop

    def plan(self):
        return self.own.plan

    def registration(self):
        """Somebody from a city of their own, whose name is like those of the others."""
        city = factories.make_city()
        return factories.make_registration(
            self.own.workshop, full_name="Mele Tupou", gender="female",
            email="mele@example.org", country=city.country, city=city, city_name=city.name,
        )  # fmt: skip

    def session(self):
        return self.own.workshop.sessions.create(order=9 + next(number), title="Session")

    def record(self):
        return self.own.workshop.participation_records.create(
            number=9 + next(number),
            basis="list",
            who_counts="All",
            female=1,
            male=2,
            reason="Counted again",
        )


NUMBERED = {  # rows of which the pages make the first themselves
    Session: Crowd.session,
    SessionAttendance: lambda crowd: crowd.session().attendances.create(
        registration=crowd.registration()
    ),
    Objective: lambda crowd: crowd.workshop().objectives.create(order=9 + next(number), text="O"),
    ParticipationRecord: Crowd.record,
    SealedList: lambda crowd: SealedList.objects.create(record=crowd.record()),
    Chapter: lambda crowd: crowd.plan().chapters.create(
        key=f"k{next(number)}", order=9 + next(number), title="Chapter"
    ),
    PlanRevision: lambda crowd: crowd.plan().revisions.create(
        number=9 + next(number), content={}, checksum="a" * 64
    ),
}


def grow(world, times):
    """So many rows more of every model the back office lists, far from the world and in it.

    A row that may stand but once in a workshop or a plan stands there once.
    """
    for _ in range(times):
        for model, make in backoffice_world.makers().items():
            make(backoffice_world.World(world.project))
            try:
                with transaction.atomic():
                    NUMBERED.get(model, make)(Crowd(world))
            except IntegrityError:
                continue
