"""The example project: what is real in it, what is invented, and that it is loaded once."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from briefs.models import Brief
from cities.models import CityMembership, ProjectCity
from desk.example.users import set_demo_password
from participants.models import Delegation, ParticipationRecord, Person, Registration
from participants.participation import participation_of
from projects.models import Organisation, Project
from recommendations.models import Finding, Recommendation, ValidationRound
from recovery_plans.models import Action, RecoveryPlan
from workshops.models import Workshop


@pytest.fixture
def _loaded(db, settings, tmp_path):
    settings.PORTAL_DATA = tmp_path
    settings.PORTAL_DEMO_PASSWORD = "sesame opens it"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("load_example", yes=True)


def line_of(slug):
    workshop = Workshop.objects.get(slug=slug)
    return participation_of([workshop])[workshop.pk]


@pytest.mark.usefixtures("_loaded")
def test_project_has_its_bodies_phases_and_cities():
    project = Project.objects.get(code="DA13")

    by_body = {
        body: ProjectCity.objects.filter(project=project, body__code=body).count()
        for body in ("ESCAP", "UNECE", "ECA", "ESCWA", "ECLAC")
    }

    assert by_body == {"ESCAP": 4, "UNECE": 3, "ECA": 3, "ESCWA": 3, "ECLAC": 3}
    assert [phase.number for phase in project.phases.all()] == [1, 2, 3]
    assert project.project_bodies.count() == 8


@pytest.mark.usefixtures("_loaded")
def test_two_cities_have_named_their_delegations_to_the_workshop_to_come():
    named = {
        str(each): [
            (row.person.full_name, row.state, row.is_head)
            for row in each.registrations.order_by("pk")
        ]
        for each in Delegation.objects.all()
    }  # fmt: skip

    assert named["Suva"] == [
        ("Adi Mere Qalivere", "confirmed", True), ("Josefa Rokodina", "confirmed", False),
        ("Priya Chand", "nominated", False),
    ]  # fmt: skip
    assert [len(people) for people in named.values()] == [3, 2]
    assert {each.source for each in Registration.objects.exclude(delegation=None)} == {"city"}


@pytest.mark.usefixtures("_loaded")
def test_first_regional_workshop_is_signed_off_from_its_source():
    seen = line_of("da13-ap-regional-1")

    assert (seen.text, seen.is_signed_off, seen.basis) == ("26 (15/11)", True, "source")
    assert seen.citation.startswith("https://urbaneconomicresilience.org/events/")


@pytest.mark.usefixtures("_loaded")
def test_second_regional_workshop_counts_its_invented_people_live():
    workshop = Workshop.objects.get(slug="da13-ap-regional-2")

    seen = line_of(workshop.slug)

    assert (seen.text, seen.is_signed_off, workshop.state) == ("19 (11/8)", False, "closed")
    assert workshop.objectives.count() == 5
    assert workshop.description.startswith("COVID-19 has significantly impacted cities")
    assert not workshop.is_example
    assert set(Person.objects.values_list("is_example", flat=True)) == {True}


@pytest.mark.usefixtures("_loaded")
def test_nothing_is_invented_for_the_city_workshops():
    workshops = Workshop.objects.filter(city__isnull=False)

    known = [line.line for line in participation_of(workshops).values() if line.line is not None]

    assert (workshops.count(), known) == (6, [])
    accra = Workshop.objects.get(slug="da13-accra-2021-06")
    assert (str(accra.starts_on), str(accra.ends_on), accra.start_time) == (
        "2021-06-16", "2021-06-17", None,
    )  # fmt: skip


@pytest.mark.usefixtures("_loaded")
def test_workshop_to_come_is_open_and_invented():
    workshop = Workshop.objects.get(is_example=True)

    taken = workshop.registrations.taking_seats().count()

    assert workshop.takes_registrations
    assert (workshop.seats, taken) == (40, 9)


@pytest.mark.usefixtures("_loaded")
def test_two_plans_stand_at_different_stages_over_all_four_pillars():
    plans = {plan.project_city.city.slug: plan for plan in RecoveryPlan.objects.all()}

    pillars = {
        slug: set(plan.actions.values_list("pathway__pillar__code", flat=True))
        for slug, plan in plans.items()
    }

    assert {slug: plan.state for slug, plan in plans.items()} == {
        "suva": "changes_requested", "hoi-an": "draft",
    }  # fmt: skip
    assert plans["suva"].published.number == 1
    assert plans["hoi-an"].published is None
    assert {slug: plan.currency for slug, plan in plans.items()} == {"suva": "FJD", "hoi-an": "VND"}
    assert all(codes == {"UTP", "URE", "SIC", "UFI"} for codes in pillars.values())
    assert min(plan.actions.count() for plan in plans.values()) >= 6


@pytest.mark.usefixtures("_loaded")
def test_fiscal_years_of_suva_have_one_of_seven_months():
    years = {
        year.label: year for year in RecoveryPlan.objects.get(
            project_city__city__slug="suva"
        ).project_city.city.fiscal_years.all()
    }  # fmt: skip

    short = years["2021, seven months"]

    assert (str(short.starts_on), str(short.ends_on)) == ("2021-01-01", "2021-07-31")


@pytest.mark.usefixtures("_loaded")
def test_round_is_closed_with_six_wordings_validated_as_they_stand():
    held = ValidationRound.objects.get()
    current = {each.pk: each.current_wording() for each in Recommendation.objects.all()}

    items = list(held.items.select_related("wording__recommendation"))

    as_worded = [
        item for item in items
        if item.is_validated and current[item.wording.recommendation_id] == item.wording
    ]  # fmt: skip
    assert (held.state, Finding.objects.count(), len(items)) == ("closed", 6, 8)
    assert (len(as_worded), sum(bool(item.is_validated) for item in items)) == (6, 7)
    assert held.people().breakdown().as_columns() == held.participation
    assert all(
        item.support + item.support_with_changes + item.cannot_support + item.no_position == 19
        for item in items
    )


@pytest.mark.usefixtures("_loaded")
def test_brief_is_written_and_its_first_edition_is_public():
    brief = Brief.objects.get()

    edition = brief.editions.get()

    assert (edition.number, edition.state) == (1, "published")
    assert not brief.sections.exclude(status="ready").exists()
    assert (brief.brief_findings.count(), brief.brief_recommendations.count()) == (6, 8)


@pytest.mark.usefixtures("_loaded")
def test_every_invented_row_says_so():
    models = [Person, Organisation, RecoveryPlan, Finding, Recommendation, ValidationRound, User]

    unmarked = {model.__name__: model.objects.filter(is_example=False).count() for model in models}

    assert set(unmarked.values()) == {0}


@pytest.mark.usefixtures("_loaded")
def test_users_can_sign_in_with_the_demo_password_and_have_their_roles():
    users = {user.email: user for user in User.objects.all()}
    suva = RecoveryPlan.objects.get(project_city__city__slug="suva")

    assert all(user.check_password("sesame opens it") for user in users.values())
    assert suva.can_be_edited_by(users["officer.suva@example.org"])
    assert not suva.can_be_submitted_by(users["officer.suva@example.org"])
    assert not suva.can_be_edited_by(users["officer.hoi-an@example.org"])
    assert Workshop.objects.get(slug="da13-ap-regional-2").can_be_run_by(
        users["facilitator@example.org"]
    )
    assert Project.objects.get().can_be_organised_by(users["organiser@example.org"])


@pytest.mark.usefixtures("_loaded")
def test_loading_again_changes_nothing(capsys):
    models = [User, Person, Registration, Workshop, Action, ParticipationRecord, CityMembership]
    before = [model.objects.count() for model in models]

    call_command("load_example", yes=True)

    assert [model.objects.count() for model in models] == before
    assert "loaded before" in capsys.readouterr().out


def test_full_shape_refuses_without_a_yes(db, settings, tmp_path):
    settings.FULL_SHAPE = True
    settings.PORTAL_DATA = tmp_path

    with pytest.raises(CommandError, match="--yes"):
        call_command("load_example")

    assert Project.objects.count() == 0


def test_password_made_up_is_kept_and_only_for_the_owner(db, settings, tmp_path):
    settings.PORTAL_DEMO_PASSWORD = ""
    settings.PORTAL_DATA = tmp_path

    first, again = set_demo_password(), set_demo_password()

    path = tmp_path / "demo_password"
    assert (first, path.read_text()) == (again, first)
    assert oct(path.stat().st_mode)[-3:] == "600"


@pytest.mark.usefixtures("_loaded")
def test_new_demo_password_counts_from_the_next_start(settings):
    settings.PORTAL_DEMO_PASSWORD = "another word"

    set_demo_password()

    assert User.objects.get(email="organiser@example.org").check_password("another word")
