from celery import shared_task

from cities.models import DiagnosticExport
from cities.services import render_report
from jobs.work import run_job


@shared_task
def make_diagnostic_file(export_id: int) -> None:
    run_job(DiagnosticExport, export_id, work=render_report)
