from celery import shared_task

from jobs.work import run_job
from participants.imports import services, staging
from participants.models import ParticipantImport


@shared_task
def run_import(import_id: int) -> None:
    run_job(ParticipantImport, import_id, work=services.run_import)


@shared_task
def delete_staged() -> None:
    staging.delete_staged()
