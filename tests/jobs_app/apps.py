from celery.signals import worker_process_init
from django.apps import AppConfig


class JobsAppConfig(AppConfig):
    name = "tests.jobs_app"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from documents.worker import warm_up

        worker_process_init.disconnect(warm_up)  # errands print nothing, and die often
