"""A framework gets a new edition while plans of the old one are open."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from frameworks.models import PathwaySuccessor
from recovery_plans.document import build_plan
from recovery_plans.models import RecoveryPlan
from recovery_plans.restore import restored_from
from recovery_plans.services import (
    CrosswalkIncomplete,
    PlanClosed,
    add_comment,
    create_plan,
    move_to_edition,
)
from tests.factories import make_framework, make_officer, make_project_city
from tests.plan_factories import make_full_plan
from writing.models import Change


@pytest.fixture
def full_plan(project):
    return make_full_plan(project)


@pytest.fixture
def writer(full_plan):
    return make_officer(full_plan.project_city)


@pytest.fixture
def edition(project, full_plan):
    """Three pathways, which the project follows from now on."""
    project.framework = make_framework(3, code="New edition")
    project.save()
    full_plan.project_city.project.refresh_from_db()
    return project.framework


@pytest.fixture
def crosswalk(full_plan, edition):
    """The first two become one, the third becomes two, the others all become the second."""
    one, two, three = edition.pathways.all()
    first, second, third, *others = full_plan.framework.pathways.all()
    pairs = [(first, one), (second, one), (third, two), (third, three)]
    pairs += [(other, two) for other in others]
    return PathwaySuccessor.objects.bulk_create(
        PathwaySuccessor(old=old, new=new, note=f"Why {old.code}") for old, new in pairs
    )


def page(plan, name="plan_edition", *rest):
    return reverse(f"recovery_plans:{name}", args=[plan.pk, *rest])


def test_an_open_plan_stays_with_its_edition_and_says_so(full_plan, edition, writer, client):
    codes = list(full_plan.sections.values_list("pathway__code", flat=True))
    client.force_login(writer)

    shown = client.get(page(full_plan, "plan_detail")).content.decode()

    later = make_project_city(full_plan.project_city.project)
    begun = create_plan(later, by=writer, currency="FJD", language="en")
    assert list(full_plan.sections.values_list("pathway__code", flat=True)) == codes
    assert (begun.framework, begun.sections.count()) == (edition, 3)
    assert f"the project now follows <bdi>{edition}</bdi>" in shown
    assert page(full_plan) in shown
    client.force_login(make_officer(later))
    assert "now follows" not in client.get(page(begun, "plan_detail")).content.decode()
    assert client.get(page(begun)).status_code == 404


def test_every_word_and_comment_is_taken_along(full_plan, crosswalk, edition, writer):
    before = list(full_plan.sections.select_related("pathway"))
    action = full_plan.actions.get()
    for section in before[:2]:
        add_comment(full_plan, text=f"On {section.pathway.code}", about=section, by=writer)

    move_to_edition(full_plan, to=edition, by=writer)

    one, two, three = full_plan.sections.select_related("pathway")
    said = "\n".join(section.narrative + section.reason for section in (one, two, three))
    assert all(section.narrative in said and section.reason in said for section in before)
    assert [one.is_part, two.is_part, three.is_part] == [True, False, None]
    assert one.narrative.startswith(f"**{before[0].pathway}**\n\nNarrative **of the pathway**")
    assert one.comments.count() == 2
    assert [one.pathway, two.pathway, three.pathway] == list(edition.pathways.all())
    action.refresh_from_db()
    assert (action.pathway, list(action.other_pathways.all())) == (one.pathway, [])


def test_the_move_is_in_the_history_and_done_once(full_plan, crosswalk, edition, writer):
    move_to_edition(full_plan, to=edition, by=writer)
    history = Change.objects.filter(shared_history=full_plan.shared_history)
    count = history.count()

    moved = move_to_edition(full_plan, to=edition, by=writer)

    assert moved.framework == edition
    assert history.count() == count
    assert history.get(field="framework").after == "New edition"
    assert history.filter(field="pathway", after=str(edition.pathways.first())).count() == 2


def test_nothing_moves_without_a_whole_crosswalk_or_while_closed(
    full_plan, crosswalk, edition, writer
):
    RecoveryPlan.objects.filter(pk=full_plan.pk).update(state="submitted")
    with pytest.raises(PlanClosed):
        move_to_edition(full_plan, to=edition, by=writer)
    RecoveryPlan.objects.filter(pk=full_plan.pk).update(state="draft")
    crosswalk[0].delete()

    with pytest.raises(CrosswalkIncomplete):
        move_to_edition(full_plan, to=edition, by=writer)

    assert full_plan.sections.filter(pathway__framework=edition).count() == 0


def test_the_page_shows_each_way_and_moves_for_writers_and_reviewers(
    full_plan, crosswalk, edition, writer, organiser, client
):
    for user in (writer, organiser):
        client.force_login(user)
        shown = client.get(page(full_plan)).content.decode()
        assert "Why UTP-1" in shown
        assert f"Move the plan to {edition}" in shown

    answer = client.post(page(full_plan))

    full_plan.refresh_from_db()
    assert answer.url == page(full_plan, "plan_detail")
    assert full_plan.framework == edition
    assert client.get(answer.url).status_code == 200


def test_the_page_says_what_the_crosswalk_lacks(full_plan, crosswalk, writer, client):
    crosswalk[0].delete()
    client.force_login(writer)

    shown = client.get(page(full_plan)).content.decode()
    client.post(page(full_plan))

    assert "Of 1 pathway it is not said yet where it goes" in shown
    assert "<button" not in shown.partition("<main")[2].partition("</main>")[0]
    assert RecoveryPlan.objects.get(pk=full_plan.pk).framework == full_plan.framework


@pytest.mark.parametrize("place", [0, 4])
def test_a_text_typed_meanwhile_is_kept_and_overwrites_nothing(
    full_plan, crosswalk, edition, writer, client, place
):
    """The first code is one of the new edition as well, the other is not."""
    section = full_plan.sections.select_related("pathway")[place]
    typed = {"narrative": "Typed meanwhile", "status": "ready", "version": section.version}
    move_to_edition(full_plan, to=edition, by=writer)
    said = list(full_plan.sections.values_list("narrative", flat=True))
    client.force_login(writer)

    answer = client.post(page(full_plan, "section_edit", section.pathway.code), typed)

    assert answer.status_code == 200
    assert "Typed meanwhile" in answer.content.decode()
    assert list(full_plan.sections.values_list("narrative", flat=True)) == said


def test_texts_of_another_edition_are_put_back_into_no_section(
    full_plan, crosswalk, edition, writer
):
    document = build_plan(full_plan)

    moved = move_to_edition(full_plan, to=edition, by=writer)

    assert restored_from(moved, document) == []


def test_a_crosswalk_leads_to_another_edition(full_plan):
    first, second, *_others = full_plan.framework.pathways.all()

    with pytest.raises(ValidationError):
        PathwaySuccessor(old=first, new=second).full_clean()
