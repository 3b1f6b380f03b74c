from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.backups import BackupRefused, restore_backup
from desk.databases import DatabaseToolFailed
from desk.privacy import erasure, journal


class Command(BaseCommand):
    help = "Puts the portal back as a backup holds it. Stop web and workers before."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="overwrite a portal that has users")
        parser.add_argument(
            "--erasures", type=Path, help="the journal of erasures of another machine"
        )

    def handle(
        self, *args: Any, file: Path, yes: bool, erasures: Path | None, **options: Any
    ) -> None:
        try:
            if erasures is not None:
                journal.add_lines_of(erasures)
            restore_backup(file, overwrite=yes)
            again = erasure.replay()
        except (BackupRefused, DatabaseToolFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The portal is as {file} holds it.")
        if again:
            self.stdout.write(f"Erased again, as the journal of erasures says: {again}.")
