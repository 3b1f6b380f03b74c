from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.backups import BackupRefused, make_backup
from desk.databases import DatabaseToolFailed


class Command(BaseCommand):
    help = "Writes the whole portal, database and files, into one file. It may go on running."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            make_backup(file)
        except (BackupRefused, DatabaseToolFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes")
