from celery import shared_task
from django.utils import timezone

from recommendations.services import close_due_rounds, remind_silent


@shared_task
def tend_rounds() -> None:
    """Remind those who have not answered, and close the rounds whose time is over."""
    now = timezone.now()
    remind_silent(now=now)
    close_due_rounds(now=now)
