from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.scale import seed_scale


class Command(BaseCommand):
    help = "Makes up a project of any size, to measure the portal with. Never in one that is used."

    def add_arguments(self, parser: CommandParser) -> None:
        for noun in ("people", "workshops", "plans"):
            parser.add_argument(f"--{noun}", type=int, default=0)
        parser.add_argument("--yes", action="store_true", help="also in the full shape")

    def handle(
        self, *args: Any, people: int, workshops: int, plans: int, yes: bool, **options: Any
    ) -> None:
        if settings.FULL_SHAPE and not yes:
            raise CommandError("This is the full shape; --yes makes up rows in it all the same.")
        project = seed_scale(people=people, workshops=workshops, plans=plans)
        self.stdout.write(
            f"{project.code}: {people:,} people, {workshops:,} workshops, {plans:,} plans"
        )
