from celery import shared_task

from briefs.models import BriefExport
from briefs.services import render_export
from jobs.work import run_job


@shared_task
def make_brief(export_id: int) -> None:
    run_job(BriefExport, export_id, work=render_export)
