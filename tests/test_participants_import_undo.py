import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from documents.sheets.write import csv_bytes
from jobs.work import run_job
from participants.imports.staging import delete_staged, stage
from participants.imports.undo import CannotUndo, ask_undo, run_undo, undo_plan
from participants.models import ImportedChange, ImportUndo, ParticipantImport, Person, Registration
from participants.services import Entry, FiguresSignedOff, register_participants, withdraw
from projects.models import Organisation
from projects.services import find_or_create_organisations
from tests.factories import make_action, make_facilitator, make_registration, make_workshop
from tests.sheets import HEADER, imported
from workshops.models import Workshop
from writing.models import Change


def a_list(workshop, by, *rows, header=HEADER):
    file = SimpleUploadedFile("list.csv", csv_bytes(header, rows))
    return imported(stage(workshop, file=file, by=by))


def undone(importing, by):
    undo = ask_undo(importing, by=by)
    run_job(ImportUndo, undo.pk, run_undo)
    undo.refresh_from_db()
    return undo


def names(workshop):
    return set(
        Registration.objects.filter(workshop=workshop).values_list("person__full_name", flat=True)
    )


def test_whom_the_import_added_goes_and_so_do_people_who_are_nowhere_else(workshop, facilitator):
    importing = a_list(workshop, facilitator, ["Suharti", "F"], ["Moala", "M"])

    undo = undone(importing, facilitator)

    assert undo.counts == {
        "removed": 2, "people": 2, "restored": 0, "left_alone": 0, "organisations": 0,
    }  # fmt: skip
    assert (Registration.objects.count(), Person.objects.count()) == (0, 0)


def test_somebody_at_another_workshop_stays_in_the_project(workshop, facilitator):
    importing = a_list(workshop, facilitator, ["Suharti", "F", "s@example.org"])
    other = make_workshop(workshop.project)
    register_participants(
        other, entries=[Entry(full_name="Suharti", email="s@example.org")], by=facilitator,
        source=Registration.Source.FORM,
    )  # fmt: skip

    undo = undone(importing, facilitator)

    assert (undo.counts["removed"], undo.counts["people"]) == (1, 0)
    assert (names(workshop), names(other)) == (set(), {"Suharti"})


def test_organisations_that_came_with_the_list_go_unless_they_are_used_or_changed(
    workshop, facilitator, plan
):
    find_or_create_organisations(workshop.project, [("Known before", "")])
    make_registration(workshop, full_name="Ana", email="ana@example.org")
    offices = ("Known before", "Left to nobody", "Made partner", "Named again", "Given a type")
    importing = a_list(
        workshop, facilitator, ["Ana", "F", "ana@example.org", "Of a changed row"],
        *([f"Person {number}", "F", "", office] for number, office in enumerate(offices)),
    )  # fmt: skip
    made = {each.name: each for each in Organisation.objects.all()}
    make_action(plan).partners.add(made["Made partner"])
    make_registration(make_workshop(workshop.project), organisation=made["Named again"])
    Organisation.objects.filter(name="Given a type").update(kind="civil")

    undo = undone(importing, facilitator)

    assert undo.counts["organisations"] == 2
    assert set(Organisation.objects.values_list("name", flat=True)) == {
        "Known before", "Made partner", "Named again", "Given a type",
    }  # fmt: skip
    importing.refresh_from_db()
    assert importing.made_organisations == {}


def test_changed_rows_are_put_back_with_their_history(workshop, facilitator):
    first = ["Suharti", "F", "s@example.org", "Council", "Suva", ""]
    a_list(workshop, facilitator, first)
    before = row_of(workshop)
    second = a_list(
        workshop, facilitator, ["Suharti", "M", "s@example.org", "Ministry", "Labasa", ""]
    )

    undo = undone(second, facilitator)

    assert (undo.counts["removed"], undo.counts["restored"], undo.counts["left_alone"]) == (0, 1, 0)
    assert row_of(workshop) == before
    registration = Registration.objects.get()
    last = Change.objects.of(registration).filter(field="organisation_name").first()
    assert (last.before, last.after) == ("Ministry", "Council")


def row_of(workshop):
    return Registration.objects.values_list(
        "gender", "organisation__name", "organisation_name", "city_name", "city", "country",
        "person__gender", "person__full_name", "state",
    ).get(workshop=workshop)  # fmt: skip


def test_rows_changed_since_are_named_and_left_alone(workshop, facilitator, organiser):
    importing = a_list(workshop, facilitator, ["Suharti", "F"], ["Moala", "M"])
    changed = Registration.objects.get(person__full_name="Moala")
    withdraw(changed, by=organiser)

    plan = undo_plan(importing)
    undo = undone(importing, facilitator)

    [left] = plan.left_alone
    assert (left.registration, left.by, left.is_of_person) == (changed, organiser, False)
    assert (undo.counts["removed"], undo.counts["left_alone"]) == (1, 1)
    assert names(workshop) == {"Moala"}


def test_a_changed_row_that_was_changed_again_is_left_alone(workshop, facilitator, organiser):
    a_list(workshop, facilitator, ["Suharti", "F", "s@example.org", "Council"])
    second = a_list(workshop, facilitator, ["Suharti", "F", "s@example.org", "Ministry"])
    withdraw(Registration.objects.get(), by=organiser)

    undo = undone(second, facilitator)

    assert (undo.counts["restored"], undo.counts["left_alone"]) == (0, 1)
    assert Registration.objects.get().organisation_name == "Ministry"


def test_a_registration_on_which_a_consent_hangs_stays(workshop, facilitator):
    importing = a_list(workshop, facilitator, ["Suharti", "F"])
    registration = Registration.objects.get()
    make_registration(workshop, full_name="Her substitute", replaces=registration)

    plan = undo_plan(importing)

    assert ([left.is_used for left in plan.left_alone], plan.remove) == ([True], [])


def test_who_changed_somebody_elsewhere_is_not_named(client, workshop, facilitator):
    importing = a_list(workshop, facilitator, ["Suharti", "F", "s@example.org"])
    elsewhere = make_facilitator(make_workshop(workshop.project))
    Person.objects.update(version=2, changed_by=elsewhere)
    client.force_login(facilitator)

    page = client.get(reverse("participants:import_undo", args=[workshop.slug, importing.pk]))

    assert "somebody at another workshop" in page.content.decode()
    assert str(elsewhere) not in page.content.decode()


def test_two_clicks_undo_once(client, workshop, facilitator):
    importing = a_list(workshop, facilitator, ["Suharti", "F"])
    client.force_login(facilitator)
    address = reverse("participants:import_undo", args=[workshop.slug, importing.pk])

    client.post(address)
    again = client.post(address, follow=True)

    assert ImportUndo.objects.count() == 1
    assert "This import was undone" in again.content.decode()
    deeds = Change.objects.of(importing).values_list("field", "after")
    assert list(deeds) == [("undone_at", "1 removed, 0 put back, 0 left alone")]
    assert AccessLog.objects.filter(action=AccessLog.Action.ERASED).count() == 1


def test_signed_off_figures_are_never_undone(client, workshop, facilitator):
    importing = a_list(workshop, facilitator, ["Suharti", "F"])
    Workshop.objects.filter(pk=workshop.pk).update(state=Workshop.State.SIGNED_OFF)
    client.force_login(facilitator)
    address = reverse("participants:import_undo", args=[workshop.slug, importing.pk])

    page = client.get(address)
    refused = client.post(address, follow=True)

    assert "This import can no longer be undone" in page.content.decode()
    assert "The figures of this workshop are signed off" in refused.content.decode()
    assert names(workshop) == {"Suharti"}
    with pytest.raises(FiguresSignedOff):
        ask_undo(importing, by=facilitator)


def test_after_thirty_days_it_is_over_and_nothing_is_kept_for_it(workshop, facilitator):
    a_list(workshop, facilitator, ["Suharti", "F", "s@example.org", "Council"])
    importing = a_list(workshop, facilitator, ["Suharti", "F", "s@example.org", "Ministry"])
    long_ago = timezone.now() - datetime.timedelta(days=30, minutes=1)
    ParticipantImport.objects.update(confirmed_at=long_ago, asked_at=long_ago)
    assert ImportedChange.objects.count() == 1

    delete_staged()

    importing.refresh_from_db()
    assert (importing.can_be_undone, ImportedChange.objects.count()) == (False, 0)
    with pytest.raises(CannotUndo):
        ask_undo(importing, by=facilitator)


def test_a_seat_that_is_freed_goes_to_who_waits(workshop, facilitator):
    Workshop.objects.filter(pk=workshop.pk).update(seats=1)
    importing = a_list(workshop, facilitator, ["Suharti", "F"])
    waiting = make_registration(workshop, full_name="Moala", state="waitlisted")

    undone(importing, facilitator)

    waiting.refresh_from_db()
    assert waiting.state == Registration.State.CONFIRMED


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(
    client, workshop, facilitator, organiser, count, django_assert_max_num_queries
):
    importing = a_list(workshop, facilitator, *([f"Person {n}", "F"] for n in range(count)))
    for registration in Registration.objects.all():
        withdraw(registration, by=organiser)
    client.force_login(facilitator)

    with django_assert_max_num_queries(20):
        page = client.get(reverse("participants:import_undo", args=[workshop.slug, importing.pk]))

    assert page.content.decode().count("changed since</td>") == count
