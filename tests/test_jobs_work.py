"""What one attempt may write, and what becomes of it when it is not alone."""

import errno
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from jobs import lease, services, work
from jobs.services import cancel, queue
from jobs.work import Cancelled, JobFailed, LostLease, Progress, run_job
from tests.jobs_app.models import Beginning, Errand

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rings(monkeypatch):
    """The jobs that were rung for, instead of a broker."""
    rung = []
    for module in (services, work):
        monkeypatch.setattr(module, "ring", lambda job: rung.append(job.pk) or True)
    return rung


def run(errand, *deeds):
    """Run the errand's next attempt; each deed takes the errand and its progress."""

    def do(errand, progress):
        for deed in deeds:
            deed(errand, progress)

    run_job(Errand, errand.pk, work=do)
    errand.refresh_from_db()
    return errand


def lose(errand, _progress=None):
    """What the sweep does once the lease is over."""
    Errand.objects.filter(pk=errand.pk).update(lease_until=timezone.now())
    services.sweep()


def finish_elsewhere(errand, _progress):
    """The lease is lost, and another worker does the job while we still work."""
    lose(errand)
    run_job(Errand, errand.pk, work=lambda _errand, progress: progress.keep_file("b", b"theirs"))


def test_work_that_returns_is_done():
    errand = run(queue(Errand()), lambda _errand, progress: progress("Writing", 40))

    assert (errand.state, errand.step, errand.percent) == (Errand.State.DONE, "Writing", 100)
    assert (errand.attempt, errand.lease_until, errand.error) == (1, None, "")
    assert errand.started_at < errand.finished_at


def test_progress_is_seen_and_renews_the_lease():
    seen = []

    def look(errand, progress):
        progress("Writing", 40)
        seen.append(Errand.objects.get(pk=errand.pk))

    run(queue(Errand()), look)

    assert [(row.state, row.step, row.percent) for row in seen] == [("running", "Writing", 40)]
    assert seen[0].lease_until == seen[0].heartbeat_at + lease.lease()


def test_frequent_progress_in_one_step_is_one_write(django_assert_num_queries):
    def count(_errand, progress):
        with django_assert_num_queries(1):
            for row in range(100):
                progress("Writing", row)

    assert run(queue(Errand()), count).state == Errand.State.DONE


def test_second_worker_of_a_claimed_job_does_nothing():
    errand = queue(Errand())
    done = []

    run(errand, lambda errand, _progress: run(errand, lambda *_: done.append("twice")))

    assert done == []
    assert errand.attempt == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_claims_at_once_one_wins():
    errand = queue(Errand())

    def claim(_number):
        try:
            return lease.claim(Errand, errand.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        claims = [job for job in workers.map(claim, range(24)) if job]

    assert [job.attempt for job in claims] == [1]


def test_job_that_was_not_asked_for_yet_is_not_claimed():
    staged = Errand.objects.create()

    assert run(staged).state == Errand.State.QUEUED


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_job_that_is_over_is_not_claimed(state):
    errand = queue(Errand())
    Errand.objects.filter(pk=errand.pk).update(state=state, error="why")

    assert run(errand, lambda *_: pytest.fail("claimed")).state == state


def test_kept_file_has_its_size_and_checksum(settings):
    errand = run(queue(Errand()), lambda _errand, progress: progress.keep_file("a b.txt", b"text"))

    assert errand.file.name == f"jobs/errand/{errand.pk}/1-a_b.txt"
    assert errand.file.read() == b"text"
    assert (errand.file_size, errand.sha256) == (4, hashlib.sha256(b"text").hexdigest())


def test_late_finisher_writes_nothing_and_leaves_no_file(settings):
    errand = run(
        queue(Errand()),
        lambda _errand, progress: progress.keep_file("a", b"ours"),
        finish_elsewhere,
    )

    assert (errand.state, errand.attempt) == (Errand.State.DONE, 2)
    assert errand.file.read() == b"theirs"
    assert [path.name for path in (settings.MEDIA_ROOT / "jobs/errand").glob("*/*")] == ["2-b"]


def test_late_progress_says_that_the_lease_is_lost():
    heard = []

    def go_on(errand, progress):
        with pytest.raises(LostLease) as loss:
            progress("Writing", 50)
        heard.append(loss.type)

    run(queue(Errand()), finish_elsewhere, go_on)

    assert heard == [LostLease]


def test_late_failure_does_not_undo_what_another_has_done():
    def fail(_errand, _progress):
        raise JobFailed("ours")

    assert run(queue(Errand()), finish_elsewhere, fail).state == Errand.State.DONE


def test_attempt_after_a_retry_is_not_mistaken_for_an_old_one():
    errand = queue(Errand())
    old = Progress(lease.claim(Errand, errand.pk))
    services.retry(cancel(errand))
    lease.claim(Errand, errand.pk)

    with pytest.raises(LostLease):
        old.finish()


def test_cancelled_work_hears_of_it_at_its_next_word():
    def hear(_errand, progress):
        with pytest.raises(Cancelled):
            progress("Writing", 50)
        raise Cancelled

    errand = run(queue(Errand()), lambda errand, _progress: cancel(errand), hear)

    assert (errand.state, errand.step) == (Errand.State.CANCELLED, "")


def test_cancelled_work_that_goes_on_changes_nothing():
    errand = run(queue(Errand()), lambda errand, _progress: cancel(errand))

    assert errand.state == Errand.State.CANCELLED


def test_refusal_fails_at_once_in_its_own_words(rings):
    def refuse(_errand, _progress):
        raise JobFailed("There is nothing to write about.")

    errand = run(queue(Errand()), refuse)

    assert (errand.state, errand.attempt) == (Errand.State.FAILED, 1)
    assert errand.error == "There is nothing to write about."


def test_error_is_tried_three_times_then_failed_without_its_own_words(rings, caplog):
    secret = "a@example.org"

    def err(_errand, _progress):
        raise ValueError(secret)

    errand = queue(Errand())
    states = [run(errand, err).state for _attempt in range(3)]

    assert states == [Errand.State.QUEUED, Errand.State.QUEUED, Errand.State.FAILED]
    assert errand.error == "Something went wrong each time: it was tried 3 times."
    assert rings == [errand.pk, errand.pk]
    assert secret not in "".join(record.getMessage() for record in caplog.records)


def test_full_disk_is_said_and_leaves_no_half_file(rings, monkeypatch, settings):
    def fsync(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    errand = queue(Errand())
    states = [
        run(errand, lambda _errand, progress: progress.keep_file("a", b"half")).state
        for _attempt in range(3)
    ]

    assert states == [Errand.State.QUEUED, Errand.State.QUEUED, Errand.State.FAILED]
    assert errand.error.startswith("The disk of the portal is full: it was tried 3 times")
    folder = settings.MEDIA_ROOT / f"jobs/errand/{errand.pk}"
    assert list(folder.iterdir()) == []


def test_error_waits_its_pause_before_it_is_tried_again(rings, monkeypatch):
    monkeypatch.setattr(Errand, "retry_pause_seconds", 120)
    began = timezone.now()

    errand = run(queue(Errand()), lambda *_: 1 / 0)

    assert (errand.ring_at - began).total_seconds() >= 120
    assert rings == []


def test_own_rows_and_the_end_are_written_together():
    def write(errand, progress):
        with transaction.atomic():
            Beginning.objects.create(errand=errand, process=1)
            finish_elsewhere(errand, progress)
            progress.finish()

    errand = run(queue(Errand()), write)

    assert errand.beginnings.count() == 0


def test_finished_in_its_own_transaction_is_finished_once():
    def write(errand, progress):
        with transaction.atomic():
            progress.keep(deed="written")
            progress.finish()

    errand = run(queue(Errand()), write)

    assert (errand.state, errand.deed) == (Errand.State.DONE, "written")


def test_progress_within_the_works_own_transaction_locks_nothing(django_assert_num_queries):
    def write(_errand, progress):
        with transaction.atomic(), django_assert_num_queries(0):
            progress("Saving", 50)

    assert run(queue(Errand()), write).step == ""
