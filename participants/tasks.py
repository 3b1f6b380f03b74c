from celery import shared_task

from jobs.work import run_job
from participants import marks
from participants.imports import checking, services, staging, undo
from participants.models import CertificateFile, ImportCheck, ImportUndo, ParticipantImport
from participants.services.certificates import delete_old_certificates, render_certificates


@shared_task
def check_import(check_id: int) -> None:
    run_job(ImportCheck, check_id, work=checking.run_check)


@shared_task
def run_import(import_id: int) -> None:
    run_job(ParticipantImport, import_id, work=services.run_import)


@shared_task
def undo_import(undo_id: int) -> None:
    run_job(ImportUndo, undo_id, work=undo.run_undo)


@shared_task
def make_certificates(file_id: int) -> None:
    run_job(CertificateFile, file_id, work=render_certificates)


@shared_task
def delete_staged() -> None:
    staging.delete_staged()
    delete_old_certificates()


@shared_task
def tidy_marks() -> None:
    marks.tidy_marks()
