"""Real workers, really killed. In the full shape with PostgreSQL and a Redis of the test's own."""

import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from kombu import pools

from briefs.models import BriefExport
from briefs.services import make_edition, request_export
from jobs import doorbell
from jobs.services import queue
from tests.brief_factories import make_brief
from tests.jobs_app import hurried_settings
from tests.jobs_app.models import Errand
from tests.jobs_app.processes import Redis, Worker, begun, files_of, over, wait_until
from workshop_portal.celery import app

pytestmark = [
    pytest.mark.kills,
    pytest.mark.django_db(transaction=True),
]
embedded = pytest.mark.skipif(django_settings.FULL_SHAPE, reason="of the embedded shape only")
full = pytest.mark.skipif(not django_settings.FULL_SHAPE, reason="of the full shape only")


@pytest.fixture
def broker(monkeypatch):
    """The folder of this test process; in the full shape a Redis that only this test uses."""
    monkeypatch.setattr(doorbell, "_silent_until", 0.0)
    if django_settings.FULL_SHAPE:
        yield from private_redis(monkeypatch)
    else:
        shutil.rmtree(django_settings.PORTAL_DATA / "queue", ignore_errors=True)
        yield None


def private_redis(monkeypatch):
    with tempfile.TemporaryDirectory() as folder:
        server = Redis(folder)
        server.start()
        monkeypatch.setenv("REDIS_URL", server.url)
        usual = app.conf.broker_url
        ring_at(server.url.replace("unix://", "redis+socket://"))
        yield server
        ring_at(usual)
        server.stop()


def ring_at(url):
    app.conf.broker_url = url
    pools.reset()  # else a pool that was closed is taken up again
    app._after_fork()


@pytest.fixture
def workers(broker, settings):
    """Starts workers in a hurry; none outlives its test."""
    settings.JOB_LEASE_SECONDS = hurried_settings.JOB_LEASE_SECONDS
    settings.JOB_RING_SECONDS = hurried_settings.JOB_RING_SECONDS
    started = []

    def start():
        started.append(Worker(DJANGO_SETTINGS_MODULE=hurried_settings.__name__).start())
        return started[-1]

    yield start
    for worker in started:
        worker.stop()
        print(worker.words())  # shown where the test failed


def empty(broker):
    if broker:
        broker.empty()
    else:
        shutil.rmtree(django_settings.PORTAL_DATA / "queue")


def test_job_of_a_killed_worker_is_done_by_the_next_once(workers):
    first = workers()
    errand = queue(Errand(deed="write_slowly_once"))
    begun(errand)

    first.kill()
    workers()

    assert over(errand).state == Errand.State.DONE
    assert errand.attempt == 2
    assert errand.beginnings.count() == 2
    assert files_of(errand) == {"2-errand.txt": "attempt 2"}


def test_poison_fails_after_three_attempts_and_holds_up_nobody(workers):
    workers().ready()
    poison = queue(Errand(deed="die"))
    begun(poison)

    for _second in range(8):
        other = queue(Errand(deed="write"))
        assert over(other, seconds=10).state == Errand.State.DONE
        time.sleep(1)

    assert over(poison).state == Errand.State.FAILED
    assert poison.error == "The worker stopped in the middle of it 3 times."
    assert poison.beginnings.count() == 3


def test_hostile_jobs_are_stopped_in_words(workers):
    workers().ready()
    in_python, in_c = queue(Errand(deed="hang")), queue(Errand(deed="hang_in_c"))
    other = queue(Errand(deed="write"))

    assert over(other, seconds=10).state == Errand.State.DONE
    assert over(in_python).error == "It was stopped because it took longer than 1 minute."
    assert over(in_c).error == "The worker stopped in the middle of it 3 times."
    assert (in_python.attempt, in_c.attempt) == (1, 3)


def test_hostile_brief_is_stopped_in_words_and_holds_up_nobody(
    workers, project, organiser, monkeypatch
):
    """WeasyPrint breaks a word of sixty thousand letters for a minute."""
    monkeypatch.setattr(BriefExport, "time_limit_seconds", 20)  # is sent along with the ring
    brief = make_brief(project)
    brief.sections.filter(key="context").update(text="x" * 60_000)
    edition = make_edition(brief, by=organiser)
    workers().ready()

    hostile = request_export(edition, format="pdf", paper="a4", by=organiser)
    others = [
        request_export(edition, format=format, paper=paper, by=organiser)
        for format, paper in [("json", "data"), ("xlsx", "data")]
    ]

    assert [over(other, seconds=18).state for other in others] == ["done", "done"]
    hostile.refresh_from_db()
    assert hostile.state == "running"
    assert over(hostile, seconds=90).error.startswith("It was stopped because it took longer than")
    assert (hostile.attempt, bool(hostile.file)) == (1, False)


def test_silent_job_keeps_its_lease_and_is_done_once_however_often_it_is_rung(workers):
    errand = queue(Errand(deed="write_slowly"))
    for _again in range(5):
        doorbell.ring(errand)

    workers()
    if django_settings.FULL_SHAPE:
        workers()

    assert over(errand).state == Errand.State.DONE
    assert errand.beginnings.count() == 1
    assert files_of(errand) == {"1-errand.txt": "attempt 1"}


def test_job_whose_ring_was_lost_is_rung_again(workers, broker):
    errand = queue(Errand(deed="write"))
    empty(broker)

    workers()

    assert over(errand).state == Errand.State.DONE
    assert errand.attempt == 1
    empty(broker)  # under the worker, too
    assert over(queue(Errand(deed="write"))).state == Errand.State.DONE


@embedded
def test_second_embedded_worker_is_refused_in_words(workers):
    workers().ready()

    second = workers()

    assert second.process.wait(timeout=20) == 1
    folder = os.environ["PORTAL_DATA"]
    assert second.words().splitlines()[-1] == (
        f"Another worker already runs for {folder}; two would get in each other's way."
    )


@embedded
def test_children_of_a_killed_parent_end_and_the_next_worker_goes_on_at_once(workers):
    first = workers().ready()
    errand = queue(Errand(deed="write_slowly_once"))
    begun(errand)

    first.kill_parent()
    wait_until(lambda: not group_is_alive(first))
    workers()

    assert over(errand).state == Errand.State.DONE
    assert errand.attempt == 2


def group_is_alive(worker):
    try:
        os.killpg(worker.process.pid, 0)
    except ProcessLookupError:
        return False
    return any(
        stat.split()[2] != "Z" and int(stat.rpartition(")")[2].split()[2]) == worker.process.pid
        for stat in all_processes()
    )


def all_processes():
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield path.read_text()
        except OSError:
            continue


@full
@pytest.mark.parametrize(("hurt", "heal"), [("stop", "start"), ("freeze", "thaw")])
def test_request_is_answered_and_its_jobs_done_though_redis_is_away(workers, broker, hurt, heal):
    workers().ready()
    getattr(broker, hurt)()
    began = time.monotonic()

    errands = [queue(Errand(deed="write")) for _number in range(10)]

    assert time.monotonic() - began < 3
    getattr(broker, heal)()
    assert [over(errand).state for errand in errands] == [Errand.State.DONE] * 10
