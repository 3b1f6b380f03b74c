"""The project in which rows are made, and what several rooms need of it."""

import datetime

from projects import models as projects
from recommendations import models as recommendations
from tests import factories
from tests.brief_factories import make_brief, make_recommendation
from tests.factories import number

DAY = datetime.date(2022, 8, 24)
user = factories.make_user


class World:
    """Makes rows in one project; each call makes another row with parts of its own."""

    def __init__(self, project):
        self.project = project

    def plan(self):
        return factories.make_plan(self.project)

    def action(self):
        plan = self.plan()
        lead = self.organisation()
        return factories.make_action(plan, lead=lead)

    def organisation(self):
        name = f"Organisation {next(number)}"
        return projects.Organisation.objects.create(
            project=self.project, name=name, name_key=name.lower()
        )

    def workshop(self):
        return factories.make_workshop(self.project, city=factories.make_city())

    def registration(self):
        country = factories.make_country()
        return factories.make_registration(self.workshop(), country=country)

    def wording(self):
        return make_recommendation(self.project, number=next(number)).wordings.get()

    def round_wording(self):
        validation_round = recommendations.ValidationRound.objects.create(
            project=self.project, title="Round", workshop=self.workshop()
        )
        return validation_round.items.create(wording=self.wording())

    def edition(self):
        return make_brief(self.project).editions.create(
            number=1, content={}, template_version="1", checksum="a" * 64,
            made_by=factories.make_user(),
        )  # fmt: skip


def a_diagnostic(world):
    return factories.make_diagnostic(factories.make_project_city(world.project))
