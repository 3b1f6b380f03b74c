from celery import shared_task

from desk.privacy import clocks


@shared_task
def sweep_personal_data() -> None:
    clocks.sweep()
