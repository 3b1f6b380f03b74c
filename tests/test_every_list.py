"""Every list and report: as many queries for three of everything as for one, and odd searches."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.crowd import grow
from tests.factories import make_action, make_practice, make_registration
from tests.permission_world import World
from tests.policy import PAGES, PEOPLE
from tests.test_permissions import where

LISTS = {
    "briefs:brief_list", "briefs:plan_boxes", "briefs:report_detail", "briefs:report_list",
    "briefs:report_preview", "cities:fact_list", "cities:practice_list", "desk:city_detail",
    "desk:city_list", "desk:figures", "desk:front", "desk:hand_over", "desk:home",
    "desk:privacy_request_list", "desk:project_figures", "desk:project_figures_file",
    "desk:project_missing", "desk:project_public_figures", "desk:project_public_figures_file",
    "desk:sealed_list_list", "desk:workshop_detail", "desk:workshop_list",
    "participants:attendance", "participants:breakdown_detail", "participants:breakdown_file",
    "participants:certificates", "participants:certificates_xlsx", "participants:delegation_list",
    "participants:duplicate_list", "participants:evaluation", "participants:export_csv",
    "participants:export_xlsx", "participants:import_start", "participants:import_undo",
    "participants:merge_list", "participants:participant_list", "participants:person_list",
    "participants:record_list", "participants:registration_add",
    "participants:session_attendance", "participants:sign_in_sheet", "participants:sign_off",
    "projects:indicator_list", "recommendations:comment_list", "recommendations:finding_list",
    "recommendations:recommendation_list", "recommendations:round_detail",
    "recommendations:round_screen", "recovery_plans:action_csv", "recovery_plans:action_list",
    "recovery_plans:action_search", "recovery_plans:action_xlsx", "recovery_plans:actions_by",
    "recovery_plans:annex_list", "recovery_plans:comment_list", "recovery_plans:note_list",
    "recovery_plans:plan_detail", "recovery_plans:plan_history", "recovery_plans:plan_list",
    "recovery_plans:plan_matrix", "recovery_plans:plan_matrix_csv",
    "recovery_plans:plan_matrix_xlsx", "recovery_plans:plan_revisions",
    "recovery_plans:plan_watch", "workshops:workshop_add",
}  # fmt: skip


@pytest.fixture
def world(project, workshop, plan, organiser, facilitator, officer, other_officer, nobody):
    cast = (organiser, facilitator, officer, other_officer, nobody, None)
    return World(project, workshop, plan, people=dict(zip(PEOPLE, cast, strict=True)))


def lists_shown_to(who):
    """Each list once, in the first state in which somebody is shown it."""
    place, found = PEOPLE.index(who), {}
    for (page, state), statuses in PAGES.items():
        if page in LISTS and statuses[place] == 200:
            found.setdefault(page, state)
    return found


def queries(client, world, page, state):
    """How many one page takes; what was made for it is taken back."""
    cache.clear()
    with transaction.atomic():
        address = where(world, page, state)
        with CaptureQueriesContext(connection) as asked:
            b"".join(client.get(address))  # to the end of those that are streamed
        transaction.set_rollback(True)
    world.workshop.refresh_from_db()
    world.plan.refresh_from_db()
    return len(asked)


def walked(client_class, world):
    found = {}
    for who in ("organiser", "facilitator"):
        client = client_class()
        client.force_login(world.people[who])
        for page, state in lists_shown_to(who).items():
            found[who, page] = queries(client, world, page, state)
    return found


def test_every_list_takes_as_many_queries_for_three_of_everything_as_for_one(client, world):
    ContentType.objects.get_for_models(*apps.get_models())  # a process asks for these but once

    grow(world, 1)
    of_one = walked(type(client), world)
    grow(world, 2)
    of_three = walked(type(client), world)

    assert of_three == of_one


SEARCHES = {
    ("participants:participant_list", "closed"): "q", ("participants:person_list", ""): "q",
    ("desk:city_list", ""): "name", ("recovery_plans:plan_list", ""): "city",
    ("recovery_plans:action_search", ""): "words", ("recommendations:finding_list", ""): "words",
    ("cities:practice_list", ""): "words",
}  # fmt: skip


@pytest.mark.parametrize("sought", ["a%00b", "%ed%a0%80", "a%e2%80%aeb", "9" * 200])
def test_what_nothing_is_called_is_found_nowhere(client, world, sought):
    client.force_login(world.people["organiser"])
    one_of_each(world)
    found = {}
    for (page, state), name in SEARCHES.items():
        address = where(world, page, state)
        counts = [
            client.get(asked).context["page"].paginator.count
            for asked in (address, f"{address}?{name}={sought}")
        ]
        found[page] = (counts[0] > 0, counts[1])

    assert found == {page: (True, 0) for page, _state in SEARCHES}


def one_of_each(world):
    make_registration(world.workshop)
    make_action(world.plan)
    make_practice(world.project)
    world.project.findings.create(title="Stalls stood under water")
