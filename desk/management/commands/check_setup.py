from typing import Any

from django.core.management.base import BaseCommand, CommandError

from desk.setup_checks import check_setup


class Command(BaseCommand):
    help = "Asks database, cache, storage, worker, mail, fonts and proxies whether they work."

    def handle(self, *args: Any, **options: Any) -> None:
        answers = list(check_setup())
        for answer in answers:
            sign = self.style.SUCCESS("good ") if answer.is_good else self.style.ERROR("WRONG")
            self.stdout.write(f"{sign}  {answer.about}: {answer.words}")
        wrong = sum(not answer.is_good for answer in answers)
        if wrong:
            raise CommandError(f"{wrong} of {len(answers)} need attention.")
