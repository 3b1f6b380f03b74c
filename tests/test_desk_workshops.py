"""The list of workshops and the page of one: the order of the UN, and only what each may see."""

import datetime

import pytest
from django.urls import reverse

from participants.services import sign_off
from recommendations.models import ActionResponse, Recommendation, RoundWording, ValidationRound
from tests import factories


def address(workshop):
    return reverse("desk:workshop_detail", args=[workshop.slug])


def page_of(client, workshop):
    return client.get(address(workshop)).context["page"]


def listed(client, **query):
    lines = client.get(reverse("desk:workshop_list"), query).context["lines"]
    return [line.workshop.title for line in lines]


def test_page_stands_in_the_order_title_line_objectives_description(client, project):
    workshop = factories.make_workshop(project, title="Second workshop", description="What for.")
    workshop.objectives.create(order=1, text="Explore practice")
    for gender in ("male", "male", "female"):
        factories.make_registration(workshop, gender=gender)

    text = client.get(address(workshop)).content.decode()

    main = text[text.index("<h1") :]
    wanted = [
        "Second workshop", "Participants (M/F):", "3 (2/1)", "Main objectives",
        "Explore practice", "Description", "What for.",
    ]  # fmt: skip
    places = [main.index(words) for words in wanted]
    assert places == sorted(places)


def test_unknown_figures_are_not_nought(client, project):
    workshop = factories.make_workshop(project)

    text = client.get(address(workshop)).content.decode()

    assert "not known" in text
    assert "0 (0/0)" not in text


def test_public_does_not_see_small_groups_and_the_facilitator_does(client, workshop, facilitator):
    for kind, count in (("city", 6), ("research", 1), ("national", 3)):
        for _ in range(count):
            factories.make_registration(workshop, gender="male", organisation_kind=kind)
    sign_off(workshop, by=facilitator)

    public = [row.text for row in page_of(client, workshop).who]
    client.force_login(facilitator)
    own = [str(row.breakdown) for row in page_of(client, workshop).who]

    assert public == ["6 (6/0)", "under 5", "under 5"]
    assert own == ["6 (6/0)", "3 (3/0)", "1 (1/0)"]


def test_list_that_still_moves_is_not_divided_in_public(client, workshop):
    for _ in range(6):
        factories.make_registration(workshop, gender="male", organisation_kind="city")

    assert list(page_of(client, workshop).who) == []


def test_table_of_nothing_but_small_groups_is_left_out_for_the_public(client, workshop, organiser):
    for kind in ("city", "national"):
        factories.make_registration(workshop, organisation_kind=kind)
    sign_off(workshop, by=organiser)

    assert list(page_of(client, workshop).who) == []


def test_who_runs_it_sees_women_and_men_while_others_can_still_be_asked(client, project, organiser):
    workshop = factories.make_workshop(project, state="open")
    factories.make_registration(workshop, gender="male", organisation_kind="city")
    factories.make_registration(workshop, gender="female", state="invited")

    assert page_of(client, workshop).so_far is None
    client.force_login(organiser)
    so_far = page_of(client, workshop).so_far

    assert so_far.funnel.words == [
        "Women are 0 of the 1 confirmed.",
        "Of those invited, 1 (0/1) have not answered (men/women).",
    ]
    assert [(each.key, each.people) for each in so_far.missing] == [("city", 1), ("country", 1)]


def test_names_of_people_are_nowhere_on_the_page(client, workshop, facilitator):
    factories.make_registration(workshop, full_name="Ana Visible")
    client.force_login(facilitator)

    assert "Ana Visible" not in client.get(address(workshop)).content.decode()


def test_names_of_speakers_need_their_consent(client, workshop):
    workshop.sessions.create(order=1, title="One", speakers="Ana Agrees", speakers_consented=True)
    workshop.sessions.create(order=2, title="Two", speakers="Ben Does-Not")

    text = client.get(address(workshop)).content.decode()

    assert ("Ana Agrees" in text, "Ben Does-Not" in text) == (True, False)


def test_draft_is_seen_only_by_those_who_work_on_it(client, project, organiser):
    workshop = factories.make_workshop(project, state="draft")

    stranger = client.get(address(workshop)).status_code
    client.force_login(organiser)

    assert (stranger, client.get(address(workshop)).status_code) == (404, 200)


def test_facilitator_is_told_to_record_attendance_and_then_to_sign_off(
    client, workshop, facilitator
):
    seen = factories.make_registration(workshop)
    client.force_login(facilitator)

    before = page_of(client, workshop).deed.url
    type(seen).objects.update(attendance="fully")

    assert before == reverse("participants:attendance", args=[workshop.slug])
    assert page_of(client, workshop).deed.url == reverse(
        "participants:sign_off", args=[workshop.slug]
    )


def test_open_workshop_offers_its_registration(client, project):
    workshop = factories.make_workshop(project, state="open", seats=2)

    text = client.get(address(workshop)).content.decode()

    assert reverse("participants:register", args=[workshop.slug]) in text
    assert "2 of 2 seats free" in text


def make_round(workshop, **fields):
    recommendation = Recommendation.objects.create(project=workshop.project, number=1)
    wording = recommendation.wordings.create(number=1, text="Do it.")
    held = ValidationRound.objects.create(
        project=workshop.project, workshop=workshop, title="Round", state="closed",
        closed_at=datetime.datetime.now(datetime.UTC),
    )  # fmt: skip
    RoundWording.objects.create(round=held, wording=wording, **fields)
    return recommendation


def test_what_came_of_it_counts_wordings_validated_as_they_stand(client, workshop):
    recommendation = make_round(workshop, is_validated=True)

    before = page_of(client, workshop).came_of_it
    recommendation.wordings.create(number=2, text="Do it soon.")
    after = page_of(client, workshop).came_of_it

    assert (before.recommendations, before.as_worded) == (1, 1)
    assert (after.recommendations, after.as_worded) == (1, 0)


def test_actions_of_a_draft_are_not_shown_to_the_public(client, workshop, plan, officer):
    recommendation = make_round(workshop, is_validated=True)
    action = factories.make_action(plan)
    ActionResponse.objects.create(recommendation=recommendation, action=action)

    public = page_of(client, workshop).came_of_it.plans
    client.force_login(officer)
    own = page_of(client, workshop).came_of_it.plans

    assert (public, [(each.plan, each.actions) for each in own]) == ([], [(plan, 1)])


def test_list_can_be_narrowed_by_kind_year_and_state(client, project):
    factories.make_workshop(
        project, title="Suva", kind="city", starts_on=datetime.date(2021, 3, 4),
        ends_on=datetime.date(2021, 3, 4),
    )  # fmt: skip
    factories.make_workshop(project, title="Regional")
    factories.make_workshop(project, title="To come", kind="validation", state="open")

    assert listed(client, kind="city") == ["Suva"]
    assert listed(client, year="2021") == ["Suva"]
    assert listed(client, state="coming") == ["To come"]
    assert listed(client, state="held") == ["Suva", "Regional"]


def test_undated_workshops_stand_last(client, project):
    factories.make_workshop(project, title="A undated")
    factories.make_workshop(project, title="B dated", starts_on=datetime.date(2021, 3, 4))

    assert listed(client) == ["B dated", "A undated"]


def test_nonsense_in_the_address_is_no_error(client, project):
    factories.make_workshop(project)

    page = client.get(reverse("desk:workshop_list"), {"year": "x", "state": "?", "page": "-1"})

    assert page.status_code == 200


def test_page_with_an_invented_person_says_so_and_is_not_indexed(client, workshop):
    registration = factories.make_registration(workshop)
    type(registration.person).objects.update(is_example=True)

    detail = client.get(address(workshop)).content.decode()
    whole_list = client.get(reverse("desk:workshop_list")).content.decode()

    assert 'class="example"' in detail
    assert "noindex" in detail
    assert "Example people" in whole_list


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_a_fixed_number_of_queries(
    client, project, organiser, rows, django_assert_num_queries
):
    body = factories.make_body()
    for day in range(rows):
        workshop = factories.make_workshop(
            project, city=factories.make_city(), starts_on=datetime.date(2021, 3, 1 + day)
        )
        workshop.hosts.create(body=body)
        factories.make_registration(workshop)
    client.force_login(organiser)

    with django_assert_num_queries(11):
        client.get(reverse("desk:workshop_list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_a_fixed_number_of_queries(
    client, project, organiser, rows, django_assert_num_queries
):
    workshop = factories.make_workshop(project)
    for order in range(rows):
        workshop.hosts.create(body=factories.make_body(), order=order)
        workshop.objectives.create(order=order, text="Objective")
        workshop.sessions.create(order=order, title="Session")
        factories.make_registration(workshop)
    client.force_login(organiser)

    with django_assert_num_queries(17):
        client.get(address(workshop))
