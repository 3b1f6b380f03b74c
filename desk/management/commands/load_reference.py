from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from cities.reference import load_cities
from frameworks.reference import load_frameworks


class Command(BaseCommand):
    help = "Load the reference data; again: bring up to date what nobody has corrected."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "reference")

    @transaction.atomic
    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        for shipment in [*load_frameworks(folder), *load_cities(folder)]:
            if options["verbosity"]:
                self.stdout.write(
                    f"{shipment.noun}: {shipment.made} made, {shipment.updated} updated, "
                    f"{shipment.kept} corrections kept"
                )
