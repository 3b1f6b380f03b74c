import datetime

import pytest
from django.urls import reverse

from accounts.models import AccessLog
from participants.models import HeadCount, ParticipationRecord, Person, Registration
from projects.models import Organisation
from tests.factories import make_city, make_organiser, make_person, make_registration, make_workshop
from writing.models import Change


@pytest.fixture
def signed_in(client, facilitator):
    client.force_login(facilitator)
    return client


def address(workshop, name, *further):
    return reverse(f"participants:{name}", args=[workshop.slug, *further])


def add(client, workshop, **fields):
    typed = {"full_name": "Ana Tui", "role": "participant", **fields}
    return client.post(address(workshop, "registration_add"), typed)


def test_person_is_added_as_typed(signed_in, workshop):
    suva = make_city(name="Suva")

    response = add(
        signed_in, workshop, full_name="Nguyễn Thị", gender="female", city_name="suva",
        organisation="Harbour Board", email="n@example.org",
    )  # fmt: skip

    registration = Registration.objects.get()
    assert response.url == address(workshop, "participant_list")
    assert registration.person.full_name == "Nguyễn Thị"
    assert (registration.city, registration.city_name) == (suva, "suva")
    assert registration.country == suva.country
    assert registration.organisation == Organisation.objects.get(name="Harbour Board")


def test_nothing_is_chosen_beforehand(signed_in, workshop):
    response = signed_in.get(address(workshop, "registration_add"))

    assert 'type="radio"' in response.text
    assert "checked" not in response.text


def test_next_person_inherits_organisation_city_and_role(signed_in, workshop):
    response = add(
        signed_in, workshop, organisation="Harbour Board", city_name="Suva", role="observer",
        position="Clerk", email="a@example.org", another="1",
    )  # fmt: skip

    form = signed_in.get(response.url).context["form"]
    assert {name: form[name].value() for name in ("organisation", "city_name", "role")} == {
        "organisation": "Harbour Board", "city_name": "Suva", "role": "observer",
    }  # fmt: skip
    assert not form["position"].value()
    assert not form["email"].value()


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ({"full_name": "Ana Tui"}, {"full_name": "ana  tui"}),
        ({"full_name": "Tui Ana"}, {"full_name": "Ana Tui"}),
        ({"full_name": "Ms Ana Tui"}, {"full_name": "Ana Tui"}),
        ({"full_name": "Anna Tuilagi"}, {"full_name": "Ana Tuilagi"}),
        ({"full_name": "Somebody Else", "email": "ana@example.org"},
         {"full_name": "Ana Tui", "email": "ANA@example.org"}),
    ],
)  # fmt: skip
def test_somebody_alike_is_a_question(signed_in, workshop, known, typed):
    make_person(workshop.project, **known)

    response = add(signed_in, workshop, **typed)

    assert [person.name for person in response.context["form"].alike] == [known["full_name"]]
    assert not Registration.objects.exists()


def test_question_shows_no_contact_data(signed_in, workshop):
    earlier = make_workshop(workshop.project)
    make_registration(
        earlier, full_name="Ana Tui", email="private@example.org", phone="+679 555",
        organisation_name="Harbour Board", city_name="Suva",
    )  # fmt: skip

    response = add(signed_in, workshop)

    assert "Harbour Board" in response.text
    assert "private@example.org" not in response.text
    assert "+679 555" not in response.text


def test_enter_in_a_field_is_no_answer_to_the_question(signed_in, workshop):
    make_person(workshop.project, full_name="Ana Tui")

    text = add(signed_in, workshop).text

    first_button = text[text.index("<button", text.index('name="csrfmiddlewaretoken"', 1)) :]
    assert "same_as" not in first_button[: first_button.index(">")]


@pytest.mark.parametrize(("answer", "people"), [("same", 1), ("new", 2), ("999999", 1)])
def test_question_is_answered(signed_in, workshop, answer, people):
    known = make_person(workshop.project, full_name="Ana Tui")

    add(signed_in, workshop, same_as=str(known.pk) if answer == "same" else answer)

    assert Person.objects.count() == people
    assert Registration.objects.exists() == (answer != "999999")


def test_person_on_the_list_already_is_shown_instead(signed_in, workshop):
    standing = make_registration(workshop, full_name="Ana Tui", email="ana@example.org")

    response = add(signed_in, workshop, email="ana@example.org")

    assert response.url == address(workshop, "registration_edit", standing.code)
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"full_name": "\u200b\u200b"}, ["full_name"]),
        ({"full_name": ""}, ["full_name"]),
        ({"full_name": "A\x00na"}, ["full_name"]),
        ({"full_name": "x" * 201}, ["full_name"]),
        ({"email": "not an address"}, ["email"]),
        ({"gender": "Cat"}, ["gender"]),
        ({"gender_words": "fa'afafine", "gender": "female"}, ["gender_words"]),
        ({"role": "king"}, ["role"]),
        ({"country": "9" * 400}, ["country"]),
    ],
)
def test_what_cannot_be_is_an_error_at_its_field(signed_in, workshop, fields, errors):
    response = add(signed_in, workshop, **fields)

    assert list(response.context["form"].errors) == errors
    assert not Registration.objects.exists()


@pytest.mark.parametrize("name", ["Suharti", "Null", "علي حسن", "=cmd|' /C calc'!A0", "<b>Ana</b>"])
def test_any_name_is_kept_and_shown_as_it_is(signed_in, workshop, name):
    add(signed_in, workshop, full_name=name)

    assert Person.objects.get().full_name == name
    assert "<b>Ana</b>" not in signed_in.get(address(workshop, "participant_list")).text


def open_form(client, registration):
    response = client.get(address(registration.workshop, "registration_edit", registration.code))
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def save(client, registration, typed):
    return client.post(
        address(registration.workshop, "registration_edit", registration.code), typed
    )


def test_edit_changes_what_differs_alone(signed_in, workshop):
    registration = make_registration(
        workshop, full_name="Ana Tui", gender="female", attendance="fully", note="Vegetarian lunch"
    )

    save(signed_in, registration, {**open_form(signed_in, registration), "position": "Mayor"})

    registration.refresh_from_db()
    assert (registration.position, registration.attendance) == ("Mayor", "fully")
    assert [change.field for change in Change.objects.all()] == ["position"]


def test_stale_edit_shows_both_and_the_second_save_stands(signed_in, workshop):
    registration = make_registration(workshop, full_name="Ana Tui")
    opened = open_form(signed_in, registration)
    save(signed_in, registration, {**opened, "position": "Mayor"})

    response = save(signed_in, registration, {**opened, "position": "Clerk"})
    form = response.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    save(signed_in, registration, again)

    assert form.errors["position"] == [
        "Stored meanwhile: Mayor. Yours stands in the field."
    ]  # fmt: skip
    registration.refresh_from_db()
    assert registration.position == "Clerk"


def test_withdraw_and_put_back_keep_the_history(signed_in, workshop):
    registration = make_registration(workshop)

    signed_in.post(address(workshop, "registration_withdraw", registration.code), {"reason": "Ill"})
    signed_in.post(address(workshop, "registration_put_back", registration.code))

    registration.refresh_from_db()
    assert registration.state == "confirmed"
    response = signed_in.get(address(workshop, "registration_edit", registration.code))
    assert len(response.context["changes"]) == 3


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


def test_private_link_is_sent_on_request(signed_in, workshop):
    registration = make_registration(workshop, email="ana@example.org")

    signed_in.post(address(workshop, "private_link_send", registration.code))

    registration.refresh_from_db()
    assert len(registration.private_token_hash) == 64
    assert not AccessLog.objects.exists()


def test_answer_names_nobody_who_was_not_asked_about(signed_in, workshop):
    known = make_person(workshop.project, full_name="Somebody Else", email="private@example.org")

    add(signed_in, workshop, same_as=str(known.pk))

    assert Registration.objects.get().person != known


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_workshop_that_was_never_open_is_not_signed_off(client, project, state):
    day = datetime.date(2024, 5, 1)
    workshop = make_workshop(project, state=state, starts_on=day, ends_on=day)
    client.force_login(make_organiser(project))

    response = client.post(address(workshop, "sign_off"), {"basis": "list"})

    assert len(response.context["form"].non_field_errors()) == 1
    assert not ParticipationRecord.objects.exists()


def test_more_seats_are_given_to_who_waits(signed_in, workshop):
    workshop.seats = 1
    workshop.save()
    for name in ("First", "Second", "Third"):
        add(signed_in, workshop, full_name=name)
    workshop.seats = 2
    workshop.save()

    signed_in.post(address(workshop, "waiting_promote"))

    assert dict(Registration.objects.values_list("person__full_name", "state")) == {
        "First": "confirmed", "Second": "confirmed", "Third": "waitlisted",
    }  # fmt: skip


def test_form_sent_twice_registers_once(signed_in, workshop):
    opened = signed_in.get(address(workshop, "registration_add"))
    key = opened.context["form"]["submission_key"].value()

    first, second = (add(signed_in, workshop, submission_key=key) for _ in range(2))

    assert (first.url, second.url) == (address(workshop, "participant_list"),) * 2
    assert Registration.objects.count() == Person.objects.count() == 1


def test_cancelled_workshop_takes_nobody(signed_in, workshop):
    workshop.state = "cancelled"
    workshop.save()

    response = add(signed_in, workshop)

    assert response.context["form"].non_field_errors() == [
        "This workshop is cancelled: its list stays as it is."
    ]
    assert not Registration.objects.exists()
