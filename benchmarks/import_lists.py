"""Lists of made-up people, as the benches of the import send them."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.management import call_command

from accounts.models import User
from cities.models import City, Country
from jobs.work import run_job
from participants.imports.checking import run_check, say
from participants.imports.services import confirm, run_import
from participants.imports.staging import stage
from participants.models import ImportCheck, ParticipantImport
from workshops.models import Workshop

HEADER = ["Full name", "Gender", "E-mail", "Phone", "Position", "Organisation", "City", "Country"]
SYLLABLES = ["ba", "ko", "mi", "tu", "re", "so", "la", "vi", "ne", "ga"]
ORGANISATIONS = 400
CITIES = 500


def make_places() -> list[tuple[str, str]]:
    """Names of cities, each with its country; the reference data first."""
    call_command("load_reference", verbosity=0)
    countries = itertools.cycle(Country.objects.order_by("pk"))
    cities = [
        City(slug=f"import-{number}", name=f"Importville {number}", country=country)
        for number, country in zip(range(CITIES), countries, strict=False)
    ]
    City.objects.bulk_create(cities)
    return [(city.name, city.country.name) for city in cities]


def people(count: int, places: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    for number in range(count):
        city, country = places[number % len(places)]
        yield [
            name_of(number), "FM"[number % 2], f"import{number}@example.org",
            f"+679 {number:07}", "Officer", f"Import office {number % ORGANISATIONS}", city,
            country,
        ]  # fmt: skip


def name_of(number: int) -> str:
    """A name of two words that no other number has."""
    word = "".join(SYLLABLES[int(digit)] for digit in f"{number:06}")
    return f"{word[:6]} {word[6:]}".title()


def take_in(workshop: Workshop, *, file: UploadedFile[Any], by: User) -> ParticipantImport:
    """All that a portal does with a list: read it, check it, save it."""
    importing = stage(workshop, file=file, by=by)
    run_job(ImportCheck, say(importing).pk, work=run_check)
    confirm(importing, sends_letters=False)
    run_job(ParticipantImport, importing.pk, work=run_import)
    importing.refresh_from_db()
    if importing.state != ParticipantImport.State.DONE:
        raise RuntimeError(importing.error)
    return importing
