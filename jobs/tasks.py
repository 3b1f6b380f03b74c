from celery import shared_task

from jobs import services
from jobs.mail import deliver
from jobs.models import Letter
from jobs.work import run_job


@shared_task
def send_letter(letter_id: int) -> None:
    run_job(Letter, letter_id, work=deliver)


@shared_task
def sweep() -> None:
    services.sweep()
