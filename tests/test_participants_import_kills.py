"""Fifty workers killed in the middle of an import, at any statement or any moment: all or nothing.

Each is a process of its own, ended by SIGKILL as by a power cut; nothing of it can tidy up.
"""

import os
import random
import signal
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.utils import timezone

from documents.sheets.write import csv_bytes
from jobs.models import Job
from jobs.services import sweep
from jobs.work import run_job
from participants.imports.services import confirm, run_import
from participants.imports.staging import stage
from participants.models import ImportedChange, ParticipantImport, Person, Registration
from tests.factories import make_facilitator, make_project, make_workshop
from tests.sheets import HEADER, checked, imported
from writing.models import Change

pytestmark = pytest.mark.django_db(transaction=True)
KNOWN, NEW = 10, 40
NOTHING = (KNOWN, KNOWN, {"Council"}, 0, 0)
ALL = (KNOWN + NEW, KNOWN + NEW, {"Ministry"}, KNOWN, KNOWN)


@pytest.fixture
def workshop(transactional_db):
    return make_workshop(make_project())


@pytest.fixture
def importing(workshop):
    """A confirmed list that adds forty people and changes ten."""
    by = make_facilitator(workshop)
    imported(staged(workshop, by, KNOWN, "Council"))
    listed = staged(workshop, by, KNOWN + NEW, "Ministry")
    checked(listed)
    return confirm(listed, sends_letters=False)


def staged(workshop, by, count, organisation):
    rows = [[f"Person {letters(n)}", "F", f"p{n}@example.org", organisation] for n in range(count)]
    rows.append(["Left out, so that the list is kept", "Cat", "", ""])
    return stage(workshop, file=SimpleUploadedFile("x.csv", csv_bytes(HEADER, rows)), by=by)


def letters(number):
    return f"{'abcdefghij'[number // 10]}{'klmnopqrst'[number % 10]}" * 4


def in_a_process(work):
    """Start a process that does this work, on a connection of its own."""
    connections.close_all()
    process = os.fork()
    if process:
        return process
    try:
        work()
    finally:
        os._exit(0)


def run_until(importing, statement):
    """The work of a worker that is killed before its n-th statement."""
    count = 0

    def counted(execute, *arguments):
        nonlocal count
        count += 1
        if count == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    def work():
        with connection.execute_wrapper(counted):
            run_job(ParticipantImport, importing.pk, run_import)

    return work


def as_it_stands():
    changed = Registration.objects.filter(pk__in=Registration.objects.order_by("pk")[:KNOWN])
    return (
        Registration.objects.count(),
        Person.objects.count(),
        set(changed.values_list("organisation_name", flat=True)),
        Change.objects.filter(field="organisation_name").count(),
        ImportedChange.objects.count(),
    )


def given_back(importing):
    """What the sweep does once the killed worker's lease is over: a worker may begin again."""
    ParticipantImport.objects.filter(pk=importing.pk, state=Job.State.RUNNING).update(
        lease_until=timezone.now()
    )
    ParticipantImport.objects.filter(pk=importing.pk).update(last_attempt=1000)
    sweep()


def test_fifty_killed_workers_leave_all_or_nothing(importing):
    chance = random.Random(29)
    points = [("statement", chance.randint(1, 40)) for _ in range(25)]
    points += [("moment", chance.uniform(0, 0.12)) for _ in range(25)]
    ended = []
    for kind, point in points:
        if kind == "statement":
            process = in_a_process(run_until(importing, point))
        else:
            process = in_a_process(run_until(importing, None))
            time.sleep(point)
            os.kill(process, signal.SIGKILL)
        _pid, status = os.waitpid(process, 0)
        importing.refresh_from_db()
        is_done = importing.state == Job.State.DONE
        assert as_it_stands() == (ALL if is_done else NOTHING), (kind, point)
        assert importing.state != Job.State.FAILED, importing.error
        ended.append((os.WIFSIGNALED(status), is_done))
        if is_done:
            take_everything_back(importing)
        given_back(importing)

    assert len(ended) == 50
    assert sum(killed and not done for killed, done in ended) >= 15  # died in the middle
    run_job(ParticipantImport, importing.pk, run_import)
    assert as_it_stands() == ALL


def take_everything_back(importing):
    """By hand, so that the next worker finds what the first one found."""
    added = Registration.objects.filter(came_with=importing)
    people = list(added.values_list("person", flat=True))
    added.delete()
    Person.objects.filter(pk__in=people).delete()
    ImportedChange.objects.all().delete()
    Change.objects.filter(field__startswith="organisation").delete()
    council = Registration.objects.first().organisation.project.organisations.get(name="Council")
    Registration.objects.update(organisation_name="Council", organisation=council, version=1)
    ParticipantImport.objects.filter(pk=importing.pk).update(
        state=Job.State.RUNNING, lease_until=timezone.now(), finished_at=None
    )
