import datetime
import os

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from participants.imports.staging import delete_staged, forget, stage
from participants.models import ParticipantImport

A_DAY_AGO = timezone.now() - datetime.timedelta(days=1, minutes=1)


def staged(workshop, by, **fields):
    sheet = SimpleUploadedFile("people.csv", b"Full name\nSala Vuki\n")
    importing = stage(workshop, file=sheet, by=by)
    ParticipantImport.objects.filter(pk=importing.pk).update(**fields)
    if "asked_at" in fields:
        grown_old(importing.staged.path)
    return importing


def grown_old(path):
    os.utime(path, (A_DAY_AGO.timestamp(), A_DAY_AGO.timestamp()))


def files():
    return set(default_storage.listdir("staging")[1])


def test_list_that_nobody_confirmed_is_gone_after_a_day(workshop, organiser):
    staged(workshop, organiser, asked_at=A_DAY_AGO)
    fresh = staged(workshop, organiser)

    delete_staged()

    assert list(ParticipantImport.objects.all()) == [fresh]
    assert {f"staging/{name}" for name in files()} == {fresh.staged.name}


def test_import_that_failed_keeps_its_row_alone(workshop, organiser):
    importing = staged(
        workshop, organiser, asked_at=A_DAY_AGO, confirmed_at=A_DAY_AGO,
        answers={"gender": {"sala vuki": "female"}}, counts={"new": 1},
    )  # fmt: skip

    delete_staged()
    delete_staged()

    importing.refresh_from_db()
    assert (importing.staged.name, importing.answers, importing.counts) == ("", {}, {"new": 1})
    assert (importing.file_name, importing.headings, importing.remarks) == ("", {}, [])
    assert files() == set()


def test_file_that_no_row_knows_is_gone_too(db):
    grown_old(default_storage.path(default_storage.save("staging/list", ContentFile(b"Sala"))))

    delete_staged()

    assert files() == set()


def test_nothing_staged_yet_is_no_error(db):
    delete_staged()

    assert not default_storage.exists("staging")


def test_every_task_of_the_clock_is_known():
    current_app.loader.import_default_modules()
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert named - current_app.tasks.keys() == set()


def test_forgotten_list_leaves_no_file_though_nobody_checked_it(workshop, organiser):
    importing = stage(workshop, file=SimpleUploadedFile("l.csv", b"Name\nAna\n"), by=organiser)

    forget(importing)

    assert default_storage.listdir("staging")[1] == []
