import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from recovery_plans.models import Adoption, PlanRevision, RecoveryPlan
from recovery_plans.roles import Role
from recovery_plans.services import MoveRefused, NoteMissing, PlanIncomplete, move_plan
from recovery_plans.transitions import PlanState as S
from recovery_plans.transitions import may_move
from tests.factories import (
    make_body,
    make_officer,
    make_organiser,
    make_plan,
    make_project_city,
    make_reader,
    make_user,
)
from tests.writing_plans import (
    DAY,
    make_complete_plan,
    make_focal_point,
    make_published_plan,
    publish,
)

# Written down apart from the table in the code, so that neither is changed unseen.
ALLOWED = {
    (S.DRAFT, S.SUBMITTED, Role.FOCAL_POINT),
    (S.DRAFT, S.WITHDRAWN, Role.FOCAL_POINT),
    (S.CHANGES_REQUESTED, S.SUBMITTED, Role.FOCAL_POINT),
    (S.CHANGES_REQUESTED, S.WITHDRAWN, Role.FOCAL_POINT),
    (S.SUBMITTED, S.DRAFT, Role.FOCAL_POINT),
    (S.SUBMITTED, S.CHANGES_REQUESTED, Role.REVIEWER),
    (S.SUBMITTED, S.REVIEWED, Role.REVIEWER),
    (S.SUBMITTED, S.WITHDRAWN, Role.FOCAL_POINT),
    (S.REVIEWED, S.CHANGES_REQUESTED, Role.REVIEWER),
    (S.REVIEWED, S.DRAFT, Role.FOCAL_POINT),
    (S.REVIEWED, S.PUBLISHED, Role.FOCAL_POINT),
    (S.REVIEWED, S.WITHDRAWN, Role.FOCAL_POINT),
    (S.PUBLISHED, S.DRAFT, Role.WRITER),
    (S.PUBLISHED, S.WITHDRAWN, Role.FOCAL_POINT),
    (S.WITHDRAWN, S.DRAFT, Role.FOCAL_POINT),
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("to", list(S))
@pytest.mark.parametrize("origin", list(S))
def test_a_plan_moves_only_as_the_table_says(origin, to, role):
    assert may_move(origin, to, {role}) is ((origin, to, role) in ALLOWED)


def roles_by_user(plan):
    """Somebody of every standing, with the roles it gives them in the plan."""
    city, project = plan.project_city, plan.project_city.project
    both = make_officer(city)
    make_organiser(project, user=both)
    former = make_officer(city, ends_on=DAY.replace(year=2020), starts_on=DAY.replace(year=2019))
    make_organiser(project, user=former)
    return [
        (make_officer(city), {Role.WRITER}),
        (make_focal_point(plan), {Role.WRITER, Role.FOCAL_POINT}),
        (make_organiser(project), {Role.REVIEWER, Role.READER}),
        (make_organiser(project, body=city.body), {Role.REVIEWER, Role.READER}),
        (make_organiser(project, body=make_body()), {Role.READER}),
        (make_reader(project), {Role.READER}),
        (make_user(is_superuser=True), {Role.REVIEWER, Role.READER}),
        (make_officer(make_project_city(project)), set()),
        (make_user(), set()),
        (both, {Role.WRITER, Role.READER}),
        (former, {Role.READER}),
    ]


def test_nobody_reviews_the_own_plan_and_a_body_only_its_cities(project):
    from recovery_plans.roles import roles_of

    plan = make_plan(project, project_city=make_project_city(project, body=make_body()))

    for user, roles in roles_by_user(plan):
        assert roles_of(user, plan.project_city) == roles


@pytest.mark.parametrize("origin", list(S))
def test_move_plan_refuses_everybody_the_table_does_not_name(project, origin):
    plan = make_plan(project, project_city=make_project_city(project, body=make_body()))
    cast = roles_by_user(plan)
    if origin == S.PUBLISHED:
        revision = PlanRevision.objects.create(plan=plan, number=1, content={}, checksum="0")
        RecoveryPlan.objects.filter(pk=plan.pk).update(published=revision)
    RecoveryPlan.objects.filter(pk=plan.pk).update(state=origin)

    for user, roles in cast:
        for to in S:
            if not any((origin, to, role) in ALLOWED for role in roles):
                with pytest.raises(MoveRefused):
                    move_plan(plan, to=to, by=user)

    assert plan.transitions.count() == 0


def test_an_incomplete_plan_is_not_submitted_and_its_gaps_are_named(plan):
    with pytest.raises(PlanIncomplete) as refused:
        move_plan(plan, to=S.SUBMITTED, by=make_focal_point(plan))

    assert "The vision is not written." in [gap.text for gap in refused.value.gaps]
    assert RecoveryPlan.objects.get(pk=plan.pk).state == S.DRAFT


def test_asking_for_changes_needs_words_and_they_become_a_request(project, organiser):
    plan = make_complete_plan(project)
    move_plan(plan, to=S.SUBMITTED, by=make_focal_point(plan))

    with pytest.raises(NoteMissing):
        move_plan(plan, to=S.CHANGES_REQUESTED, by=organiser, note="  ")
    move_plan(plan, to=S.CHANGES_REQUESTED, by=organiser, note="Who keeps the drains clear?")

    assert [(c.text, c.is_request) for c in plan.comments.all()] == [
        ("Who keeps the drains clear?", True)
    ]


def test_a_complete_review_settles_what_was_asked(project, organiser):
    plan = make_complete_plan(project)
    focal_point = make_focal_point(plan)
    move_plan(plan, to=S.SUBMITTED, by=focal_point)
    plan.comments.create(text="Which drains?", is_request=True, by=organiser)

    move_plan(plan, to=S.REVIEWED, by=organiser)

    assert plan.comments.get().settled_by == organiser


def test_publishing_freezes_a_revision_and_every_step_is_kept(project):
    plan = make_published_plan(project)

    revision = plan.revisions.get()
    assert plan.published == revision
    assert revision.number == 1
    assert revision.content["vision"] == "A city at ease."
    assert [(t.from_state, t.to_state) for t in plan.transitions.all()] == [
        ("draft", "submitted"),
        ("submitted", "reviewed"),
        ("reviewed", "published"),
    ]


def test_the_next_draft_is_begun_on_the_same_row_and_leaves_the_public_page(project):
    plan = make_published_plan(project)
    officer, other_focal = make_officer(plan.project_city), make_focal_point(plan)

    plan = move_plan(plan, to=S.DRAFT, by=officer)
    RecoveryPlan.objects.filter(pk=plan.pk).update(vision="Another city.")

    assert (plan.state, plan.published.number, plan.next_number) == ("draft", 1, 2)
    assert plan.revisions.get().content["vision"] == "A city at ease."
    assert publish(plan, focal_point=other_focal).published.number == 2


def test_withdrawing_takes_the_public_page_and_keeps_the_revision(project, nobody):
    plan = make_published_plan(project)
    focal_point = make_focal_point(plan)

    plan = move_plan(plan, to=S.WITHDRAWN, by=focal_point, note="The law has changed.")

    assert not RecoveryPlan.objects.visible_to(nobody).filter(pk=plan.pk).exists()
    assert plan.revisions.count() == 1
    plan = move_plan(plan, to=S.DRAFT, by=focal_point)
    assert publish(plan, focal_point=focal_point).published.number == 2


def test_a_decision_on_the_reviewed_text_becomes_that_of_its_revision(project, organiser):
    plan = make_complete_plan(project)
    focal_point = make_focal_point(plan)
    decision = {"plan": plan, "body": "City Council", "on": DAY, "result": "adopted"}
    move_plan(plan, to=S.SUBMITTED, by=focal_point)
    move_plan(plan, to=S.REVIEWED, by=organiser)
    too_early = Adoption.objects.create(**decision)
    move_plan(plan, to=S.DRAFT, by=focal_point)
    move_plan(plan, to=S.SUBMITTED, by=focal_point)
    move_plan(plan, to=S.REVIEWED, by=organiser)
    adoption = Adoption.objects.create(**decision)

    plan = move_plan(plan, to=S.PUBLISHED, by=focal_point)

    adoption.refresh_from_db()
    too_early.refresh_from_db()
    assert (adoption.revision, too_early.revision) == (plan.published, None)


def test_a_revision_cannot_be_saved_again(project):
    revision = make_published_plan(project).published

    with pytest.raises(PermissionDenied):
        revision.save()


@pytest.mark.parametrize(
    "change", [{"content": {}}, {"number": 7}, {"checksum": "0"}, {"made_at": "2020-01-01T00:00Z"}]
)
def test_the_database_itself_refuses_to_change_a_revision(project, change):
    revision = make_published_plan(project).published

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanRevision.objects.filter(pk=revision.pk).update(**change)

    fresh = PlanRevision.objects.get(pk=revision.pk)
    assert (fresh.number, fresh.checksum) == (1, revision.checksum)


def test_who_published_may_be_forgotten(project):
    revision = make_published_plan(project).published

    PlanRevision.objects.filter(pk=revision.pk).update(made_by=None)

    assert PlanRevision.objects.get(pk=revision.pk).made_by is None


def test_the_guard_of_revisions_outlives_every_migration(db):
    """SQLite loses triggers when a later migration makes the table anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'planrevision_frozen'")
        else:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'planrevision_frozen'")
        assert cursor.fetchone() == (1,)
