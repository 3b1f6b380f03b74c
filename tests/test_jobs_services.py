import datetime
import time

import pytest
from django.utils import timezone

from jobs import doorbell, services
from jobs.services import CannotRetry, cancel, queue, retry, sweep, take_back_all
from tests.jobs_app.models import Errand

pytestmark = pytest.mark.django_db
AGO = datetime.timedelta(minutes=5)


class Broker:
    """Notes what is sent, or is away."""

    def __init__(self):
        self.is_away = False
        self.asked = 0
        self.sent = []

    def __call__(self, job):
        self.asked += 1
        if self.is_away:
            raise ConnectionError
        self.sent.append(job.pk)


@pytest.fixture(autouse=True)
def broker(monkeypatch):
    broker = Broker()
    monkeypatch.setattr(doorbell, "_send", broker)
    monkeypatch.setattr(doorbell, "_silent_until", 0.0)
    return broker


def make_errand(**fields):
    fields.setdefault("ring_at", timezone.now())
    return Errand.objects.create(**fields)


def make_running(**fields):
    now = timezone.now()
    usual = {"lease_until": now - AGO, "started_at": now, "heartbeat_at": now, "attempt": 1}
    return make_errand(state=Errand.State.RUNNING, **{**usual, **fields})


def again(errand):
    errand.refresh_from_db()
    return errand


def test_job_is_rung_for_on_commit(broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        errand = queue(Errand())

    assert broker.sent == []
    for callback in callbacks:
        callback()
    assert broker.sent == [errand.pk]


def test_broker_that_is_away_is_asked_once_for_many_jobs(
    broker, django_capture_on_commit_callbacks
):
    broker.is_away = True

    with django_capture_on_commit_callbacks(execute=True):
        errands = [queue(Errand()) for _number in range(20)]

    assert broker.asked == 1
    assert [again(errand).state for errand in errands] == [Errand.State.QUEUED] * 20
    assert all(errand.ring_at <= timezone.now() for errand in errands)


def test_broker_is_asked_again_after_its_silence(broker, monkeypatch):
    broker.is_away = True
    doorbell.ring(make_errand())
    broker.is_away = False
    monkeypatch.setattr(doorbell, "_silent_until", time.monotonic())

    assert doorbell.ring(make_errand()) is True


def test_sweep_rings_for_what_nobody_has_claimed_once_a_time(broker):
    errand = make_errand(ring_at=timezone.now() - AGO)

    sweep()
    sweep()

    assert broker.sent == [errand.pk]


def test_sweep_leaves_alone_what_was_just_rung_or_not_asked_for(broker):
    make_errand(ring_at=timezone.now() + AGO)
    make_errand(ring_at=None)
    make_errand(state=Errand.State.DONE, ring_at=timezone.now() - AGO)

    sweep()

    assert broker.sent == []


def test_sweep_takes_back_and_rings_what_lost_its_lease(broker):
    errand = make_running(step="Writing", percent=50)

    sweep()

    assert again(errand).state == Errand.State.QUEUED
    assert (errand.attempt, errand.lease_until, errand.step, errand.percent) == (1, None, "", 0)
    assert broker.sent == [errand.pk]


def test_sweep_leaves_a_held_job_alone(broker):
    errand = make_running(lease_until=timezone.now() + AGO)

    sweep()

    assert again(errand).state == Errand.State.RUNNING
    assert broker.sent == []


def test_sweep_fails_the_last_attempt_in_words(broker):
    errand = make_running(attempt=3)

    sweep()

    assert again(errand).state == Errand.State.FAILED
    assert errand.error == "The worker stopped in the middle of it 3 times."
    assert broker.sent == []


def test_sweep_fails_what_lived_longer_than_its_time_in_words(broker):
    now = timezone.now()
    errand = make_running(started_at=now - AGO, heartbeat_at=now)

    sweep()

    assert again(errand).error == "It was stopped because it took longer than 1 minute."


def test_sweep_finds_every_kind_of_job_in_a_constant_number_of_queries(django_assert_num_queries):
    kinds = len(list(services.job_models()))
    for _number in range(3):
        make_errand(ring_at=timezone.now() + AGO)

    with django_assert_num_queries(2 * kinds):
        sweep()


def test_no_worker_alive_means_no_lease(broker):
    errand = make_running(lease_until=timezone.now() + AGO)

    take_back_all()
    sweep()

    assert again(errand).state == Errand.State.QUEUED


def test_cancelled_job_is_over():
    errand = cancel(make_errand())

    assert errand.state == Errand.State.CANCELLED
    assert errand.finished_at is not None


def test_cancelling_what_is_done_changes_nothing():
    assert cancel(make_errand(state=Errand.State.DONE)).state == Errand.State.DONE


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_retried_job_has_three_more_attempts(broker, state, django_capture_on_commit_callbacks):
    errand = make_errand(state=state, error="why", attempt=3, percent=50)

    with django_capture_on_commit_callbacks(execute=True):
        retry(errand)

    assert (errand.state, errand.error, errand.percent) == (Errand.State.QUEUED, "", 0)
    assert (errand.attempt, errand.last_attempt) == (3, 6)
    assert broker.sent == [errand.pk]


@pytest.mark.parametrize("state", ["queued", "done"])
def test_retrying_what_was_not_given_up_changes_nothing(
    broker, state, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        errand = retry(make_errand(state=state))

    assert errand.state == state
    assert broker.sent == []


def test_retrying_what_was_asked_for_anew_is_refused(monkeypatch):
    failed = make_errand(state=Errand.State.FAILED, error="why", deed="only one")
    make_errand(deed="only one")

    with pytest.raises(CannotRetry):
        retry(failed)
