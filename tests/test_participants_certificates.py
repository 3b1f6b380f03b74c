"""Certificates of participation: of whom, with which words, and how long they are kept."""

import datetime
import io

import page as pdf_checks
import pypdf
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from desk.privacy.erasure import erase_from_everywhere
from participants.models import CertificateFile
from participants.services.certificates import (
    CannotCertify,
    ask_for_certificates,
    certificates_of,
    delete_old_certificates,
)
from participants.tasks import make_certificates
from tests.factories import make_body, make_person, make_registration, make_workshop

NAMES = ["  dr. ANA  d’Souza-Lal ", "O", "สมชาย ใจดี", "محمد بن عبد الله", "N" * 200]


@pytest.fixture
def held(project):
    project.project_bodies.create(body=make_body(name="ESCAP"), role="executing")
    return make_workshop(
        project, state="closed", title="Workshop of Suva", place="Suva",
        starts_on="2026-03-03", ends_on="2026-03-04",
    )  # fmt: skip


def attended(workshop, name):
    person = make_person(workshop.project, full_name="As listed", certificate_name=name)
    return make_registration(workshop, person=person, attendance="fully")


@pytest.fixture
def made(held, organiser):
    for name in NAMES:
        attended(held, name)
    asked = ask_for_certificates(held, by=organiser)
    make_certificates(asked.pk)
    asked.refresh_from_db()
    return asked


def test_only_who_was_there_gets_one_with_the_name_exactly_as_typed(held):
    attended(held, "Dr ANA  Lal")
    make_registration(held, full_name="Bo", attendance="partly", role="speaker")
    for fields in (
        {"attendance": "no_show"}, {"attendance": ""}, {"attendance": "fully", "role": "support"},
        {"attendance": "fully", "state": "cancelled"},
    ):  # fmt: skip
        make_registration(held, **fields)

    found = [(each.name, each.role, each.is_of_part) for each in certificates_of(held)]

    assert found == [("Dr ANA  Lal", "", False), ("Bo", "Speaker", True)]


@pytest.mark.parametrize(
    ("state", "ends_on", "words"),
    [
        ("open", "2090-01-02", "The workshop is not over yet"),
        ("closed", "2026-03-04", "Nobody is recorded as having attended"),
    ],
)
def test_nothing_is_certified_before_the_end_or_without_attendance(
    project, organiser, state, ends_on, words
):
    workshop = make_workshop(project, state=state, starts_on="2026-03-03", ends_on=ends_on)
    if state == "open":
        make_registration(workshop, attendance="fully")

    with pytest.raises(CannotCertify, match=words):
        ask_for_certificates(workshop, by=organiser)


def test_file_has_a_page_each_and_passes_as_accessible(made):
    content = made.file.read()
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    texts = [" ".join(each.extract_text().split()) for each in pages]

    assert (made.state, made.rows, len(pages)) == ("done", len(NAMES), len(NAMES))
    assert all("Workshop of Suva" in text and "ESCAP" in text for text in texts)
    assert all("3 March 2026 – 4 March 2026 · Suva" in text for text in texts)
    assert any("dr. ANA d’Souza-Lal" in text for text in texts)
    assert accessible(content)


def accessible(content):
    profile = pdf_checks.ValidationProfile.PDF_UA_1
    return pdf_checks.validate_pdf_bytes(content, profile=profile).is_compliant


def test_file_is_made_once_at_a_time_noted_and_kept_for_a_day(
    client, facilitator, made, held, organiser, django_capture_on_commit_callbacks
):
    held.facilitators.create(user=facilitator, accepted_at=timezone.now())
    client.force_login(facilitator)
    asked = [ask_for_certificates(held, by=organiser).pk for _time in range(2)]
    address = reverse("participants:certificate_download", args=[held.slug, made.pk])

    answer = client.get(address)
    CertificateFile.objects.filter(pk=made.pk).update(
        asked_at=timezone.now() - datetime.timedelta(days=2)
    )
    with django_capture_on_commit_callbacks(execute=True):
        delete_old_certificates()

    row = AccessLog.objects.get()
    assert len(set(asked)) == 1
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert (row.user, row.action, row.rows) == (facilitator, "downloaded", len(NAMES))
    assert not default_storage.exists(made.file.name)
    assert list(CertificateFile.objects.values_list("pk", flat=True)) == asked[:1]


def test_erasing_somebody_deletes_the_files_that_name_them(
    made, held, project, django_capture_on_commit_callbacks, settings, tmp_path
):
    settings.PORTAL_DATA = tmp_path
    person = held.registrations.first().person

    with django_capture_on_commit_callbacks(execute=True):
        erase_from_everywhere([person], project=project, by=None)

    assert not CertificateFile.objects.exists()
    assert not default_storage.exists(made.file.name)
    assert person.pk not in {each.person_id for each in held.registrations.exclude(person=person)}
