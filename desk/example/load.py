"""Loading the example, once."""

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from desk.example.brief import load_brief
from desk.example.diagnostic import load_diagnostic
from desk.example.people import load_delegations, load_people, load_registered
from desk.example.plans import load_plans
from desk.example.project import CODE, load_project
from desk.example.recommendations import load_recommendations
from desk.example.report import load_report
from desk.example.source_figures import sign_off_from_source
from desk.example.users import load_city_users, load_facilitator, load_organiser
from desk.example.workshops import (
    FIRST_REGIONAL,
    SECOND_REGIONAL,
    load_validation_workshop,
    load_workshops,
)
from projects.models import Project


@transaction.atomic
def load_example() -> bool:
    """The real project and, marked as such, all that is invented in it. False: it is there already.

    What an organiser has removed does not come back: where the project is, nothing is loaded.
    """
    call_command("load_reference", verbosity=0)
    if Project.objects.filter(code=CODE).exists():
        return False
    project = load_project()
    organiser = load_organiser(project)
    load_city_users(project)
    held = load_workshops(project)
    coming = load_validation_workshop(project, today=timezone.localdate())
    load_facilitator(held[SECOND_REGIONAL], coming)

    sign_off_from_source(held[FIRST_REGIONAL], by=organiser)
    load_people(held[SECOND_REGIONAL], by=organiser)
    load_registered(coming, by=organiser)
    load_delegations(coming, by=organiser)
    load_plans(project)
    load_diagnostic(project, by=organiser)
    load_recommendations(project, by=organiser)
    load_brief(project, by=organiser)
    load_report(project, by=organiser)
    return True
