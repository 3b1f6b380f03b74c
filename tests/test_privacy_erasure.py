"""One person, erased: a name planted everywhere is nowhere afterwards, and figures stand."""

import base64
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.db import connection
from django.test import RequestFactory
from redis import Redis

from accounts.models import AccessLog
from desk.models import PrivacyRequest
from desk.privacy import erasure, journal
from desk.privacy.everything import everything_about
from desk.privacy.places import unlisted_uploads
from jobs.services import queue_letter
from participants.drafts import Draft
from participants.imports.known import KnownPeople
from participants.imports.staging import stage
from participants.models import (
    Consent,
    ImportedChange,
    ParticipantImport,
    ParticipationRecord,
    Person,
    Registration,
    SealedList,
)
from participants.participation import participation_of
from participants.services import Entry, register_participants, sign_off, update_registration
from participants.services.evidence import open_sealed
from tests.backoffice_world import World
from tests.factories import make_person, make_registration, make_workshop
from writing.services import FieldChange, record_changes

NAME = "Zéphyrine Quillfeather"
EMAIL = "zephyrine@quillfeather.example"
TRACES = ("quillfeather", "zéphyrine")


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.PORTAL_DATA = tmp_path
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


@pytest.fixture
def person(workshop, organiser):
    [registration] = register_participants(
        workshop, by=organiser, source="form", sends_letters=True,
        entries=[Entry(
            full_name=NAME, email=EMAIL, phone="+679 555 0101", gender="female",
            position="Assistant of Quillfeather", organisation="Quillfeather & Daughters",
            city_name="Nadi", diet_needs="Zéphyrine eats no pork", note="see mail",
        )],
    )  # fmt: skip
    return registration.person


@pytest.fixture
def request_(project, person):
    made = PrivacyRequest.objects.create(
        project=project, kind="erasure", asked_by=NAME, contact=EMAIL
    )
    made.people.add(person)
    return made


def erase(request_, by, run_on_commit):
    with run_on_commit(execute=True):
        erasure.erase(request_, by=by)
    request_.refresh_from_db()


def dump():
    """Every cell of every table, decoded where a column hides it."""
    words = [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            words += [str(cell) for row in cursor.fetchall() for cell in row]
    text = "\n".join(words)
    return text + "\n" + text.encode().decode("unicode_escape", errors="ignore")


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def beside_the_database():
    """What cache and queue hold: Redis in the full shape, else folders (the cache is a table)."""
    if not settings.FULL_SHAPE:
        return files_of(Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["folder"]))
    redis = Redis.from_url(settings.REDIS_URL)
    return {key: key + (redis.dump(key) or b"") for key in redis.scan_iter()}


def hides(content):
    """Whether a file names the person, as it is or as a letter encodes it."""
    needles = [word.encode() for word in (*TRACES, NAME, EMAIL)]
    needles += [base64.b64encode(NAME.encode())[:16], NAME.encode().hex("=").upper().encode()]
    return any(needle.lower() in content.lower() for needle in needles)


def test_planted_name_is_nowhere_after_the_erasure(
    client, person, request_, workshop, organiser, admin, django_capture_on_commit_callbacks,
    tmp_path, caplog,
):  # fmt: skip
    registration = person.registrations.get()
    plant_in_history(registration, organiser)
    plant_in_consents_and_answers(registration)
    plant_in_staging(workshop, organiser)
    plant_in_letters()
    plant_in_back_office(person, registration, admin)
    plant_in_a_session(client, workshop)
    before = participation_of([workshop])[workshop.pk].line
    record = sign_off(workshop, by=organiser)
    assert "quillfeather" in dump().lower()

    erase(request_, organiser, django_capture_on_commit_callbacks)
    PrivacyRequest.objects.update(asked_by="", contact="")  # as closing it does

    found = [line for line in dump().splitlines() if any(t in line.lower() for t in TRACES)]
    assert found == []
    assert not Session.objects.exists()
    assert [name for name, content in files_of(tmp_path).items() if hides(content)] == []
    assert [name for name, content in beside_the_database().items() if hides(content)] == []
    assert not any(trace in caplog.text.lower() for trace in TRACES)
    assert participation_of([workshop])[workshop.pk].line == before == record.breakdown
    assert ParticipationRecord.objects.get().tables == record.tables


def plant_in_history(registration, by):
    changes = [FieldChange("full_name", NAME, "Z. Quillfeather")]
    record_changes(registration.person, changes, by=by)
    other = make_registration(registration.workshop, full_name="Somebody else")
    record_changes(other, [FieldChange("replaces", "", f"{NAME}, Workshop")], by=by)


def plant_in_consents_and_answers(registration):
    Consent.objects.create(
        person=registration.person, workshop=registration.workshop, purpose="list",
        wording_version="1",
    )  # fmt: skip
    item = World(registration.workshop.project).round_wording()
    item.answers.create(registration=registration, position="support", comment=f"Yes, says {NAME}.")


def plant_in_staging(workshop, by):
    sheet = f"Full name,E-mail\n{NAME},{EMAIL}\n".encode()
    stage(workshop, file=SimpleUploadedFile("people.csv", sheet), by=by)


def plant_in_letters():
    queue_letter(EMAIL, "Your seat", f"Dear {NAME},")
    queue_letter("somebody@example.org", "A seat", f"Instead of {NAME} you are invited.")
    servers = [EmailBackend(file_path=settings.EMAIL_FILE_PATH) for _letter in range(2)]
    texts = [(EMAIL, f"Dear {NAME},"), ("else@example.org", "Dear you,")]
    for (to, text), server in zip(texts, servers, strict=True):
        EmailMessage("A seat", text, to=[to], connection=server).send()


def plant_in_back_office(person, registration, admin):
    for row in (person, registration):
        LogEntry.objects.create(
            user=admin, content_type=ContentType.objects.get_for_model(row), object_id=row.pk,
            object_repr=str(row), action_flag=CHANGE, change_message=json.dumps([NAME]),
        )  # fmt: skip


def plant_in_a_session(client, workshop):
    """Half a public registration, as a browser leaves it behind."""
    request = RequestFactory().get("/")
    request.session, request.user = client.session, AnonymousUser()
    Draft(request, workshop).keep(
        "you", ["full_name"], {"full_name": f"{NAME} and others"}, is_answered=True
    )
    request.session.save()


def test_letters_and_sessions_of_others_stay(
    client, person, request_, workshop, organiser, django_capture_on_commit_callbacks
):
    plant_in_letters()
    client.force_login(organiser)
    plant_in_a_session(client, workshop)

    erase(request_, organiser, django_capture_on_commit_callbacks)

    kept = files_of(settings.PORTAL_DATA / "mail").values()
    assert [b"else@example.org" in content for content in kept] == [True]
    assert client.get("/home/").status_code == 200
    assert "registration_drafts" not in client.session


def test_texts_of_others_are_listed_for_a_human_and_left_alone(
    person, request_, plan, workshop, organiser, django_capture_on_commit_callbacks
):
    plan.vision = f"As {NAME.upper()} said, the market first."
    plan.save()
    comment = plan.comments.create(text=f"Ask {NAME}", by=organiser)
    record_changes(plan, [FieldChange("vision", "", plan.vision)], by=organiser)
    photo = workshop.materials.create(title="Photo", file=ContentFile(b"x", name="photo.png"))

    erase(request_, organiser, django_capture_on_commit_callbacks)

    plan.refresh_from_db()
    places = {(each.thing, each.field, each.why) for each in request_.places.all()}
    change = next(thing for thing, _field, _why in places if thing._meta.model_name == "change")
    assert NAME.upper() in plan.vision
    assert places == {
        (plan, "vision", "named"), (comment, "text", "named"), (change, "before", "named"),
        (photo, "file", "may_show"),
    }  # fmt: skip


def test_sealed_list_forgets_the_name_and_still_adds_up(
    person, request_, workshop, organiser, django_capture_on_commit_callbacks
):
    make_registration(workshop, full_name="Tevita", gender="male")
    sign_off(workshop, by=organiser)

    erase(request_, organiser, django_capture_on_commit_callbacks)

    rows = open_sealed(SealedList.objects.get(), by=organiser, reason="Audit")
    assert sorted(row.get("name", "nobody") for row in rows) == ["Tevita", "nobody"]
    assert sorted(row["gender"] for row in rows) == ["female", "male"]


def test_erasing_gives_back_the_seat_of_a_coming_workshop(
    project, request_, person, organiser, django_capture_on_commit_callbacks
):
    coming = make_workshop(project, state="open", seats=1)
    registration = make_registration(coming, person=person)
    waiting = make_registration(coming, state="waitlisted", full_name="Next")

    erase(request_, organiser, django_capture_on_commit_callbacks)

    registration.refresh_from_db()
    waiting.refresh_from_db()
    assert (registration.state, waiting.state) == ("cancelled", "confirmed")


def test_merged_rows_are_erased_together(
    project, request_, person, organiser, django_capture_on_commit_callbacks
):
    make_person(project, full_name=NAME, merged_into=person)

    erase(request_, organiser, django_capture_on_commit_callbacks)

    assert Person.objects.filter(erased_at=None).count() == 0


def test_organisation_of_nobody_else_goes_and_a_shared_one_stays(
    project, request_, person, workshop, organiser, django_capture_on_commit_callbacks
):
    register_participants(
        workshop, by=organiser, source="form",
        entries=[Entry(full_name="A", organisation="Council"), Entry(
            full_name=NAME, email=EMAIL, organisation="Council")],
    )  # fmt: skip

    erase(request_, organiser, django_capture_on_commit_callbacks)

    assert [each.name for each in project.organisations.all()] == ["Council"]


def test_erasure_writes_one_access_row_without_values(
    person, request_, organiser, django_capture_on_commit_callbacks
):
    erase(request_, organiser, django_capture_on_commit_callbacks)

    row = AccessLog.objects.get()
    assert (row.user, row.action, row.rows) == (organiser, "erased", 1)
    assert row.subject == f"desk.privacyrequest {request_.pk}"


def test_replay_erases_whom_an_older_backup_brought_back(
    project, person, request_, organiser, django_capture_on_commit_callbacks
):
    code = person.code
    erase(request_, organiser, django_capture_on_commit_callbacks)
    journalled = journal.journal_path().read_text()
    Person.objects.filter(pk=person.pk).update(full_name=NAME, email=EMAIL, erased_at=None)

    with django_capture_on_commit_callbacks(execute=True):
        again, never = erasure.replay(), erasure.replay()

    person.refresh_from_db()
    assert (again, never) == (1, 0)
    assert (person.full_name, person.erased_at is None) == ("", False)
    assert code in journalled
    assert NAME not in journalled
    assert journal.journal_path().stat().st_mode & 0o777 == 0o600
    assert PrivacyRequest.objects.exclude(pk=request_.pk).get().state == "done"


def test_everything_about_one_person(person, plan, workshop, organiser):
    registration = Registration.objects.get()
    update_registration(
        registration, by=organiser, expected_version=registration.form_version,
        entry=Entry(full_name=NAME, note="Comes late"), fields=["note"],
    )  # fmt: skip
    plan.comments.create(text=f"Ask {NAME}", by=organiser)

    found = json.loads(json.dumps(everything_about([person])))

    [one], [attended] = found["people"], found["registrations"]
    assert (one["full_name"], one["email"], "name_key" in one) == (NAME, EMAIL, False)
    assert (attended["workshop"], attended["note"]) == (str(workshop), "Comes late")
    assert "private_token_hash" not in attended
    assert [each["field"] for each in found["history"]] == ["note"]
    assert [each["subject"] for each in found["letters_waiting"]] == [
        f"Your registration: {workshop}"
    ]
    assert {"in": "comment", "field": "text", "why": "names the person"} in found[
        "named_or_shown_in"
    ]


def test_every_field_of_uploads_has_a_rule_by_which_it_is_listed():
    assert unlisted_uploads() == set()


def test_erased_person_stays_on_the_list_as_a_figure_and_in_no_export(
    client, person, request_, workshop, organiser, django_capture_on_commit_callbacks
):
    make_registration(workshop, full_name="Tevita Mala", gender="male")
    registration = person.registrations.get()
    erase(request_, organiser, django_capture_on_commit_callbacks)
    client.force_login(organiser)
    at = f"/workshops/{workshop.slug}/participants/"

    shown = client.get(at).content.decode()
    export = b"".join(client.get(f"{at}export.csv")).decode()

    assert "Erased person" in shown
    assert "2 (1/1)" in shown
    assert export.count("\n") == 2
    assert client.get(f"{at}{registration.code}/edit/").status_code == 404
    assert client.get(f"{at}attendance/").status_code == 200


def test_import_of_an_older_export_brings_nobody_back(
    person, request_, workshop, organiser, django_capture_on_commit_callbacks
):
    registration = person.registrations.get()
    erase(request_, organiser, django_capture_on_commit_callbacks)
    old = Entry(full_name=NAME, email=EMAIL, code=registration.code)

    known = KnownPeople(workshop, [old], spelling=False)

    assert (known.by_code, known.same(old)) == ({}, None)


def test_what_an_import_kept_for_its_undoing_goes_too(
    person, request_, workshop, organiser, django_capture_on_commit_callbacks
):
    importing = ParticipantImport.objects.create(workshop=workshop, asked_by=organiser)
    ImportedChange.objects.create(
        importing=importing, registration=person.registrations.get(),
        before={"person": {"full_name": NAME}}, registration_version=1, person_version=1,
    )  # fmt: skip

    erase(request_, organiser, django_capture_on_commit_callbacks)

    assert not ImportedChange.objects.exists()
