import datetime

import pytest
from django.urls import reverse

from participants.models import HeadCount, ParticipationRecord, Registration
from tests.factories import make_organiser, make_registration, make_workshop


@pytest.fixture
def signed_in(client, facilitator):
    client.force_login(facilitator)
    return client


def address(workshop, name, *further):
    return reverse(f"participants:{name}", args=[workshop.slug, *further])


def add(client, workshop, **fields):
    typed = {"full_name": "Ana Tui", "role": "participant", **fields}
    return client.post(address(workshop, "registration_add"), typed)


def test_attendance_is_recorded_in_one_post(signed_in, workshop):
    came, absent, unmarked, waiting = (
        make_registration(workshop), make_registration(workshop), make_registration(workshop),
        make_registration(workshop, state="waitlisted"),
    )  # fmt: skip

    shown = " ".join(each.code for each in (came, absent, unmarked, waiting))
    signed_in.post(
        address(workshop, "attendance"),
        {"shown": shown, f"mark-{came.code}": "fully", f"mark-{absent.code}": "no_show",
         f"mark-{waiting.code}": "fully", f"mark-{unmarked.code}": "king"},
    )  # fmt: skip

    stored = dict(Registration.objects.values_list("pk", "attendance"))
    assert stored == {came.pk: "fully", absent.pk: "no_show", unmarked.pk: "", waiting.pk: ""}


def test_everybody_without_a_mark_attended(signed_in, workshop):
    absent = make_registration(workshop, attendance="no_show")
    others = [make_registration(workshop) for _ in range(2)]

    late = make_registration(workshop)  # after the sheet was opened
    shown = " ".join(each.code for each in (absent, *others))

    signed_in.post(address(workshop, "attendance"), {"shown": shown, "rest": "1"})

    stored = dict(Registration.objects.values_list("pk", "attendance"))
    came = {each.pk: "fully" for each in others}
    assert stored == {absent.pk: "no_show", late.pk: "", **came}


@pytest.mark.parametrize("count", [1, 3])
def test_attendance_sheet_takes_as_many_queries_for_three_as_for_one(
    signed_in, workshop, count, django_assert_num_queries
):
    for _ in range(count):
        make_registration(workshop)

    with django_assert_num_queries(8):
        signed_in.get(address(workshop, "attendance"))


def test_head_count_must_add_up(signed_in, workshop):
    where = address(workshop, "head_count_add")

    refused = signed_in.post(where, {"count-line": "19 (11/9)"})
    signed_in.post(where, {"count-line": "19 (11/8)"})

    assert refused.context["form"].errors["line"] == [
        "The line does not add up: 11 men, 9 women make 20, not 19."
    ]
    count = HeadCount.objects.get()
    assert str(count.breakdown) == "19 (11/8)"
    assert count.counted_by is not None


def test_sign_off_freezes_the_list_and_every_table(signed_in, workshop, facilitator):
    make_registration(workshop, gender="female", role="participant", organisation_kind="city")
    registration = make_registration(workshop, gender="male", attendance="fully")

    signed_in.post(address(workshop, "sign_off"), {"basis": "list"})
    registration.person.full_name, registration.gender = "Erased", ""
    registration.save()

    record = ParticipationRecord.objects.get()
    workshop.refresh_from_db()
    assert (workshop.state, record.signed_by, str(record.breakdown)) == (
        "signed_off", facilitator, "2 (1/1)",
    )  # fmt: skip
    assert set(record.tables) == {
        "by_country", "by_city", "by_organisation_kind", "by_role", "by_session", "funnel",
        "people",
    }  # fmt: skip
    page = signed_in.get(address(workshop, "participant_list"))
    assert page.context["participation"].text == "2 (1/1)"
    assert str(page.context["breakdown"].total) == "2 (1/1)"


def test_sign_off_warns_of_what_is_missing(signed_in, workshop):
    make_registration(workshop)

    response = signed_in.get(address(workshop, "sign_off"))

    assert "attendance of 1 person; counted as present" in response.text
    assert "gender of 1 person; counted as not stated" in response.text


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"basis": "source", "line": "26 (15/11)"}, ["citation"]),
        ({"basis": "source", "citation": "Report, p. 3"}, ["line"]),
        ({"basis": "counted", "line": "26 (15/12)"}, ["line"]),
        ({"basis": ""}, ["basis"]),
    ],
)
def test_sign_off_is_refused_in_words(signed_in, workshop, fields, errors):
    response = signed_in.post(address(workshop, "sign_off"), fields)

    assert list(response.context["form"].errors) == errors
    assert not ParticipationRecord.objects.exists()


def test_correction_is_a_new_record_with_its_reason(signed_in, workshop):
    make_registration(workshop, gender="female")
    signed_in.post(address(workshop, "sign_off"), {"basis": "list"})

    signed_in.post(
        address(workshop, "correction"),
        {"basis": "source", "line": "26 (15/11)", "citation": "Report, p. 3",
         "precision": "at_least", "reason": "The list was not whole."},
    )  # fmt: skip

    old, new = ParticipationRecord.objects.order_by("number")
    assert (str(old.breakdown), str(new.breakdown)) == ("1 (0/1)", "26 (15/11)")
    assert (new.reason, new.precision) == ("The list was not whole.", "at_least")


def test_workshop_to_come_is_not_signed_off(client, project):
    workshop = make_workshop(project, state="open")
    client.force_login(make_organiser(project))

    response = client.post(address(workshop, "sign_off"), {"basis": "list"})

    assert response.context["form"].non_field_errors() == [
        "The figures can be signed off from the end of the workshop on."
    ]


def test_signed_off_list_takes_nobody_more(signed_in, workshop):
    signed_in.post(address(workshop, "sign_off"), {"basis": "list"})

    response = add(signed_in, workshop)

    assert response.context["form"].non_field_errors() == [
        "The figures of this workshop are signed off. To change them, make a correction."
    ]


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_workshop_that_was_never_open_is_not_signed_off(client, project, state):
    day = datetime.date(2024, 5, 1)
    workshop = make_workshop(project, state=state, starts_on=day, ends_on=day)
    client.force_login(make_organiser(project))

    response = client.post(address(workshop, "sign_off"), {"basis": "list"})

    assert len(response.context["form"].non_field_errors()) == 1
    assert not ParticipationRecord.objects.exists()
