from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ParticipantsConfig(AppConfig):
    name = "participants"

    def ready(self) -> None:
        from participants.marks import watch  # models cannot be imported any earlier

        post_migrate.connect(watch, sender=self)
