from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from jobs import services
from jobs.mail import deliver
from jobs.models import Letter
from jobs.work import run_job

SWEPT = "jobs.swept_at"  # in the cache: when clock, broker and worker were last seen at work


@shared_task
def send_letter(letter_id: int) -> None:
    run_job(Letter, letter_id, work=deliver)


@shared_task
def sweep() -> None:
    services.sweep()
    cache.set(SWEPT, timezone.now(), timeout=3600)
