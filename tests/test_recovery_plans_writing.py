"""Two people in one text: nobody's words are lost, whoever saves first."""

import pytest
from django.urls import reverse

from recovery_plans.forms import ChapterForm, SectionForm
from recovery_plans.models import PathwaySection, RecoveryPlan
from recovery_plans.services import move_plan
from tests.factories import make_officer
from tests.typing_people import typed
from tests.writing_plans import make_complete_plan, make_focal_point, make_published_plan
from writing.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(plan):
    section = plan.sections.first()
    PathwaySection.objects.filter(pk=section.pk).update(is_part=True, narrative="The belt is long.")
    section.refresh_from_db()
    return section


@pytest.fixture
def colleague(plan):
    return make_officer(plan.project_city)


def page_of(section):
    return reverse("recovery_plans:section_edit", args=[section.plan_id, section.pathway.code])


def post(client, user, section, opened, **changes):
    client.force_login(user)
    return client.post(page_of(section), {**typed(opened, **changes)})


def opened(section):
    """The form as somebody opened it."""
    return SectionForm(instance=PathwaySection.objects.get(pk=section.pk))


def narrative_of(section):
    return PathwaySection.objects.get(pk=section.pk).narrative


def test_an_officer_saves_a_section_and_the_history_says_so(client, officer, section):
    reply = post(client, officer, section, opened(section), narrative="The belt is planted.")

    assert reply.status_code == 302
    assert narrative_of(section) == "The belt is planted."
    change = Change.objects.of(section).get(field="narrative")
    assert (change.before, change.after, change.by, change.version) == (
        "The belt is long.",
        "The belt is planted.",
        officer,
        2,
    )


def test_a_stale_save_keeps_the_text_and_shows_both(client, officer, colleague, section):
    form = opened(section)
    post(client, colleague, section, opened(section), narrative="The belt is planted by 2029.")

    reply = post(client, officer, section, form, narrative="The wards keep the belt.")

    assert reply.status_code == 200
    assert narrative_of(section) == "The belt is planted by 2029."
    conflict = reply.context["form"].conflict
    assert [(one.mine, one.theirs) for one in conflict.fields] == [
        ("The wards keep the belt.", "The belt is planted by 2029.")
    ]
    assert "The wards keep the belt.</textarea>" in reply.content.decode()


@pytest.mark.parametrize(
    ("keep", "saved"),
    [("mine", "The wards keep the belt."), ("theirs", "The belt is planted by 2029.")],
)
def test_the_author_chooses_and_the_other_text_stays_in_the_history(
    client, officer, colleague, section, keep, saved
):
    form = opened(section)
    post(client, colleague, section, opened(section), narrative="The belt is planted by 2029.")
    choice = {**typed(form, narrative="The wards keep the belt."), "keep": keep, "seen": "2"}

    client.force_login(officer)
    reply = client.post(page_of(section), choice)

    assert reply.status_code == 302
    assert narrative_of(section) == saved
    texts = set(Change.objects.of(section).values_list("after", flat=True))
    assert texts == {"The belt is planted by 2029.", "The wards keep the belt."}


def test_changes_of_two_to_different_fields_are_both_kept(client, officer, colleague, section):
    form = opened(section)
    post(client, colleague, section, opened(section), status="ready")

    reply = post(client, officer, section, form, narrative="The wards keep the belt.")

    fresh = PathwaySection.objects.get(pk=section.pk)
    assert reply.status_code == 302
    assert (fresh.narrative, fresh.status) == ("The wards keep the belt.", "ready")


def test_the_same_person_in_two_tabs_counts(client, officer, section):
    form = opened(section)
    post(client, officer, section, opened(section), narrative="In the first tab.")

    reply = post(client, officer, section, form, narrative="In the second tab.")

    assert reply.context["form"].conflict is not None
    assert narrative_of(section) == "In the first tab."


def test_a_text_typed_into_a_plan_submitted_meanwhile_is_shown_again(client, project, organiser):
    plan = make_complete_plan(project)
    section, focal_point = plan.sections.filter(is_part=True).get(), make_focal_point(plan)
    form = opened(section)
    move_plan(plan, to="submitted", by=focal_point)

    reply = post(client, focal_point, section, form, narrative="One more sentence.")

    assert reply.status_code == 200
    assert narrative_of(section) == "We plant **trees**."
    assert "One more sentence.</textarea>" in reply.content.decode()
    assert reply.context["form"].non_field_errors() == [
        "This plan is not open for writing now. What you typed is below, but it is not saved."
    ]


def test_an_autosave_answers_with_a_small_piece(
    client, officer, section, django_assert_max_num_queries
):
    form = opened(section)
    client.force_login(officer)

    with django_assert_max_num_queries(14):
        reply = client.post(
            page_of(section), typed(form, narrative="Typed."), headers={"HX-Request": "true"}
        )

    assert reply.status_code == 200
    assert len(reply.content) < 4096
    assert narrative_of(section) == "Typed."


@pytest.mark.parametrize(
    "who", ["organiser", "facilitator", "other_officer", "nobody"], ids=lambda who: who
)
def test_nobody_else_writes_a_section(client, request, section, who):
    user = request.getfixturevalue(who)

    reply = post(client, user, section, opened(section), narrative="Mine now.")

    assert reply.status_code in {403, 404}
    assert narrative_of(section) == "The belt is long."


def test_scripts_and_links_in_a_text_do_nothing(client, officer, organiser, section):
    text = "<script>alert(1)</script> [here](javascript:alert(1)) **bold** <img src=x onerror=y>"
    post(client, officer, section, opened(section), narrative=text)
    client.force_login(organiser)

    shown = client.get(page_of(section)).content.decode()

    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
    assert "onerror=y>" not in shown.replace("&gt;", "")
    assert "<strong>bold</strong>" in shown


def test_right_to_left_text_is_kept_as_typed(client, officer, section):
    text = "ستُزرع الأحزمة على طول الخليج (2029)."

    post(client, officer, section, opened(section), narrative=text)

    assert narrative_of(section) == text


def test_a_megabyte_of_text_is_refused_in_words(client, officer, section):
    reply = post(client, officer, section, opened(section), narrative="x" * 1_000_000)

    assert reply.status_code == 200
    assert list(reply.context["form"].errors) == ["narrative"]
    assert narrative_of(section) == "The belt is long."


def test_a_chapter_is_written_the_same_way(client, officer, plan):
    chapter = plan.chapters.create(key="situation", order=1, title="Situation")
    client.force_login(officer)
    address = reverse("recovery_plans:chapter_edit", args=[plan.pk, "situation"])
    reply = client.post(
        address, typed(ChapterForm(instance=chapter), text="A city.", status="ready")
    )

    chapter.refresh_from_db()
    assert (reply.status_code, chapter.text, chapter.version) == (302, "A city.", 2)


def pathways_typed(page, **changes):
    """The page of all pathways as its form is; changes are by field name: `{"URE-4-reason": …}`."""
    data = {}
    for form in page.context["page"].forms:
        for name in form.fields:
            value = form[name].value()
            data[form.add_prefix(name)] = "" if value is None else value
    return {**data, **changes}


def test_pathways_are_chosen_on_one_page(client, officer, plan):
    client.force_login(officer)
    address = reverse("recovery_plans:plan_pathways", args=[plan.pk])
    first, second = (section.pathway.code for section in plan.sections.all()[:2])
    answers = {
        f"{first}-is_part": "true",
        f"{second}-is_part": "false",
        f"{second}-reason": "A national body does it.",
    }

    reply = client.post(address, pathways_typed(client.get(address), **answers))

    assert reply.status_code == 302
    chosen = [(one.is_part, one.reason) for one in plan.sections.all()[:3]]
    assert chosen == [(True, ""), (False, "A national body does it."), (None, "")]


def test_a_pathway_is_left_out_only_with_a_sentence(client, officer, plan):
    client.force_login(officer)
    address = reverse("recovery_plans:plan_pathways", args=[plan.pk])
    first, second = (section.pathway.code for section in plan.sections.all()[:2])
    answers = {f"{first}-is_part": "true", f"{second}-is_part": "false"}

    reply = client.post(address, pathways_typed(client.get(address), **answers))

    assert reply.status_code == 200
    assert [text for _id, text in reply.context["page"].errors] == [
        "Why it is not part, in one sentence: Please say in one sentence why."
    ]
    assert plan.sections.filter(is_part=True).count() == 0


def test_head_and_priorities_of_a_plan_are_saved_together(client, officer, plan, workshop):
    client.force_login(officer)
    address = reverse("recovery_plans:plan_edit", args=[plan.pk])
    form = client.get(address).context["page"].form
    priority = {
        "priority-new0-base": "", "priority-new0-version": "1", "priority-new0-order": "1",
        "priority-new0-text": "Dry feet", "priority-new0-workshop": workshop.pk,
    }  # fmt: skip

    reply = client.post(address, {**typed(form, vision="A dry city."), **priority})

    assert reply.status_code == 302
    assert RecoveryPlan.objects.get(pk=plan.pk).vision == "A dry city."
    assert [(one.text, one.workshop) for one in plan.priorities.all()] == [("Dry feet", workshop)]


def test_a_period_that_ends_before_it_begins_is_refused(client, officer, plan):
    client.force_login(officer)
    address = reverse("recovery_plans:plan_edit", args=[plan.pk])
    form = client.get(address).context["page"].form

    reply = client.post(address, typed(form, period_start=2030, period_end=2027))

    assert reply.context["form"].non_field_errors() == ["The last year is before the first."]


def test_the_text_of_a_published_plan_is_read_only(client, project):
    plan = make_published_plan(project)
    section = plan.sections.filter(is_part=True).get()
    client.force_login(make_officer(plan.project_city))

    page = client.get(page_of(section))

    assert page.context["can_edit"] is False
    assert "<textarea" not in page.content.decode()
