"""What a workshop's evaluation found: results with their n, never one person's answers."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "mean", "mean": None, "scale": "1 to 5"},
        {"kind": "mean", "mean": 4, "scale": ""},
        {"kind": "shares", "mean": 4, "scale": "1 to 5", "answers": "Yes: 3"},
        {"kind": "shares", "answers": ""},
        {"kind": "mean", "mean": 4, "scale": "1 to 5", "answered": 0},
    ],
)
def test_a_result_is_of_one_kind(workshop, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        workshop.evaluation_results.create(question="Q", source="S", **{"answered": 9, **wrong})


@pytest.mark.parametrize(
    ("typed_in", "field"),
    [
        ({"kind": "mean", "mean": "", "scale": "1 to 5"}, "mean"),
        ({"kind": "shares", "answers": "Very useful, twelve"}, "answers"),
        ({"kind": "shares", "answers": "Yes: 20", "answered": "19"}, "answers"),
        ({"kind": "shares", "answers": ""}, "answers"),
    ],
)
def test_a_result_that_cannot_be_says_so_at_its_field(
    client, facilitator, workshop, typed_in, field
):
    client.force_login(facilitator)
    whole = {"question": "Q", "answered": "19", "source": "Form", "order": "1", **typed_in}

    page = client.post(reverse("participants:evaluation_add", args=[workshop.slug]), whole)

    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["question"].value() == "Q"


def test_a_facilitator_enters_a_result_and_the_next(client, facilitator, workshop):
    client.force_login(facilitator)
    add = reverse("participants:evaluation_add", args=[workshop.slug])
    result = {
        "question": "Useful?", "kind": "shares", "answers": "Yes: 12\r\nNo : 3", "mean": "7",
        "answered": "15", "source": "Form", "order": "1", "next": "1",
    }  # fmt: skip

    answer = client.post(add, result)
    kept = workshop.evaluation_results.get()

    assert answer.url == add
    assert [(one.label, one.people) for one in kept.shares] == [("Yes", 12), ("No", 3)]
    assert kept.mean is None
    assert b"too few to show" not in client.get(
        reverse("participants:evaluation", args=[workshop.slug])
    ).content  # fmt: skip
