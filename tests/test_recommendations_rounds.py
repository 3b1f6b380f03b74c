import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from participants.breakdown import GenderBreakdown
from recommendations.models import Answer, RoundWording
from recommendations.services import (
    NothingToValidate,
    RoundIsClosed,
    add_recommendation,
    add_wording,
    close_round,
    freeze_result,
    open_round,
    record_answers,
)
from recommendations.tally import tally_of
from recommendations.validation import Standing, validations_of
from tests.factories import make_registration

SUPPORT = Answer.Position.SUPPORT
CHANGES = Answer.Position.SUPPORT_WITH_CHANGES
CANNOT = Answer.Position.CANNOT_SUPPORT


@pytest.fixture
def people(workshop):
    return [
        *(make_registration(workshop, gender="male") for _ in range(3)),
        *(make_registration(workshop, gender="female") for _ in range(2)),
    ]


@pytest.fixture
def recommendation(project, organiser):
    return add_recommendation(project, text="Cost every action.", by=organiser)


@pytest.fixture
def opened(workshop, recommendation):
    return open_round(workshop, title="In the room", recommendations=[recommendation])


def say(opened, registration, position):
    item = opened.items.get()
    record_answers(opened, registration=registration, positions={item.pk: position})


def standing_of(recommendation):
    return validations_of([recommendation])[recommendation.pk].standing


def test_recommendations_are_numbered_within_their_project(project, organiser):
    first = add_recommendation(project, text="One.", by=organiser)

    second = add_recommendation(project, text="Two.", by=organiser)

    assert (first.number, second.number) == (1, 2)


def test_the_same_words_again_are_no_new_wording(recommendation, organiser):
    wording = add_wording(recommendation, text="Cost every action.", by=organiser)

    assert wording.number == 1
    assert recommendation.wordings.count() == 1


def test_a_round_without_a_wording_is_refused(workshop):
    with pytest.raises(NothingToValidate):
        open_round(workshop, title="Empty", recommendations=[])


def test_closing_freezes_every_position_and_who_could_answer(opened, people, organiser):
    for registration in people[:4]:
        say(opened, registration, SUPPORT)

    closed = close_round(opened, by=organiser)

    item = closed.items.get()
    assert [getattr(item, name) for name in RoundWording.COUNTS] == [4, 0, 0, 1]
    assert item.is_validated is True
    assert GenderBreakdown(**closed.participation) == GenderBreakdown(male=3, female=2)


def test_closing_twice_changes_nothing(opened, people, organiser):
    say(opened, people[0], CANNOT)
    first = close_round(opened, by=organiser)

    second = close_round(opened, by=organiser)

    assert second.closed_at == first.closed_at


def test_one_who_cannot_support_it_keeps_it_from_being_validated(opened, people, organiser):
    for registration in people[:4]:
        say(opened, registration, SUPPORT)
    say(opened, people[4], CANNOT)

    closed = close_round(opened, by=organiser)

    assert closed.items.get().is_validated is False


def test_silence_validates_only_where_it_is_no_objection(
    workshop, recommendation, people, organiser
):
    strict = open_round(workshop, title="Strict", recommendations=[recommendation])
    lenient = open_round(
        workshop, title="Lenient", recommendations=[recommendation], silence_is_no_objection=True
    )
    for each in (strict, lenient):
        say(each, people[0], SUPPORT)

    results = [close_round(each, by=organiser).items.get() for each in (strict, lenient)]

    assert [item.is_validated for item in results] == [False, True]
    assert [item.no_position for item in results] == [4, 4]


def test_a_second_answer_of_one_person_replaces_the_first(opened, people):
    say(opened, people[0], CANNOT)

    say(opened, people[0], SUPPORT)

    assert [answer.position for answer in Answer.objects.all()] == [SUPPORT]


def test_a_closed_round_takes_no_answer(opened, people, organiser):
    close_round(opened, by=organiser)

    with pytest.raises(RoundIsClosed):
        say(opened, people[0], SUPPORT)


def test_a_correction_of_a_person_moves_no_closed_result(opened, people, organiser):
    say(opened, people[0], SUPPORT)
    close_round(opened, by=organiser)

    people[0].state = "cancelled"
    people[0].save()

    tally = tally_of(opened.project.rounds.get())
    assert str(tally.people) == "5 (3/2)"
    assert tally.items[0].support == 1


def test_validated_is_said_only_of_the_validated_wording(opened, recommendation, people, organiser):
    assert standing_of(recommendation) == Standing.BEING_ASKED
    for registration in people:
        say(opened, registration, SUPPORT)
    close_round(opened, by=organiser)
    assert standing_of(recommendation) == Standing.VALIDATED

    add_wording(recommendation, text="Cost most actions.", by=organiser)

    assert standing_of(recommendation) == Standing.CHANGED


def test_standing_before_any_round(recommendation):
    assert standing_of(recommendation) == Standing.NOT_ASKED


def test_standing_of_many_costs_a_constant_number_of_queries(
    project, organiser, workshop, django_assert_num_queries
):
    recommendations = [add_recommendation(project, text=f"{n}", by=organiser) for n in range(3)]
    open_round(workshop, title="All", recommendations=recommendations)

    with django_assert_num_queries(2):
        validations_of(recommendations)


@given(
    positions=st.lists(st.sampled_from(Answer.Position.values), max_size=30),
    silent=st.integers(0, 10),
    lenient=st.booleans(),
)
def test_positions_always_sum_to_everybody_who_could_answer(positions, silent, lenient):
    item = RoundWording()
    voters = set(range(len(positions) + silent))
    answers = [Answer(registration_id=n, position=p) for n, p in enumerate(positions)]

    freeze_result(item, answers, voters=voters, silence_is_no_objection=lenient)

    assert sum(getattr(item, name) for name in RoundWording.COUNTS) == len(voters)
    assert not (item.is_validated and CANNOT in positions)


def test_a_facilitator_notes_what_somebody_says_and_closes_the_round(
    client, facilitator, opened, people
):
    client.force_login(facilitator)
    item = opened.items.get()

    client.post(
        reverse("recommendations:answers_edit", args=[opened.pk, people[0].code]),
        {f"position-{item.pk}": CHANGES, f"comment-{item.pk}": "Say by when."},
    )
    client.post(reverse("recommendations:round_close", args=[opened.pk]))

    answer = Answer.objects.get()
    assert (answer.position, answer.comment) == (CHANGES, "Say by when.")
    opened.refresh_from_db()
    assert opened.state == "closed"


def test_the_page_of_a_round_costs_the_same_with_three_recommendations(
    client, project, organiser, workshop, people, django_assert_num_queries
):
    client.force_login(organiser)
    for count in (1, 3):
        rows = [add_recommendation(project, text=f"{n}", by=organiser) for n in range(count)]
        opened = open_round(workshop, title="All", recommendations=rows)

        with django_assert_num_queries(11):
            response = client.get(reverse("recommendations:round_detail", args=[opened.pk]))

        assert response.status_code == 200
