from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from recovery_plans.document import PlanDocument, build_plan
from recovery_plans.document.passages import reworded
from recovery_plans.history import PARTS, authors_of, changes_of
from recovery_plans.models import RecoveryPlan
from recovery_plans.services import move_plan
from tests.plan_factories import make_focal_point, make_full_plan
from writing.models import Change
from writing.services import FieldChange, record_changes_of_many, save_version, set_aside


@pytest.fixture
def full_plan(project):
    return make_full_plan(project)


@pytest.fixture
def writer(full_plan):
    return make_focal_point(full_plan)


def write(thing, by, **fields):
    thing.refresh_from_db()
    return save_version(thing, fields=fields, expected_version=thing.version, by=by)


def published(plan, by):
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="reviewed")
    return move_plan(plan, to="published", by=by).published


def reopened(plan, by):
    return move_plan(plan, to="draft", by=by)


def history(client, plan, **chosen):
    return client.get(reverse("recovery_plans:plan_history", args=[plan.pk]), chosen)


def shown(answer):
    return [one.change.after for one in answer.context["changes"]]


@pytest.fixture
def changed(full_plan, writer, officer, client):
    """Three changes by two people on three pages, and the writer looking at them."""
    action = full_plan.actions.get()
    write(full_plan.chapters.get(key="situation"), writer, text="Written anew")
    write(action, officer, risk="Cyclones")
    write(action.milestones.get(), officer, title="Milestone moved")
    write(full_plan, writer, vision="A wider vision")
    client.force_login(writer)
    return full_plan


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, ["A wider vision", "Milestone moved", "Cyclones", "Written anew"]),
        ({"where": "plan"}, ["A wider vision"]),
        ({"where": "chapter-situation"}, ["Written anew"]),
        ({"where": "chapter-financing"}, []),
        ({"where": "action-7"}, ["Milestone moved", "Cyclones"]),
        ({"field": "risk"}, ["Cyclones"]),
        ({"words": "anew"}, ["Written anew"]),
        ({"words": "Vision *of"}, ["A wider vision"]),
        ({"where": "action-7", "field": "title"}, ["Milestone moved"]),
    ],
)
def test_a_history_is_searched_by_page_field_and_words(changed, client, chosen, found):
    answer = history(client, changed, **chosen)

    assert shown(answer) == found
    assert answer.context["page"].paginator.count == len(found)


def test_a_history_is_searched_by_person(changed, client, officer, writer):
    of_officer = history(client, changed, by=officer.pk)

    assert shown(of_officer) == ["Milestone moved", "Cyclones"]
    assert of_officer.context["page"].paginator.count == 2
    assert {one.pk: one.changes for one in authors_of(changed).all} == {
        officer.pk: 2, writer.pk: 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        {"by": "x"}, {"by": "9" * 40}, {"by": "٣"}, {"where": "no"}, {"where": "action-x"},
        {"where": "action-" + "9" * 40}, {"field": "pk"}, {"words": "%_'"}, {"page": "-1"},
    ],
)  # fmt: skip
def test_what_nobody_can_choose_breaks_nothing(changed, client, typed):
    assert history(client, changed, **typed).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_a_history_takes_eight_queries(
    full_plan, client, writer, count, django_assert_max_num_queries
):
    action, chapter = full_plan.actions.get(), full_plan.chapters.first()
    record_changes_of_many(
        [
            (thing, FieldChange("title", "a", str(number)))
            for number in range(count)
            for thing in (full_plan, chapter, action, action.milestones.get())
        ],
        by=writer,
    )
    client.force_login(writer)
    history(client, full_plan)

    with django_assert_max_num_queries(8):
        answer = history(client, full_plan, where="action-7")

    assert answer.context["page"].paginator.count == 2 * count


def restore(client, plan, change, side, **typed):
    address = reverse("recovery_plans:change_restore", args=[plan.pk, change.pk])
    return client.post(f"{address}?side={side}", typed)


def test_an_earlier_text_comes_back_as_a_new_version(changed, client, writer):
    chapter = changed.chapters.get(key="situation")
    change = changes_of(changed).get(field="text")
    page = client.get(
        reverse("recovery_plans:change_restore", args=[changed.pk, change.pk]), {"side": "before"}
    )

    restore(client, changed, change, "before", version=page.context["version"])

    before = chapter.version
    chapter.refresh_from_db()
    assert chapter.text == change.before
    assert chapter.version == before + 1
    latest = changes_of(changed).first()
    assert (latest.after, latest.by) == (change.before, writer)
    assert Change.objects.filter(pk=change.pk, after="Written anew").exists()


def test_what_somebody_saved_meanwhile_is_not_overwritten(changed, client, officer):
    chapter = changed.chapters.get(key="situation")
    change = changes_of(changed).get(field="text")
    seen = chapter.version
    write(chapter, officer, text="Saved meanwhile")

    answer = restore(client, changed, change, "before", version=seen)

    chapter.refresh_from_db()
    assert chapter.text == "Saved meanwhile"
    assert "side=before" in answer.url


@pytest.mark.parametrize("typed", [{}, {"version": "x"}, {"version": "9" * 30}])
def test_without_the_version_seen_nothing_is_put_back(changed, client, typed):
    change = changes_of(changed).get(field="text")

    restore(client, changed, change, "before", **typed)

    assert changed.chapters.get(key="situation").text == "Written anew"


def test_a_closed_plan_takes_no_text_back(changed, client):
    change = changes_of(changed).get(field="text")
    RecoveryPlan.objects.filter(pk=changed.pk).update(state="submitted")

    restore(client, changed, change, "before", version=2)

    assert changed.chapters.get(key="situation").text == "Written anew"


def test_a_text_set_aside_can_be_put_back(changed, client, writer):
    chapter = changed.chapters.get(key="financing")
    set_aside(chapter, texts={"text": "Let go"}, by=writer)
    change = changes_of(changed).get(is_set_aside=True)

    restore(client, changed, change, "after", version=chapter.version)

    chapter.refresh_from_db()
    assert chapter.text == "Let go"


@pytest.mark.parametrize("field", ["status", "lead", "currency", "nothing"])
def test_only_words_are_put_back(changed, client, writer, field):
    thing = changed.actions.get() if field == "lead" else changed
    record_changes_of_many([(thing, FieldChange(field, "a", "b"))], by=writer)
    change = changes_of(changed).get(field=field)
    address = reverse("recovery_plans:change_restore", args=[changed.pk, change.pk])

    assert client.get(address).status_code == 404


def test_a_change_of_another_plan_is_not_found(changed, client, project, writer):
    other = make_full_plan(project)
    write(other, writer, vision="Elsewhere")
    change = changes_of(other).get(field="vision")

    assert restore(client, changed, change, "before", version=2).status_code == 404


def test_the_texts_of_a_revision_come_back_whole(full_plan, client, writer):
    revision = published(full_plan, writer)
    reopened(full_plan, writer)
    action = full_plan.actions.get()
    write(full_plan.chapters.get(key="situation"), writer, text="Other words")
    write(action, writer, objective="Another objective", risk="None")
    action.milestones.get().delete()
    client.force_login(writer)
    address = reverse("recovery_plans:revision_restore", args=[full_plan.pk, 1])

    client.post(address, {"seen": client.get(address).context["seen"]})

    was, now = PlanDocument.from_json(revision.content), build_plan(full_plan)
    assert now.chapters == was.chapters
    assert now.actions[0].objective == was.actions[0].objective
    assert now.actions[0].risk == was.actions[0].risk
    assert now.actions[0].milestones == ()


def test_a_revision_is_not_put_over_what_somebody_saved_meanwhile(full_plan, client, writer):
    published(full_plan, writer)
    reopened(full_plan, writer)
    chapter = full_plan.chapters.get(key="situation")
    write(chapter, writer, text="Other words")
    client.force_login(writer)
    address = reverse("recovery_plans:revision_restore", args=[full_plan.pk, 1])
    seen = client.get(address).context["seen"]
    write(chapter, writer, text="Saved meanwhile")

    client.post(address, {"seen": seen})

    chapter.refresh_from_db()
    assert chapter.text == "Saved meanwhile"


def test_two_revisions_differ_in_what_was_amended_and_in_nothing_else(full_plan, writer):
    first = published(full_plan, writer)
    reopened(full_plan, writer)
    write(full_plan.chapters.get(key="financing"), writer, text="Amended")
    write(full_plan.actions.get(), writer, title="Action renamed")
    second = published(full_plan, writer)

    passages = reworded(*(PlanDocument.from_json(one.content) for one in (first, second)))

    assert [one.key for one in passages if not one.is_same] == ["chapter-financing", "action-7"]


def test_passages_that_came_and_went_stand_where_they_stood(full_plan, writer):
    before = build_plan(full_plan)
    full_plan.chapters.get(key="situation").delete()
    full_plan.chapters.create(key="monitoring", order=9, title="Monitoring", text="Who looks")
    after = build_plan(full_plan)

    keys = [one.key for one in reworded(before, after) if one.key.startswith("chapter")]

    assert keys == ["chapter-situation", "chapter-financing", "chapter-monitoring"]


@pytest.mark.parametrize("way", ["one", "side"])
def test_revisions_are_compared_on_a_public_page(full_plan, client, writer, way):
    published(full_plan, writer)
    reopened(full_plan, writer)
    write(full_plan.chapters.get(key="financing"), writer, text="Amended financing")
    published(full_plan, writer)
    address = reverse("recovery_plans:plan_compare", args=[full_plan.pk])

    answer = client.get(address, {"old": "1", "new": "2", "way": way})

    assert [one.key for one in answer.context["passages"]] == ["chapter-financing"]
    assert "<ins>" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [{"old": "1"}, {"old": "1", "new": "9"}, {"old": "draft", "new": "1"}, {"old": "x", "new": ""}],
)
def test_a_text_that_is_not_public_is_not_compared(full_plan, client, writer, typed):
    published(full_plan, writer)
    reopened(full_plan, writer)

    answer = client.get(reverse("recovery_plans:plan_compare", args=[full_plan.pk]), typed)

    assert answer.status_code == 200
    assert answer.context["passages"] == []
    assert answer.context["form"].errors


def test_the_history_goes_on_telling_of_rows_that_are_gone(changed, client):
    changed.actions.get().milestones.get().delete()

    answer = history(client, changed, words="Milestone moved")

    assert shown(answer) == ["Milestone moved"]
    assert [one.is_text for one in answer.context["changes"]] == [False]


def test_changes_of_before_learn_which_plan_they_are_of(full_plan, writer):
    rows = [full_plan, *filter(None, (model._base_manager.first() for model in PARTS))]
    written = record_changes_of_many(
        [(row, FieldChange("title", "a", "b")) for row in rows], by=writer
    )
    Change.objects.update(shared_history="")

    migration = import_module("recovery_plans.migrations.0008_histories_of_plans")
    migration.name_plans(apps, None)

    named = changes_of(full_plan).filter(pk__in=[change.pk for change in written])
    assert named.count() == len(written)
