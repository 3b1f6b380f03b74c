"""Several people in one plan at the same instant, with database connections of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from recovery_plans.forms import SectionForm
from recovery_plans.models import Action, PathwaySection, RecoveryPlan
from recovery_plans.services import (
    MoveRefused,
    PlanClosed,
    PlanExists,
    create_plan,
    move_plan,
    save_action,
    save_text,
)
from tests.factories import make_officer, make_organiser, make_project, make_project_city
from tests.typing_people import typed
from tests.writing_plans import make_complete_plan, make_focal_point
from writing.services import save_first_version

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS, SAVES = 8, 50


def at_once(work, several):
    def run(one):
        try:
            return work(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(several)) as threads:
        return list(threads.map(run, several))


class Page:
    def __init__(self, action):
        self.action = action

    def save_by(self, user):
        fields = {"title": str(user), "pathway": self.action.pathway}
        save_first_version(self.action, fields=fields, by=user)
        return True


def test_officers_who_add_actions_at_once_get_numbers_of_their_own():
    plan = make_complete_plan(make_project())
    officers = [make_officer(plan.project_city) for _ in range(4)]
    pathway = plan.framework.pathways.first()

    def add(officer):
        action = Action(plan=RecoveryPlan.objects.get(pk=plan.pk), pathway=pathway)
        save_action(action, Page(action), by=officer)
        return action.number

    numbers = at_once(add, officers)

    assert sorted(numbers) == [2, 3, 4, 5]


def test_two_who_publish_at_once_make_one_revision():
    plan = make_complete_plan(make_project())
    focal_points = [make_focal_point(plan) for _ in range(4)]
    move_plan(plan, to="submitted", by=focal_points[0])
    move_plan(plan, to="reviewed", by=make_organiser(plan.project_city.project))

    def publish(focal_point):
        try:
            move_plan(plan, to="published", by=focal_point)
        except MoveRefused:
            return "refused"
        return "published"

    assert sorted(at_once(publish, focal_points)) == ["published", *["refused"] * 3]
    assert plan.revisions.count() == 1


def test_a_city_gets_one_plan_however_many_begin_it():
    project_city = make_project_city(make_project())
    officers = [make_officer(project_city) for _ in range(4)]

    def begin(officer):
        try:
            create_plan(project_city, by=officer, currency="FJD", language="en")
        except PlanExists:
            return "exists"
        return "begun"

    assert sorted(at_once(begin, officers)) == ["begun", *["exists"] * 3]


def test_what_is_saved_while_the_plan_is_submitted_is_in_it_or_refused():
    plan = make_complete_plan(make_project())
    section, focal_point = plan.sections.filter(is_part=True).get(), make_focal_point(plan)
    officers = [make_officer(plan.project_city) for _ in range(3)]

    def write_or_submit(user):
        if user == focal_point:
            move_plan(plan, to="submitted", by=user)
            return "submitted"
        row = PathwaySection.objects.get(pk=section.pk)
        shown = typed(SectionForm(instance=row), narrative=f"By {user}.")
        form = SectionForm(shown, instance=row)
        try:
            return "saved" if save_text(form, plan=plan, by=user) else "conflict"
        except PlanClosed:
            return "closed"

    told = at_once(write_or_submit, [*officers[:1], focal_point, *officers[1:]])

    section.refresh_from_db()
    assert told.count("submitted") == 1
    assert told.count("saved") == section.version - 1


def test_eight_editors_of_a_section_lose_no_accepted_save_and_keep_every_refused_text():
    plan = make_complete_plan(make_project())
    section = plan.sections.filter(is_part=True).get()
    officers = [make_officer(plan.project_city) for _ in range(EDITORS)]

    def write(officer):
        return [save_a_line(plan, section, officer, f"{officer.pk}-{n}") for n in range(SAVES)]

    told = [one for of_officer in at_once(write, officers) for one in of_officer]

    section.refresh_from_db()
    accepted = {line for line, answer in told if answer == "accepted"}
    assert len(told) == EDITORS * SAVES
    assert {answer for _line, answer in told} <= {"accepted", "refused, both texts shown"}
    assert set(section.narrative.split("\n")[1:]) == accepted
    assert section.version - 1 == len(accepted)


def save_a_line(plan, section, officer, line):
    row = PathwaySection.objects.get(pk=section.pk)
    text = f"{row.narrative}\n{line}"
    form = SectionForm(typed(SectionForm(instance=row), narrative=text), instance=row)
    if save_text(form, plan=plan, by=officer):
        return line, "accepted"
    (both,) = form.conflict.fields
    is_kept = form["narrative"].value() == text == both.mine and both.theirs != text
    return line, "refused, both texts shown" if is_kept else "refused"
