"""What leaves the portal as a file comes back as nothing new and nothing changed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.sheets.read import read_table
from participants.imports.staging import stage
from participants.models import Registration
from projects.models import Gender, Organisation
from tests.factories import make_country, make_person, make_registration
from tests.sheets import checked

ODD = ["=1+1", "+62", "-", "@Suva", "'quoted", 'a;b,c"d', "<b>Office</b>", "مرحبا\u200f"]
CHOICES = {
    "gender": Gender.values, "role": Registration.Role.values,
    "organisation_kind": Organisation.Kind.values, "mode": Registration.Mode.values,
    "attendance": Registration.Attendance.values,
}  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_the_portal_exports_imports_back_as_no_change(client, workshop, facilitator, ending):
    client.force_login(facilitator)
    somebody_in_every_state(workshop)
    make_registration(workshop, full_name="นาง สมหญิง", gender="")
    address = reverse(f"participants:export_{ending}", args=[workshop.slug])

    for short_list, people in (("everyone", 6), ("gone", 3)):
        content = b"".join(client.get(address, {"show": short_list}))
        staged = stage(workshop, file=SimpleUploadedFile("x", content), by=facilitator)
        counts = checked(staged).counts

        assert no_column_is_empty(content)
        assert (counts["unchanged"], counts["rows"], counts["problems"]) == (people, 0, 0)


def no_column_is_empty(content):
    _header, *rows = [row.cells for row in read_table(io.BytesIO(content)).rows]
    return all(any(cells) for cells in zip(*rows, strict=True))


def somebody_in_every_state(workshop):
    """Every column filled, with text that a sheet takes for something else; own words of some."""
    country = make_country()
    for number, state in enumerate(Registration.State.values):
        text = ODD[number]
        chosen = {field: values[number % len(values)] for field, values in CHOICES.items()}
        chosen["gender"] = gender = Gender.ANOTHER if number in {0, 5} else chosen["gender"]
        gendered = {"gender": gender, "gender_words": text if gender == Gender.ANOTHER else ""}
        person = make_person(
            workshop.project, full_name=f"Ana {text}", email=f"p{number}@example.org",
            phone="+679 331 3433", sort_name=text, certificate_name=text, form_of_address="Dr",
            **gendered,
        )  # fmt: skip
        make_registration(
            workshop, person=person, **{**chosen, **gendered}, state=state, position=text,
            organisation_name=text, city_name=text, country=country, language="en", note=text,
        )  # fmt: skip
