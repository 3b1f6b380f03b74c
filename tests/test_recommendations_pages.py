import pytest
from django.urls import reverse

from frameworks.models import Goal, Target
from recommendations.forms import RecommendationForm
from recommendations.models import ActionResponse, Finding, Recommendation
from recommendations.services import add_recommendation, add_wording
from tests.factories import make_action, make_plan, make_project_city, make_workshop
from tests.typing_people import typed
from writing.models import Change


def test_a_facilitator_notes_a_finding_not_for_attribution(client, facilitator, project, workshop):
    client.force_login(facilitator)

    response = client.post(
        reverse("recommendations:finding_add", args=[project.code]),
        {"title": "Money comes late.", "workshop": workshop.pk},
    )

    assert response.status_code == 302
    finding = Finding.objects.get()
    assert (finding.title, finding.workshop, finding.is_attributable) == (
        "Money comes late.",
        workshop,
        False,
    )


def test_an_organiser_adds_a_recommendation_with_its_first_wording(client, organiser, project):
    client.force_login(organiser)
    pathway = project.framework.pathways.first()

    client.post(
        reverse("recommendations:recommendation_add", args=[project.code]),
        {"text": "Cost every action.", "addressee": "Cities", "pathways": [pathway.pk]},
    )

    recommendation = Recommendation.objects.get()
    assert recommendation.current_wording().text == "Cost every action."
    assert (recommendation.addressee, list(recommendation.pathways.all())) == ("Cities", [pathway])


def test_changing_the_words_makes_the_next_wording(client, organiser, project):
    client.force_login(organiser)
    recommendation = add_recommendation(project, text="Cost every action.", by=organiser)
    form = RecommendationForm(instance=recommendation, project=project)

    client.post(
        reverse("recommendations:recommendation_edit", args=[recommendation.pk]),
        typed(form, text="Cost every action by 2028."),
    )

    wordings = recommendation.wordings.order_by("number").values_list("number", "text")
    assert list(wordings) == [(1, "Cost every action."), (2, "Cost every action by 2028.")]


def test_an_officer_says_that_an_own_action_acts_on_it(client, officer, plan, project, organiser):
    recommendation = add_recommendation(project, text="Cost every action.", by=organiser)
    action = make_action(plan)
    client.force_login(officer)

    led_to = client.post(
        reverse("recommendations:response_add", args=[recommendation.pk]),
        {"action": action.pk, "note": "From 2027."},
        follow=True,
    )

    response = ActionResponse.objects.get()
    assert (response.action, response.note, response.by) == (action, "From 2027.", officer)
    assert led_to.status_code == 200


def test_an_officer_cannot_speak_for_another_city(client, other_officer, plan, project, organiser):
    recommendation = add_recommendation(project, text="Cost every action.", by=organiser)
    action = make_action(plan)
    client.force_login(other_officer)

    response = client.post(
        reverse("recommendations:response_add", args=[recommendation.pk]), {"action": action.pk}
    )

    assert response.status_code == 403
    assert ActionResponse.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_with_one_and_three_rows(
    client, organiser, project, rows, django_assert_num_queries
):
    client.force_login(organiser)
    for number in range(rows):
        add_recommendation(project, text=f"{number}", by=organiser)
        Finding.objects.create(project=project, title=f"{number}")

    with django_assert_num_queries(11):
        client.get(reverse("recommendations:recommendation_list", args=[project.code]))
    with django_assert_num_queries(10):
        client.get(reverse("recommendations:finding_list", args=[project.code]))


def test_a_facilitator_is_offered_no_draft_of_a_city(client, facilitator, project, plan):
    make_action(plan, title="Still a draft")
    shown = make_action(plan, title="Published", is_published=True)
    client.force_login(facilitator)

    page = client.get(reverse("recommendations:finding_add", args=[project.code]))

    assert list(page.context["form"].fields["actions"].queryset) == [shown]


def test_a_facilitator_notes_findings_of_the_own_workshops_alone(
    client, facilitator, project, workshop
):
    make_workshop(project)
    client.force_login(facilitator)

    page = client.get(reverse("recommendations:finding_add", args=[project.code]))

    field = page.context["form"].fields["workshop"]
    assert (list(field.queryset), field.required) == ([workshop], True)


def test_a_facilitator_reads_no_draft_action_that_answers(
    client, facilitator, organiser, project, plan
):
    recommendation = add_recommendation(project, text="Cost every action.", by=organiser)
    ActionResponse.objects.create(recommendation=recommendation, action=make_action(plan))
    address = reverse("recommendations:recommendation_detail", args=[recommendation.pk])
    answers = []

    for user in (facilitator, organiser):
        client.force_login(user)
        answers.append(len(client.get(address).context["responses"]))

    assert answers == [0, 1]


def reworded_meanwhile(project, organiser):
    """A recommendation, and the form as it was opened before somebody made the next wording."""
    recommendation = add_recommendation(project, text="Cost actions.", by=organiser)
    opened = RecommendationForm(instance=recommendation, project=project)
    add_wording(recommendation, text="Cost all actions.", by=organiser)
    return recommendation, opened


def test_words_that_only_others_changed_stay_theirs(client, organiser, project):
    recommendation, opened = reworded_meanwhile(project, organiser)
    client.force_login(organiser)

    client.post(
        reverse("recommendations:recommendation_edit", args=[recommendation.pk]),
        typed(opened, addressee="Ministries"),
    )

    recommendation.refresh_from_db()
    assert (recommendation.addressee, recommendation.current_wording().text) == (
        "Ministries", "Cost all actions.",
    )  # fmt: skip


def test_words_that_both_changed_are_asked_about(client, organiser, project):
    recommendation, opened = reworded_meanwhile(project, organiser)
    address = reverse("recommendations:recommendation_edit", args=[recommendation.pk])
    mine = typed(opened, text="Cost every action.")
    client.force_login(organiser)

    refused = client.post(address, mine)

    assert refused.context["form"].errors == {
        "text": ["Somebody made it “Cost all actions.” meanwhile. "
                 "Save again to put yours in its place."]
    }  # fmt: skip
    client.post(address, {**mine, "shown": refused.context["form"]["shown"].value()})
    assert recommendation.current_wording().text == "Cost every action."


def test_an_sdg_target_is_found_by_its_code_or_its_words(client, organiser, project):
    goal = Goal.objects.create(number=11, title="Cities", colour="#000000")
    rows = [("11.1", "Housing for all"), ("11.5", "Fewer losses by disasters")]
    targets = [
        Target.objects.create(goal=goal, code=code, order=order, label=label)
        for order, (code, label) in enumerate(rows)
    ]
    client.force_login(organiser)
    add = reverse("recommendations:recommendation_add", args=[project.code])

    page = client.get(add).content.decode()
    client.post(add, {"text": "Act.", "targets": ["11.1", "losses by disasters", ""]})
    wrong = client.post(add, {"text": "Act.", "targets": ["whales"]})

    assert f'value="{targets[1]}"' in page
    assert list(Recommendation.objects.get().targets.order_by("code")) == targets
    assert list(wrong.context["form"].errors) == ["targets"]


def test_a_wording_shows_what_it_changed_in_the_one_before(client, organiser, project):
    recommendation = add_recommendation(project, text="Agree & act.", by=organiser)
    add_wording(recommendation, text="Agree & act every year.", by=organiser)
    client.force_login(organiser)

    page = client.get(
        reverse("recommendations:recommendation_detail", args=[recommendation.pk])
    ).content.decode()

    assert "Agree &amp; act<ins> every year</ins>." in page
    assert page.count("What it changed in the wording before") == 1


@pytest.fixture
def asked(project, organiser, plan):
    """A recommendation on the first two pathways, and actions on the first, third and second."""
    recommendation = add_recommendation(project, text="Cost every action.", by=organiser)
    pathways = list(plan.framework.pathways.order_by("order"))
    recommendation.pathways.set(pathways[:2])
    make_action(plan, number=1, title="Main", pathway=pathways[0])
    make_action(plan, number=2, title="Elsewhere", pathway=pathways[2])
    make_action(plan, number=3, title="Other", pathway=pathways[3]).other_pathways.set(
        [pathways[1]]
    )
    return recommendation


def test_shared_pathways_are_suggested_until_somebody_says_so(client, officer, plan, asked):
    client.force_login(officer)
    page = reverse("recommendations:plan_recommendations", args=[plan.pk])
    say = reverse("recommendations:response_add", args=[asked.pk])
    [before] = client.get(page).context["rows"]

    answer = client.post(say, {"action": plan.actions.get(number=1).pk, "from": "plan"})
    [now] = client.get(page).context["rows"]

    assert [action.number for action in before.suggested] == [1, 3]
    assert answer.url == f"{page}#r{asked.number}"
    assert [action.number for action in now.suggested] == [3]
    assert [response.action.number for response in now.responses] == [1]


def test_what_was_said_in_error_is_taken_back_and_kept_in_the_history(
    client, organiser, other_officer, plan, asked
):
    said = asked.responses.create(action=plan.actions.get(number=2), note="By mistake")
    remove = reverse("recommendations:response_remove", args=[asked.pk, said.pk])
    client.force_login(other_officer)
    refused = client.post(remove)
    client.force_login(organiser)

    answer = client.post(remove)

    assert (refused.status_code, answer.status_code) == (404, 302)
    assert not asked.responses.exists()
    assert "By mistake" in Change.objects.of(asked).get(field="response").before


def test_coverage_has_its_denominator_and_counts_a_plan_once(client, organiser, project, asked):
    for action in project.project_cities.get().recovery_plan.actions.all()[:2]:
        asked.responses.create(action=action)
    make_plan(project, project_city=make_project_city(project))
    client.force_login(organiser)

    page = client.get(reverse("recommendations:recommendation_detail", args=[asked.pk]))

    assert (page.context["acting"], page.context["plans"]) == (1, 2)
    assert "1 of 2 plans of the project act on it" in page.content.decode()


def test_what_is_recommended_costs_the_same_with_three(
    client, officer, plan, project, organiser, asked, django_assert_num_queries
):
    client.force_login(officer)
    page = reverse("recommendations:plan_recommendations", args=[plan.pk])
    client.get(page)

    for _more in range(2):
        with django_assert_num_queries(12):
            client.get(page)
        for text in ("B", "C"):
            more = add_recommendation(project, text=text, by=organiser)
            more.pathways.set(asked.pathways.all())
            more.responses.create(action=plan.actions.get(number=3))
