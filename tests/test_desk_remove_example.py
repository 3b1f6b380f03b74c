"""Removing the example: what is invented goes, what is real stays."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from briefs.models import Brief, BriefFinding, Edition, ProjectReport
from cities.models import City, FiscalYear, ProjectCity
from desk.example.remove import remove_example
from participants.models import (
    Delegation,
    EvaluationResult,
    ParticipationRecord,
    Person,
    Registration,
)
from participants.participation import participation_of
from participants.services import Entry, register_participants, sign_off
from projects.models import Organisation, Phase, Project, ProjectIndicator
from recommendations.models import Answer, Finding, Recommendation, ValidationRound
from recovery_plans.models import ChapterTemplate, Money, PlanRevision, RecoveryPlan
from tests import factories
from workshops.models import Workshop
from writing.models import Change


@pytest.fixture
def project(db, settings, tmp_path):
    settings.PORTAL_DATA = tmp_path
    settings.PORTAL_DEMO_PASSWORD = "sesame opens it"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("load_example", yes=True)
    return Project.objects.get()


@pytest.fixture
def example_organiser(project):
    return User.objects.get(email="organiser@example.org")


@pytest.fixture
def real_organiser(project):
    return factories.make_organiser(project)


@pytest.fixture
def second(project):
    return Workshop.objects.get(slug="da13-ap-regional-2")


@pytest.fixture
def coming(project):
    return Workshop.objects.get(is_example=True)


def line_of(slug):
    workshop = Workshop.objects.get(slug=slug)
    return participation_of([workshop])[workshop.pk]


def register(workshop, name, by, **fields):
    entry = Entry(full_name=name, **fields)
    return register_participants(workshop, entries=[entry], by=by, source="form")[0]


def test_every_invented_row_goes(project, example_organiser):
    remove_example(project, by=example_organiser)

    emptied = [
        Person, Delegation, Registration, RecoveryPlan, PlanRevision, Money, FiscalYear,
        Organisation, Finding, Recommendation, ValidationRound, Answer, Brief, Edition,
        ProjectReport, ProjectIndicator, EvaluationResult,
    ]  # fmt: skip
    left = {model.__name__: model.objects.count() for model in emptied}
    assert set(left.values()) == {0}, left
    assert not Workshop.objects.filter(is_example=True).exists()


def test_what_is_real_stays(project, example_organiser):
    kept = [City, ProjectCity, Phase, ChapterTemplate]
    before = [model.objects.count() for model in kept]
    workshops = set(Workshop.objects.filter(is_example=False).values_list("slug", flat=True))

    remove_example(project, by=example_organiser)

    assert [model.objects.count() for model in kept] == before
    assert set(Workshop.objects.values_list("slug", flat=True)) == workshops
    assert line_of("da13-ap-regional-1").text == "26 (15/11)"


def test_only_the_user_who_asks_stays(project, example_organiser):
    remove_example(project, by=example_organiser)

    assert list(User.objects.values_list("email", flat=True)) == ["organiser@example.org"]
    assert project.can_be_organised_by(example_organiser)


def test_real_users_stay(project, real_organiser):
    remove_example(project, by=real_organiser)

    assert list(User.objects.all()) == [real_organiser]


def test_real_workshop_with_an_invented_list_gets_the_figures_of_its_source(
    project, example_organiser
):
    remove_example(project, by=example_organiser)

    seen = line_of("da13-ap-regional-2")
    assert (seen.text, seen.basis, seen.is_signed_off) == ("19 (11/8)", "source", True)


def test_real_people_on_that_list_stay_and_are_counted(project, second, real_organiser):
    register(second, "Ana Real", real_organiser, gender="female")

    remove_example(project, by=real_organiser)

    seen = line_of(second.slug)
    assert (seen.text, seen.is_signed_off) == ("1 (0/1)", False)
    assert [person.full_name for person in Person.objects.all()] == ["Ana Real"]


def test_figures_signed_off_from_an_invented_list_go(project, second, real_organiser):
    register(second, "Ana Real", real_organiser, gender="female")
    sign_off(second, by=real_organiser)

    remove_example(project, by=real_organiser)

    second.refresh_from_db()
    assert not ParticipationRecord.objects.filter(workshop=second).exists()
    assert (second.state, line_of(second.slug).text) == ("closed", "1 (0/1)")


def test_whoever_registered_for_the_invented_workshop_only_goes_with_it(
    project, second, coming, real_organiser
):
    register(coming, "Ana Only-There", real_organiser)
    register(coming, "Ben Both", real_organiser, email="ben@example.org")
    register(second, "Ben Both", real_organiser, email="ben@example.org")

    remove_example(project, by=real_organiser)

    assert [person.full_name for person in Person.objects.all()] == ["Ben Both"]
    assert [each.workshop for each in Registration.objects.all()] == [second]


def test_real_person_merged_into_an_invented_one_stands_alone_again(
    project, second, real_organiser
):
    registration = register(second, "Ana Real", real_organiser)
    invented = Person.objects.filter(is_example=True).first()
    Person.objects.filter(pk=registration.person_id).update(merged_into=invented)

    remove_example(project, by=real_organiser)

    assert Person.objects.get().merged_into is None


def test_organisation_that_somebody_real_comes_from_stays_and_is_real(
    project, second, real_organiser
):
    name = "Smart city office, Pune"
    register(second, "Ana Real", real_organiser, organisation=name)

    remove_example(project, by=real_organiser)

    assert list(Organisation.objects.values_list("name", "is_example")) == [(name, False)]


def test_real_brief_loses_the_invented_findings_it_chose(project, real_organiser):
    invented = Brief.objects.get()
    brief = project.briefs.create(slug="real", title="Real brief")
    BriefFinding.objects.create(brief=brief, finding=Finding.objects.first())
    translation = project.briefs.create(
        slug="real-fr", title="Note", language="fr", translation_of=invented
    )

    remove_example(project, by=real_organiser)

    translation.refresh_from_db()
    assert (brief.brief_findings.count(), translation.translation_of) == (0, None)


def test_real_round_keeps_its_frozen_result(project, second, real_organiser):
    recommendation = project.recommendations.create(number=99)
    wording = recommendation.wordings.create(number=1, text="Do it.")
    held = ValidationRound.objects.create(project=project, workshop=second, title="Real round")
    item = held.items.create(wording=wording, support=1)
    item.answers.create(registration=second.registrations.first(), position="support")

    remove_example(project, by=real_organiser)

    item.refresh_from_db()
    assert (item.support, item.answers.count()) == (1, 0)


def test_real_plan_keeps_its_budget_year_of_the_same_city(project, real_organiser):
    year = FiscalYear.objects.get(label="2022–23")
    lima = ProjectCity.objects.get(city__slug="lima")
    action = factories.make_action(factories.make_plan(project, project_city=lima))
    Money.objects.create(action=action, kind="cost", amount=1, fiscal_year=year)

    remove_example(project, by=real_organiser)

    assert list(FiscalYear.objects.all()) == [year]


def test_history_of_what_goes_goes_and_no_other(project, second, real_organiser):
    register(second, "Ana Real", real_organiser)
    person = Person.objects.filter(is_example=True).first()
    people = ContentType.objects.get_for_model(Person)

    def change(object_id, after):
        Change.objects.create(
            content_type=people, object_id=object_id, field="full_name", version=2, after=after
        )

    change(person.pk, "Invented")
    change(Person.objects.get(is_example=False).pk, "Real")
    change(10**9, "Removed long ago")

    remove_example(project, by=real_organiser)

    left = Change.objects.filter(content_type=people).order_by("pk")
    assert [each.after for each in left] == ["Real", "Removed long ago"]


def test_file_of_an_invented_edition_is_deleted(
    project, real_organiser, django_capture_on_commit_callbacks
):
    export = Edition.objects.get().exports.get(format="pdf", paper="a4")
    export.file.save("brief.pdf", ContentFile(b"%PDF-"))
    storage, name = export.file.storage, export.file.name

    with django_capture_on_commit_callbacks(execute=True):
        remove_example(project, by=real_organiser)

    assert not storage.exists(name)


def test_removed_example_does_not_come_back(project, real_organiser):
    remove_example(project, by=real_organiser)

    call_command("load_example", yes=True)

    assert not Person.objects.exists()


def test_removing_again_is_no_error(project, real_organiser):
    remove_example(project, by=real_organiser)

    remove_example(project, by=real_organiser)

    assert User.objects.get() == real_organiser


def test_page_says_what_goes_and_removes_on_confirmation(client, project, example_organiser):
    address = reverse("desk:remove_example")
    client.force_login(example_organiser)

    asked = client.get(address).content.decode()
    is_there = Person.objects.exists()
    done = client.post(address, follow=True)

    assert ("23 invented people" in asked, is_there) == (True, True)
    assert "The example is removed" in done.content.decode()
    assert client.get(address).status_code == 404


def test_page_warns_of_real_people_registered_for_the_invented_workshop(
    client, project, coming, real_organiser
):
    register(coming, "Ana Real", real_organiser)
    client.force_login(real_organiser)

    text = client.get(reverse("desk:remove_example")).content.decode()

    assert "1 person who is not invented has registered" in text


@pytest.mark.parametrize(
    ("email", "status"),
    [("facilitator@example.org", 404), ("officer.suva@example.org", 404)],
)
def test_only_who_works_on_the_whole_project_is_asked(client, project, email, status):
    client.force_login(User.objects.get(email=email))

    assert client.post(reverse("desk:remove_example")).status_code == status
    assert Person.objects.exists()


def test_organiser_of_one_body_and_reader_may_not(client, project):
    of_body = factories.make_organiser(project, body=project.project_bodies.first().body)

    for user in (of_body, factories.make_reader(project)):
        client.force_login(user)
        assert client.post(reverse("desk:remove_example")).status_code == 403
    assert Workshop.objects.filter(Q(is_example=True)).exists()
