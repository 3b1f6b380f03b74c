"""What an installation needs from its surroundings, each asked for real and answered in words."""

import datetime
import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.preparing import has_unapplied_migrations
from jobs.tasks import SWEPT

FONT_FAMILIES = {
    "Noto Sans": "fonts-noto-core",
    "Noto Serif": "fonts-noto-core",
    "Noto Serif Display": "fonts-noto-core",
    "Noto Sans Arabic": "fonts-noto-core",
    "Noto Naskh Arabic": "fonts-noto-core",
    "Noto Sans CJK SC": "fonts-noto-cjk",
}
ENOUGH_BYTES = 1_000_000_000
SILENT_TOO_LONG = datetime.timedelta(seconds=90)  # three sweeps


@dataclass(frozen=True)
class Answer:
    about: str
    is_good: bool
    words: str


class Wrong(Exception):
    """What is wrong, and what to do about it."""


def check_setup() -> Iterator[Answer]:
    """Ask everything; one thing that is wrong hides no other."""
    checks = {
        _("Database"): check_database,
        _("Cache"): check_cache,
        _("Storage"): check_storage,
        _("Worker"): check_worker,
        _("Mail"): check_mail,
        _("Fonts"): check_fonts,
        _("Proxies"): check_proxies,
    }
    return (_answer(about, check) for about, check in checks.items())


def _answer(about: str, check: Callable[[], str]) -> Answer:
    try:
        return Answer(about, is_good=True, words=check())
    except Wrong as wrong:
        return Answer(about, is_good=False, words=str(wrong))
    except Exception as error:  # whatever a server or a disk comes up with
        return Answer(about, is_good=False, words=f"{type(error).__name__}: {error}".strip())


def check_database() -> str:
    if has_unapplied_migrations():
        raise Wrong(_("it is of another release; run: manage.py prepare"))
    return _("%(kind)s, of this release.") % {"kind": connection.display_name}


def check_cache() -> str:
    key, value = f"check-setup-{uuid.uuid4().hex}", uuid.uuid4().hex
    cache.set(key, value, timeout=30)
    if cache.get(key) != value:
        raise Wrong(_("it does not give back what it was given."))
    cache.delete(key)
    return _("keeps and gives back; rate limits work.")


def check_storage() -> str:
    """Written, synced, renamed and read, as the worker does it."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f".check-setup-{uuid.uuid4().hex}"
    with path.open("wb") as file:
        file.write(b"written")
        os.fsync(file.fileno())
    path = path.rename(path.with_suffix(".renamed"))
    path.unlink()
    free = shutil.disk_usage(folder).free
    if free < ENOUGH_BYTES:
        raise Wrong(_("%(folder)s has only %(free)d MB left.") % _room(folder, free))
    return _("%(folder)s can be written, %(free)d MB free.") % _room(folder, free)


def _room(folder: Path, free: int) -> dict[str, object]:
    return {"folder": folder, "free": free // 1_000_000}


def check_worker() -> str:
    """A sweep comes every 30 seconds from the clock through the broker to a worker."""
    swept_at = cache.get(SWEPT)
    if swept_at is None or timezone.now() - swept_at > SILENT_TOO_LONG:
        raise Wrong(_("nothing heard of it for 90 seconds; is it started, and its clock (beat)?"))
    seconds = (timezone.now() - swept_at).seconds
    return _("worked %(seconds)d seconds ago.") % {"seconds": seconds}


def check_mail() -> str:
    if not settings.EMAIL_URL:
        words = _("EMAIL_URL is not set; letters are files in %(folder)s.")
        if settings.FULL_SHAPE:
            raise Wrong(words % {"folder": settings.EMAIL_FILE_PATH})
        return words % {"folder": settings.EMAIL_FILE_PATH}
    with get_connection():
        return _("the server takes our letters, from %(sender)s.") % {
            "sender": settings.DEFAULT_FROM_EMAIL
        }


def check_fonts() -> str:
    import weasyprint  # noqa: F401 - slow, and fails where Pango is missing

    listing = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True)  # noqa: S607
    known = {name.strip() for line in listing.stdout.splitlines() for name in line.split(",")}
    missing = sorted({package for name, package in FONT_FAMILIES.items() if name not in known})
    if missing:
        raise Wrong(_("install the packages %(names)s.") % {"names": " ".join(missing)})
    return _("all that documents are set in.")


def check_proxies() -> str:
    address = urlsplit(settings.SITE_URL)
    if address.hostname not in settings.ALLOWED_HOSTS:
        raise Wrong(_("ALLOWED_HOSTS lacks %(host)s of SITE_URL.") % {"host": address.hostname})
    if settings.FULL_SHAPE and address.scheme != "https":
        raise Wrong(_("SITE_URL should begin with https:// in the full shape."))
    if address.scheme == "https" and not settings.TRUSTED_PROXY_COUNT:
        raise Wrong(
            _("set TRUSTED_PROXY_COUNT to the number of TLS proxies in front of the web, or every "
              "page redirects to itself.")
        )  # fmt: skip
    return _("%(address)s behind %(count)d.") % {
        "address": settings.SITE_URL, "count": settings.TRUSTED_PROXY_COUNT,
    }  # fmt: skip
