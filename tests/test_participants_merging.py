import pytest
from django.urls import reverse

from participants import near_names
from participants.models import Difference, ParticipationRecord, Person, PersonMerge, Registration
from participants.services import (
    CannotMerge,
    Entry,
    merge_people,
    register_participants,
    sign_off,
    tell_apart,
    unmerge_people,
    update_registration,
)
from participants.services.consents import keep_consents
from tests.factories import make_person, make_registration, make_workshop
from writing.models import Change


@pytest.fixture
def two(project):
    """Two rows of one person, each at a workshop of their own."""
    kept = make_person(project, full_name="Ana Tui", email="ana@example.org")
    merged = make_person(project, full_name="Ana B. Tui", email="tui@example.org", phone="+679 1")
    make_registration(make_workshop(project), person=kept, gender="female")
    make_registration(make_workshop(project), person=merged, gender="female")
    return kept, merged


def merge(kept, merged, by, *takes):
    return merge_people(
        kept, merged, takes=takes, versions=(kept.version, merged.version), by=by
    )  # fmt: skip


def everything():
    people = Person.objects.order_by("pk").values_list(
        "full_name", "email", "phone", "gender", "email_key", "search_key", "merged_into"
    )
    registrations = Registration.objects.order_by("pk").values_list(
        "person", "state", "attendance", "position", "organisation"
    )
    return list(people), list(registrations)


def test_attendances_stay_and_distinct_people_fall_by_one(two, organiser):
    kept, merged = two

    merge(kept, merged, organiser)

    attending = Registration.objects.counted()
    assert attending.count() == 2
    assert attending.values("person").distinct().count() == 1


def test_chosen_values_win_with_their_keys(two, organiser):
    kept, merged = two

    merge(kept, merged, organiser, "email", "phone")

    kept.refresh_from_db()
    assert (kept.full_name, kept.email, kept.phone) == ("Ana Tui", "tui@example.org", "+679 1")
    assert kept.email_key == "tui@example.org"
    history = Change.objects.of(kept).order_by("pk").values_list("field", "before", "after")
    assert list(history) == [
        ("email", "ana@example.org", "tui@example.org"), ("phone", "", "+679 1"),
    ]  # fmt: skip


def test_undone_merge_leaves_everything_as_it_was(two, organiser):
    kept, merged = two
    make_registration(kept.registrations.get().workshop, person=merged, attendance="fully")
    before = everything()

    made = merge(kept, merged, organiser, "full_name", "email", "phone")
    assert everything() != before
    unmerge_people(made, by=organiser)
    unmerge_people(made, by=organiser)

    assert everything() == before


def test_what_was_changed_since_the_merge_stays(two, organiser):
    kept, merged = two
    made = merge(kept, merged, organiser, "email")
    kept.refresh_from_db()
    registration = kept.registrations.first()
    update_registration(
        registration, entry=Entry(full_name="Ana Tui", email="new@example.org"),
        expected_version=registration.form_version, by=organiser, fields=["email"],
    )  # fmt: skip

    unmerge_people(made, by=organiser)

    kept.refresh_from_db()
    assert kept.email == "new@example.org"


def test_both_on_one_list_become_one_with_the_stronger_of_both(workshop, organiser):
    kept = make_registration(workshop, full_name="Ana", state="waitlisted")
    other = make_registration(
        workshop, full_name="Ana T", attendance="partly", position="Mayor", note="Vegetarian"
    )

    made = merge(kept.person, other.person, organiser)

    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.state, kept.attendance, kept.position) == ("confirmed", "partly", "Mayor")
    assert other.state == "replaced"
    assert Registration.objects.counted().count() == 1
    unmerge_people(made, by=organiser)
    other.refresh_from_db()
    assert (other.state, other.person_id) == ("confirmed", made.merged_id)


def test_seat_of_the_other_registration_goes_to_who_waits(project, organiser):
    workshop = make_workshop(project, seats=2)
    kept, other = make_registration(workshop), make_registration(workshop)
    waiting = make_registration(workshop, state="waitlisted")

    made = merge(kept.person, other.person, organiser)
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"

    unmerge_people(made, by=organiser)
    other.refresh_from_db()
    assert other.state == "waitlisted"


def test_signed_off_figures_do_not_move(workshop, organiser):
    kept = make_registration(workshop, gender="female", attendance="fully")
    other = make_registration(workshop, gender="male", attendance="fully")
    sign_off(workshop, by=organiser)

    merge(kept.person, other.person, organiser)

    assert str(ParticipationRecord.objects.get().breakdown) == "2 (1/1)"


def test_merged_row_is_still_recognised(two, organiser):
    kept, merged = two
    merge(kept, merged, organiser)
    third = make_workshop(kept.project)

    entry = Entry(full_name="Ana B. Tui", email="tui@example.org")
    [registration] = register_participants(third, entries=[entry], by=organiser, source="form")

    assert registration.person == kept


def test_chain_of_merges_is_taken_back_from_its_end(two, organiser):
    kept, merged = two
    first = make_person(kept.project, full_name="A. Tui")
    earlier = merge(merged, first, organiser)
    merged.refresh_from_db()
    later = merge(kept, merged, organiser)

    first.refresh_from_db()
    assert first.merged_into == kept
    with pytest.raises(CannotMerge, match="Take that back first"):
        unmerge_people(earlier, by=organiser)
    unmerge_people(later, by=organiser)
    first.refresh_from_db()
    assert first.merged_into == merged
    unmerge_people(earlier, by=organiser)
    assert not Person.objects.filter(merged_into__isnull=False).exists()


def test_consents_go_along_and_come_back(two, organiser):
    kept, merged = two
    registration = merged.registrations.get()
    keep_consents(registration, purposes=["list"])

    made = merge(kept, merged, organiser)
    assert kept.consents.count() == 1
    unmerge_people(made, by=organiser)

    assert merged.consents.count() == 1


def test_row_changed_meanwhile_is_looked_at_again(two, organiser):
    kept, merged = two
    Person.objects.filter(pk=merged.pk).update(version=2)

    with pytest.raises(CannotMerge, match="changed meanwhile"):
        merge(kept, merged, organiser)


def test_people_of_two_projects_are_never_one(two, organiser):
    stranger = make_person(make_workshop().project)

    with pytest.raises(CannotMerge):
        merge(two[0], stranger, organiser)


# The pages


def address(page, project, *codes):
    return reverse(f"participants:{page}", args=[project.code, *codes])


@pytest.fixture
def signed_in(client, organiser):
    client.force_login(organiser)
    return client


def test_preview_shows_both_values_and_the_merge_takes_the_chosen(signed_in, two, project):
    kept, merged = two
    where = address("people_merge", project, kept.code, merged.code)

    preview = signed_in.get(where)
    form = preview.context["form"]
    typed = {"kept_version": 1, "merged_version": 1, "full_name": "merged", "email": "kept"}
    response = signed_in.post(where, typed)

    assert [field.name for field in form.preview.asked] == ["full_name", "email"]
    assert "+679 1" in preview.text
    assert response.url == address("person_detail", project, kept.code)
    kept.refresh_from_db()
    assert (kept.full_name, kept.email, kept.phone) == ("Ana B. Tui", "ana@example.org", "+679 1")


def test_merge_is_taken_back_from_its_list(signed_in, two, organiser, project):
    made = merge(*two, organiser)

    page = signed_in.get(address("merge_list", project))
    signed_in.post(reverse("participants:merge_undo", args=[project.code, made.pk]))

    assert "Make two again" in page.text
    assert PersonMerge.objects.get().undone_by == organiser


def test_duplicates_are_older_rows_of_the_same_words(signed_in, project):
    older = make_person(project, full_name="Tui Ana")
    newer = make_person(project, full_name="Ms Ana Tui")
    make_person(project, full_name="Somebody Else")
    make_person(make_workshop().project, full_name="Ana Tui")

    [(person, others)] = signed_in.get(address("duplicate_list", project)).context["twins"]

    assert (person, others) == (newer, [older])


def test_duplicates_by_email(signed_in, project):
    make_person(project, full_name="One", email="office@example.org")
    make_person(project, full_name="Two", email="OFFICE@example.org")

    response = signed_in.get(address("duplicate_list", project), {"kind": "email"})

    assert len(response.context["twins"]) == 1


def test_almost_the_same_names_are_asked_about(signed_in, project):
    older = make_person(project, full_name="Anna Tuivaga", email="anna@example.org")
    newer = make_person(project, full_name="TUIVANGA, Ms Anna")
    make_person(project, full_name="Ana Tuivaga", email="another@example.org")
    make_person(project, full_name="Soekarnoputri")
    make_person(project, full_name="Sukarnoputri")
    make_person(project, full_name="Somebody Else")
    near = address("duplicate_list", project) + "?kind=near"

    first = signed_in.get(near).context["twins"]
    signed_in.post(address("people_tell_apart", project, older.code, newer.code))
    second = signed_in.get(near).context["twins"]

    assert [(each.full_name, other.full_name) for each, [other] in first] == [
        ("Ana Tuivaga", "TUIVANGA, Ms Anna"),
        ("TUIVANGA, Ms Anna", "Anna Tuivaga"),
        ("Sukarnoputri", "Soekarnoputri"),
    ]
    assert len(second) == 2


def test_names_of_very_many_are_compared_a_part_at_a_time(signed_in, project, monkeypatch):
    monkeypatch.setattr(near_names, "AT_ONCE", 3)
    for name in ("Aaa Bbbbbb", "Aaa Bbbbbc", "Bbb Cccccc", "Ddd Eeeeee", "Ddd Eeeeef"):
        make_person(project, full_name=name)

    begun = signed_in.get(address("duplicate_list", project), {"kind": "near"})
    ended = signed_in.get(f"{address('duplicate_list', project)}?{begun.context['go_on']}")

    assert [str(pair.person) for pair in begun.context["twins"]] == ["Aaa Bbbbbc"]
    assert [str(pair.person) for pair in ended.context["twins"]] == ["Ddd Eeeeef"]
    assert ended.context["go_on"] == ""


@pytest.mark.parametrize("count", [1, 3])
def test_near_names_take_as_many_queries_for_three_as_for_one(
    signed_in, project, count, django_assert_num_queries
):
    for number in range(count + 1):
        make_person(project, full_name=f"Ana Tuivaga{number}")

    with django_assert_num_queries(8):
        signed_in.get(address("duplicate_list", project), {"kind": "near"})


def test_different_people_are_not_asked_about_again(signed_in, project):
    one, other = make_person(project, full_name="Ana Tui"), make_person(
        project, full_name="Tui Ana"
    )  # fmt: skip

    for pair in ((one, other), (other, one)):
        signed_in.post(address("people_tell_apart", project, *(each.code for each in pair)))

    assert Difference.objects.count() == 1
    assert signed_in.get(address("duplicate_list", project)).context["twins"] == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("person_list", 8), ("duplicate_list", 9)])
def test_lists_take_as_many_queries_for_three_as_for_one(
    signed_in, project, count, page, queries, django_assert_num_queries
):
    for _ in range(count + 1):
        make_person(project, full_name="Ana Tui")

    with django_assert_num_queries(queries):
        signed_in.get(address(page, project))


def test_people_are_found_without_accents(signed_in, project):
    make_person(project, full_name="Nguyễn Thị Tâm")
    make_person(project, full_name="Ana Tui", email="ana@example.org")

    def found(text):
        response = signed_in.get(address("person_list", project), {"q": text})
        return [person.full_name for person, _count in response.context["people"]]

    assert found("tam nguyen") == ["Nguyễn Thị Tâm"]
    assert found("ana@example") == ["Ana Tui"]


def test_tell_apart_keeps_the_older_first(two, organiser):
    tell_apart(two[1], two[0], by=organiser)

    difference = Difference.objects.get()
    assert (difference.first, difference.second) == two
