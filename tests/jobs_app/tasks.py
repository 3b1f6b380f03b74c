import contextlib
import os
import re
import signal
import time

from celery import shared_task

from jobs.work import JobFailed, run_job
from tests.jobs_app.models import Beginning, Errand


@shared_task
def run_errand(errand_id):
    run_job(Errand, errand_id, work=do)


def do(errand, progress):
    Beginning.objects.create(errand=errand, process=os.getpid())
    DEEDS[errand.deed](errand, progress)


def write(errand, progress):
    progress("Writing", 50)
    progress.keep_file("errand.txt", f"attempt {errand.attempt}".encode())


def write_slowly(errand, progress):
    """Longer than a lease, and silent: only the heartbeat keeps the job."""
    time.sleep(4)
    write(errand, progress)


def write_slowly_once(errand, progress):
    if errand.attempt == 1:
        time.sleep(60)
    write(errand, progress)


def die(errand, progress):
    os.kill(os.getpid(), signal.SIGKILL)


def hang(errand, progress):
    """Refuses the soft time limit, too."""
    while True:
        with contextlib.suppress(Exception):
            time.sleep(60)


def hang_in_c(errand, progress):
    """Holds Python's lock, so that no thread of the process gets a turn."""
    re.match(r"(a|a)+$", "a" * 60 + "b")


def err(errand, progress):
    raise ValueError("the password of somebody")


def refuse(errand, progress):
    raise JobFailed("There is nothing to write about.")


DEEDS = {
    deed.__name__: deed
    for deed in (write, write_slowly, write_slowly_once, die, hang, hang_in_c, err, refuse)
}
