from typing import Any

from django.core.management.base import BaseCommand

from desk.preparing import prepare


class Command(BaseCommand):
    help = (
        "Brings database, static files and reference data up to this release, and an empty "
        "embedded portal its example project. Doing it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        prepare()
