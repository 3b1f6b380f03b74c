from celery import shared_task

from briefs.letters import tell_of_all_over, tell_when_over
from briefs.models import BriefExport, ReportExport
from briefs.reports.services import render_report_file
from briefs.returned import staging
from briefs.services import render_export
from jobs.work import run_job


@shared_task
def make_brief(export_id: int) -> None:
    run_job(BriefExport, export_id, work=render_export)
    tell_when_over(export_id)


@shared_task
def make_report_file(export_id: int) -> None:
    run_job(ReportExport, export_id, work=render_report_file)


@shared_task
def write_letters() -> None:
    tell_of_all_over()


@shared_task
def delete_staged_words() -> None:
    staging.delete_staged()
