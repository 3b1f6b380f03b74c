"""Asking for a file of an edition that is made already, to the page that offers it.

Beside it: the same two requests for an edition's page, which no file is asked of.
"""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from benchmarks.example import example_edition
from benchmarks.list_page import UNHASHED
from benchmarks.measuring import Measurement, compare_times
from briefs.models import BriefExport
from briefs.tasks import make_brief


def run() -> Iterator[Measurement]:
    edition = example_edition()
    make_brief(edition.exports.get(format="pdf", paper="a4").pk)
    client = Client()
    client.force_login(User.objects.create_superuser("bench@example.org"))
    make = reverse("briefs:export_make", args=[edition.brief.slug, edition.number])
    page = reverse("briefs:edition_detail", args=[edition.brief.slug, edition.number])
    files = BriefExport.objects.count()
    storages = {**settings.STORAGES, "staticfiles": UNHASHED}
    with override_settings(STORAGES=storages):
        yield compare_times("brief_again", again(client, make), lambda: client.get(page))
    if BriefExport.objects.count() != files:
        raise RuntimeError("another file was made")


def again(client: Client, make: str) -> Callable[[], object]:
    """The click, and the page it leads to."""
    return lambda: client.post(make, {"file": "pdf-a4"}, follow=True)
