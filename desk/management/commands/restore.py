from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.backups import BackupRefused, restore_backup
from desk.databases import DatabaseToolFailed


class Command(BaseCommand):
    help = "Puts the portal back as a backup holds it. Stop web and workers before."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="overwrite a portal that has users")

    def handle(self, *args: Any, file: Path, yes: bool, **options: Any) -> None:
        try:
            restore_backup(file, overwrite=yes)
        except (BackupRefused, DatabaseToolFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The portal is as {file} holds it.")
