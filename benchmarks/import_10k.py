"""10,000 people taken in, organisation, city and country looked up, beside import-export.

Ours: the file read, every row checked against the project and the other rows, then all saved: new
people, their registrations, new organisations. Beside it, in the same run and on the same rows,
import-export's own resource with a foreign-key widget for each: preview, then import. It only makes
the registrations; the people and organisations, which ours also finds and makes, are there before
it is timed. It is given every tenth row: its time grows with the rows, and so is its speed alike.

The portal is empty, then full: 100,000 people of the same project. On PostgreSQL, `COPY` into a
temporary table with joins stands beside it as the fastest that the database itself can do.
"""

import io
import statistics
import time
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import BooleanField, Model
from django.test.utils import CaptureQueriesContext
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget
from tablib import Dataset

from accounts.models import User
from benchmarks.import_lists import HEADER, make_places, people, take_in
from benchmarks.measuring import Measurement
from cities.models import City, Country
from desk.scale import seed_scale
from documents.sheets.write import csv_bytes, xlsx_bytes
from participants.models import Person, Registration
from participants.names import keys_of
from projects.models import Organisation, Project
from projects.names import organisation_key
from workshops.models import Workshop

ROWS = 10_000
REFERENCE_ROWS = 1_000
FULL = 100_000
RUNS = 5
BEGINNING_OF = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


class PlainResource(ModelResource):  # type: ignore[misc]
    person = Field("person", "E-mail", ForeignKeyWidget(Person, "email"))
    organisation = Field("organisation", "Organisation", ForeignKeyWidget(Organisation, "name"))
    city = Field("city", "City", ForeignKeyWidget(City, "name"))
    country = Field("country", "Country", ForeignKeyWidget(Country, "name"))
    workshop = Field("workshop", "Workshop", ForeignKeyWidget(Workshop, "slug"))
    gender = Field("gender", "Gender")
    position = Field("position", "Position")
    code = Field("code", "Code")

    class Meta:
        model = Registration
        import_id_fields = ("code",)


def run() -> Iterator[Measurement]:
    rows = list(people(ROWS, make_places()))
    contents = [csv_bytes(HEADER, rows), xlsx_bytes("People", HEADER, rows)]
    for fullness in ("empty", "full"):
        project = seed_scale(people=FULL if fullness == "full" else 0, workshops=1, plans=0)
        yield from measured(project, fullness, rows, contents)


def measured(
    project: Project, fullness: str, rows: Sequence[list[str]], contents: Sequence[bytes]
) -> Iterator[Measurement]:
    workshop, by = project.workshops.get(), User.objects.create_user(f"{fullness}@example.org")
    speeds_of: list[list[float]] = [[] for _ in range(4)]
    ours, sheets, plain, copied = speeds_of
    for _run in range(RUNS):
        for speeds, content in zip((ours, sheets), contents, strict=True):
            with taken_back():
                begun = time.perf_counter()
                take_in(workshop, file=SimpleUploadedFile("list", content), by=by)
                speeds.append(ROWS / (time.perf_counter() - begun))
        with taken_back():
            plain.append(plain_speed(workshop, rows[:: ROWS // REFERENCE_ROWS]))
        if connection.vendor == "postgresql":
            with taken_back():
                copied.append(copy_speed(workshop, rows))
    csv, xlsx, reference = (statistics.median(speeds) for speeds in (ours, sheets, plain))
    yield Measurement(f"import_10k_{fullness}", csv, "rows/s", reference, RUNS)
    yield Measurement(f"import_10k_{fullness}_xlsx", ROWS / xlsx, "s", ROWS / csv, RUNS)
    yield queries(f"import_10k_{fullness}_queries", workshop, contents[0], by)
    yield from changed_rows(f"import_10k_{fullness}_changed", workshop, rows, by, csv)
    if copied:
        best = statistics.median(copied)
        yield Measurement(f"import_10k_{fullness}_copy", csv, "rows/s", best, RUNS)


class taken_back(transaction.Atomic):
    """What is done in it is as if it had not been."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *exception: Any) -> None:
        transaction.set_rollback(True)
        super().__exit__(*exception)


def queries(name: str, workshop: Workshop, content: bytes, by: User) -> Measurement:
    """Of both passes together, beside what both may take."""
    with taken_back(), CaptureQueriesContext(connection) as captured:
        take_in(workshop, file=SimpleUploadedFile("list", content), by=by)
    count = sum(not query["sql"].startswith(BEGINNING_OF) for query in captured)
    return Measurement(name, count, "queries", 2 * (15 + ROWS / 1000), 1)


def changed_rows(
    name: str, workshop: Workshop, rows: Sequence[list[str]], by: User, new: float
) -> Iterator[Measurement]:
    """Everybody in another position than the list before said; beside the speed of new rows."""
    again = csv_bytes(HEADER, [[*row[:4], "Director", *row[5:]] for row in rows])
    with taken_back():
        take_in(workshop, file=SimpleUploadedFile("list", csv_bytes(HEADER, rows)), by=by)
        begun = time.perf_counter()
        with taken_back():
            take_in(workshop, file=SimpleUploadedFile("list", again), by=by)
        yield Measurement(name, ROWS / (time.perf_counter() - begun), "rows/s", new, 1)
        yield queries(f"{name}_queries", workshop, again, by)


def plain_speed(workshop: Workshop, rows: Sequence[list[str]]) -> float:
    make_people(workshop.project, rows)
    dataset = Dataset(
        *([*row, workshop.slug, f"X{number}"] for number, row in enumerate(rows)),
        headers=[*HEADER, "Workshop", "Code"],
    )
    resource = PlainResource()
    begun = time.perf_counter()
    for is_preview in (True, False):
        result = resource.import_data(dataset, dry_run=is_preview)
        if result.has_errors() or result.totals["new"] != len(rows):
            raise RuntimeError("The reference did not take the rows in.")
    return len(rows) / (time.perf_counter() - begun)


def make_people(project: Project, rows: Sequence[list[str]]) -> None:
    Person.objects.bulk_create(
        Person(project=project, full_name=row[0], email=row[2], **keys_of(row[0], row[2]))
        for row in rows
    )
    names = {row[5] for row in rows}
    Organisation.objects.bulk_create(
        Organisation(project=project, name=name, name_key=organisation_key(name)) for name in names
    )


def copy_speed(workshop: Workshop, rows: Sequence[list[str]]) -> float:
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        for statement, content in copying(workshop, rows):
            if content is None:
                cursor.execute(statement)
            else:
                cursor.copy_expert(statement, content)
    return len(rows) / (time.perf_counter() - begun)


Copied = tuple[str, io.StringIO | None]


def copying(workshop: Workshop, rows: Sequence[list[str]]) -> Iterator[Copied]:
    """The rows into a temporary table, then joined into the people and their registrations."""
    fields = (
        "full_name",
        "gender",
        "email",
        "phone",
        "position",
        "organisation",
        "city",
        "country",
    )
    columns = " text, ".join(fields)
    yield f"CREATE TEMPORARY TABLE came ({columns} text) ON COMMIT DROP", None
    lines = "\n".join("\t".join(row) for row in rows)
    yield "COPY came FROM STDIN", io.StringIO(lines)
    facts = {"project": workshop.project_id, "workshop": workshop.pk}
    yield COPY_PEOPLE % facts, None
    yield COPY_REGISTRATIONS % facts, None


def filled(model: type[Model], **given: str) -> tuple[str, str]:
    """The columns that need a value, and one for each: as given, else false or an empty text."""
    values = {
        str(field.column): "false" if isinstance(field, BooleanField) else "''"
        for field in model._meta.concrete_fields
        if not (field.null or field.primary_key)
    } | given
    return ", ".join(values), ", ".join(values.values())


SAME = {"version": "1", "changed_at": "now()", "code": "substr(md5(random()::text), 1, 8)"}
PERSON_COLUMNS, PERSON_VALUES = filled(
    Person, **SAME, full_name="full_name", gender="'female'", email="email", phone="phone",
    name_key="lower(full_name)", search_key="lower(full_name)", sort_key="lower(full_name)",
    likeness_key="lower(full_name)", email_key="email", created_at="now()",
    project_id="%(project)s",
)  # fmt: skip
REGISTRATION_COLUMNS, REGISTRATION_VALUES = filled(
    Registration, **SAME, position="came.position", organisation_name="came.organisation",
    city_name="came.city", gender="'female'", role="'participant'", state="'confirmed'",
    source="'import'", registered_at="now()", person_id="person.id", workshop_id="%(workshop)s",
    city_id="city.id", country_id="country.id",
)  # fmt: skip
COPY_PEOPLE = f"""
INSERT INTO participants_person ({PERSON_COLUMNS}) SELECT {PERSON_VALUES} FROM came
"""  # noqa: S608
COPY_REGISTRATIONS = f"""
INSERT INTO participants_registration ({REGISTRATION_COLUMNS})
SELECT {REGISTRATION_VALUES}
FROM came
JOIN participants_person person
  ON person.email_key = came.email AND person.project_id = %(project)s
LEFT JOIN cities_city city ON city.name = came.city
LEFT JOIN cities_country country ON country.name = came.country
"""  # noqa: S608
