"""What is logged, in one place for the web, the worker and the web server.

Nothing personal: a private link is printed without its secret, and an exception without its
words, since a database puts the refused values into them. With DEBUG on, exceptions keep theirs.
"""

import logging
import re
import traceback
from types import TracebackType
from typing import Any, TypeAlias

from django.conf import settings

ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)

PRIVATE_LINK = re.compile(
    r"(/(?:registrations|invitations|nominations|rounds/answer)/)[^/\s?#\"']+"
)


def without_secrets(text: str) -> str:
    return PRIVATE_LINK.sub(r"\1…", text)


class PrivateLinks(logging.Filter):
    """Takes the secret out of every private link in a record, wherever it came in."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "celery.app.trace" and isinstance(record.args, dict):
            record.args = {**record.args, "exc": "", "traceback": ""}
        record.msg, record.args = without_secrets(record.getMessage()), None
        return True


class QuietFormatter(logging.Formatter):
    """Says where an exception was raised and of which type, never with which values."""

    def formatException(self, ei: ExcInfo) -> str:
        if settings.configured and settings.DEBUG:
            return super().formatException(ei)
        kind, _, place = ei
        frames = "".join(traceback.format_tb(place)).rstrip()
        return f"{frames}\n{kind.__qualname__ if kind else ''}"


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private_links": {"()": PrivateLinks}},
    "formatters": {
        "plain": {
            "()": QuietFormatter,
            "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["private_links"],
            "formatter": "plain",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # In words on their page; an address nobody has is no event.
        "django.request": {"level": "ERROR"},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}
