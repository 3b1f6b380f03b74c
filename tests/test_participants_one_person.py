import pytest
from django.urls import reverse

from accounts.models import AccessLog
from participants.models import Person, Registration
from projects.models import Organisation
from tests.factories import make_city, make_person, make_registration, make_workshop
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

    form = signed_in.get(response.url, {"empty": "1"}).context["form"]
    assert not form["organisation"].value()


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
