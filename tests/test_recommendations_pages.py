import pytest
from django.urls import reverse

from recommendations.forms import RecommendationForm
from recommendations.models import ActionResponse, Finding, Recommendation
from recommendations.services import add_recommendation, add_wording
from tests.factories import make_action, make_workshop
from tests.typing_people import typed


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
