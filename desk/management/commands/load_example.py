from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.example.load import load_example
from desk.example.users import set_demo_password


class Command(BaseCommand):
    help = "Load the project DA13 with an invented example in it. Done once; again: nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="also in the full shape")

    def handle(self, *args: Any, yes: bool, **options: Any) -> None:
        if settings.FULL_SHAPE and not yes:
            raise CommandError(
                "This portal runs in the full shape. Invented people, plans and users would stand "
                "beside real ones. To load them all the same: load_example --yes"
            )
        loaded = load_example()
        set_demo_password()
        self.stdout.write("The example is loaded." if loaded else "The example was loaded before.")
