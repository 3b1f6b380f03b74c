import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from desk.example.users import set_demo_password
from desk.ports import PortRefused, is_answered, local_addresses
from desk.preparing import prepare
from desk.processes import Child, start, stop

SECONDS_TO_ANSWER = 60
WEB = ("-m", "gunicorn", "workshop_portal.wsgi")
WORKER = (
    *("-W", "ignore:You're running the worker with superuser"),  # said at every start as root
    *("-m", "celery", "--app", "workshop_portal", "--quiet", "worker", "--beat"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"),
)


class StopAsked(Exception):
    """Ctrl-C, or a request of the system to end."""


class Command(BaseCommand):
    help = "Runs the portal: the web and one worker, until Ctrl-C."
    requires_system_checks = ()  # a second of every start; `make lint` has asked them

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with stopped_by_signals():
                self.run(local_addresses(settings.PORTAL_PORT))
        except PortRefused as refusal:
            raise CommandError(
                f"{refusal} Choose another, for example: PORTAL_PORT=8100 make run"
            ) from refusal
        except StopAsked:
            self.say("The portal is stopped; its data is kept.")

    def run(self, addresses: list[str]) -> NoReturn:
        """Get ready, start both, and watch them until one ends or somebody asks to stop."""
        if not settings.FULL_SHAPE:
            self.say("Getting the portal ready …")
            prepare()
        children: list[Child] = []
        try:
            children.append(start("web", [*WEB, *(f"--bind={address}" for address in addresses)]))
            children.append(start("worker", WORKER))
            wait_for_answer(children)
            self.say_where_to_look()
            watch(children)
        finally:
            stop(children)

    def say_where_to_look(self) -> None:
        address = f"http://localhost:{settings.PORTAL_PORT}"
        self.say(f"The portal is running; Ctrl-C stops it. Its data: {settings.PORTAL_DATA}")
        self.say(f"  Look at it:  {address}")
        self.say(f"  Sign in at:  {address}/accounts/login/")
        example_users = User.objects.filter(is_example=True, is_active=True).order_by("pk")
        if settings.FULL_SHAPE or not example_users:
            return
        self.say(f"  as one of:   {', '.join(user.email for user in example_users)}")
        self.say(f"  password:    {set_demo_password()}")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def wait_for_answer(children: list[Child]) -> None:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not is_answered(settings.PORTAL_PORT):
        raise_if_ended(children)
        if time.monotonic() > deadline:
            raise CommandError(f"The web did not answer within {SECONDS_TO_ANSWER} seconds.")
        time.sleep(0.05)


def watch(children: list[Child]) -> NoReturn:
    while True:
        raise_if_ended(children)
        time.sleep(0.1)


def raise_if_ended(children: list[Child]) -> None:
    for child in children:
        if child.has_ended:
            raise CommandError(
                f"The {child.name} ended by itself (status {child.process.returncode}), "
                "so the portal is stopped. What was under way is taken up at the next start."
            )


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Within it SIGINT and SIGTERM raise StopAsked, once: the rest is to end undisturbed."""

    def ask(*_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise StopAsked

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
