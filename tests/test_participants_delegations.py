import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from participants.models import Delegation, Registration
from participants.services import CannotMoveRegistration, Entry, RegistrationClosed
from participants.services.delegations import (
    AlreadyOnList,
    enter_delegate,
    make_alternate,
    make_head,
    replace_registration,
)
from tests.factories import make_project_city, make_registration, make_workshop
from writing.models import Change


@pytest.fixture
def city(plan):
    return plan.project_city.city


@pytest.fixture
def delegation(project, city):
    workshop = make_workshop(project, state="open")
    return Delegation.objects.create(workshop=workshop, city=city, seats=2)


def enter(delegation, name, by, **fields):
    entry = Entry(full_name=name, **fields)
    return enter_delegate(delegation, entry=entry, by=by, source="city")


def state_of(registration):
    registration.refresh_from_db()
    return registration.state


def test_who_comes_after_the_last_seat_is_an_alternate(delegation, officer):
    entered = [enter(delegation, name, officer) for name in ("One", "Two", "Three")]

    assert [(each.state, each.is_alternate) for each in entered] == [
        ("confirmed", False), ("confirmed", False), ("nominated", True),
    ]  # fmt: skip
    assert {each.source for each in entered} == {"city"}


def test_registrations_of_a_city_wait_for_approval_where_the_workshop_asks_it(delegation, officer):
    delegation.workshop.admission = "approval"
    delegation.workshop.save()

    assert enter(delegation, "One", officer).state == "pending"


def test_city_enters_nobody_once_registration_is_over(delegation, officer):
    delegation.workshop.state = "closed"
    delegation.workshop.save()

    with pytest.raises(RegistrationClosed):
        enter(delegation, "Late", officer)


def test_person_entered_by_others_is_left_to_them(delegation, officer):
    known = make_registration(delegation.workshop, full_name="Ana", email="ana@example.org")

    with pytest.raises(AlreadyOnList, match="Ana is on the list already"):
        enter(delegation, "Ana", officer, email="ana@example.org")

    known.refresh_from_db()
    assert known.delegation is None


def test_replacing_keeps_the_seat_the_place_and_the_trail(project, city, officer):
    workshop = make_workshop(project, state="open", seats=1)
    delegation = Delegation.objects.create(workshop=workshop, city=city)
    gone = enter(delegation, "Ana", officer)
    make_head(gone, by=officer)
    waiting = make_registration(workshop, state="waitlisted")

    comes = replace_registration(
        gone, entry=Entry(full_name="Bo"), by=officer, source=Registration.Source.CITY
    )

    assert (state_of(gone), state_of(comes), state_of(waiting)) == (
        "replaced", "confirmed", "waitlisted",
    )  # fmt: skip
    assert (comes.replaces, comes.delegation, comes.is_head) == (gone, delegation, True)
    history = Change.objects.of(gone).filter(field="state").get()
    assert (history.before, history.after) == ("confirmed", "replaced")


def test_alternate_comes_instead(delegation, officer):
    first, _second, alternate = (enter(delegation, name, officer) for name in ("A", "B", "C"))

    comes = replace_registration(first, alternate=alternate, by=officer)

    assert comes == alternate
    assert (state_of(alternate), alternate.is_alternate) == ("confirmed", False)


def test_somebody_with_a_seat_does_not_come_instead(delegation, officer):
    first, second = enter(delegation, "A", officer), enter(delegation, "B", officer)

    with pytest.raises(CannotMoveRegistration, match="B is on the list already"):
        replace_registration(first, alternate=second, by=officer)


def test_delegation_has_one_head(delegation, officer):
    first, second = enter(delegation, "A", officer), enter(delegation, "B", officer)
    make_head(first, by=officer)
    make_head(second, by=officer)

    assert delegation.registrations.get(is_head=True) == second
    with pytest.raises(IntegrityError), transaction.atomic():
        delegation.registrations.update(is_head=True)


def test_alternate_gives_the_seat_to_who_waits(project, city, officer):
    workshop = make_workshop(project, state="open", seats=1)
    delegation = Delegation.objects.create(workshop=workshop, city=city)
    member = enter(delegation, "Ana", officer)
    waiting = make_registration(workshop, state="waitlisted")

    make_alternate(member, by=officer)

    assert (state_of(member), state_of(waiting)) == ("nominated", "confirmed")


def test_officer_is_led_to_the_delegation(client, delegation, officer):
    client.force_login(officer)

    home, workshop = (
        client.get(reverse(name, args=arguments))
        for name, arguments in (
            ("desk:home", []),
            ("desk:workshop_detail", [delegation.workshop.slug]),
        )
    )

    address = page("delegation_detail", delegation)
    assert [deed.url for deed in home.context["page"].deeds].count(address) == 1
    assert f'href="{address}"' in workshop.text


# The pages


def page(name, delegation, *codes):
    arguments = [delegation.workshop.slug, delegation.pk, *codes]
    return reverse(f"participants:{name}", args=arguments)


def test_officer_enters_a_person_of_the_own_city(client, delegation, officer):
    client.force_login(officer)
    form = client.get(page("delegate_add", delegation)).context["form"]

    typed = {"full_name": "Ana Tui", "gender": "female", "city_name": form["city_name"].value(),
             "submission_key": form["submission_key"].value()}  # fmt: skip
    for _ in range(2):
        client.post(page("delegate_add", delegation), typed)

    registration = Registration.objects.get()
    assert (registration.delegation, registration.source) == (delegation, "city")
    assert (registration.city, registration.entered_by) == (delegation.city, officer)
    assert not {"access_needs", "diet_needs", "attendance", "note"} & form.fields.keys()


def test_officer_sees_only_whom_the_city_entered(client, delegation, officer):
    enter(delegation, "Own", officer)
    make_registration(delegation.workshop, full_name="Of the organiser", delegation=delegation)
    client.force_login(officer)

    shown = client.get(page("delegation_detail", delegation))

    assert [each.person.full_name for each in shown.context["delegates"].members] == ["Own"]


def test_officer_edits_and_leaves_needs_alone(client, delegation, officer):
    registration = enter(delegation, "Ana", officer)
    Registration.objects.filter(pk=registration.pk).update(diet_needs="Vegetarian")
    client.force_login(officer)
    address = page("delegate_edit", delegation, registration.code)
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}

    client.post(address, {**typed, "position": "Mayor"})

    registration.refresh_from_db()
    assert (registration.position, registration.diet_needs) == ("Mayor", "Vegetarian")


def test_organiser_makes_a_delegation_once(client, workshop, organiser, city):
    client.force_login(organiser)
    address = reverse("participants:delegation_list", args=[workshop.slug])

    client.post(address, {"city": city.pk, "seats": 3, "order": 1})
    again = client.post(address, {"city": city.pk, "order": 2})
    neither = client.post(address, {"order": 2})

    assert Delegation.objects.get().seats == 3
    assert again.context["form"].errors["city"] == ["This delegation is there already."]
    assert neither.context["form"].errors["city"] == ["Choose a city or a body, one of the two."]


def test_people_of_the_list_join_the_delegation(client, delegation, organiser, city):
    coming = make_registration(delegation.workshop, city=city)
    make_registration(delegation.workshop)
    client.force_login(organiser)

    shown = client.get(page("delegation_detail", delegation))
    client.post(page("delegation_join", delegation), {"ticked": [coming.code]})

    assert list(shown.context["could_join"]) == [coming]
    assert list(delegation.registrations.all()) == [coming]


def test_anybody_on_the_list_is_replaced_by_somebody_else(client, workshop, organiser):
    gone = make_registration(workshop, full_name="Ana")
    client.force_login(organiser)

    response = client.post(
        reverse("participants:registration_replace", args=[workshop.slug, gone.code]),
        {"full_name": "Bo"},
    )

    comes = Registration.objects.get(person__full_name="Bo")
    assert (comes.replaces, state_of(gone)) == (gone, "replaced")
    assert response.url == reverse(
        "participants:registration_edit", args=[workshop.slug, comes.code]
    )


@pytest.mark.parametrize("count", [1, 3])
def test_delegations_take_as_many_queries_for_three_as_for_one(
    client, workshop, organiser, count, django_assert_num_queries, project
):
    for _ in range(count):
        city = make_project_city(project).city
        delegation = Delegation.objects.create(workshop=workshop, city=city)
        for _ in range(count):
            make_registration(workshop, delegation=delegation, city=city)
    client.force_login(organiser)

    with django_assert_num_queries(6):
        client.get(reverse("participants:delegation_list", args=[workshop.slug]))
    with django_assert_num_queries(6):
        client.get(page("delegation_detail", delegation))
