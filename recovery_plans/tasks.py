from celery import shared_task
from django.utils import timezone

from jobs.work import run_job
from recovery_plans.models import PlanExport
from recovery_plans.services import remind_everybody
from recovery_plans.services.export import render_export


@shared_task
def make_plan_file(export_id: int) -> None:
    run_job(PlanExport, export_id, work=render_export)


@shared_task
def remind() -> None:
    """By the clock, once an hour."""
    remind_everybody(now=timezone.now())
