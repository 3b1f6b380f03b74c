"""A ministry's list with twenty assorted faults: in, corrected, and out again, in one sitting."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from cities.models import Country
from participants.models import Consent, ParticipantImport, Person, Registration
from tests import ministry
from tests.factories import make_city

CAUSES = {  # cause → rows of the list
    "gender": [3, 9],
    "no_name": [20, 21],
    "email": [30, 31, 32],
    "country": [40],
    "signs": [50, 51, 52, 53],
    "nothing": [60, 61, 61],
    "long": [70],
    "repeated": [81],
}


@pytest.fixture
def places(db):
    for alpha2, alpha3, number, name in [
        ("FJ", "FJI", "242", "Fiji"), ("KR", "KOR", "410", "Republic of Korea"),
    ]:  # fmt: skip
        Country.objects.create(alpha2=alpha2, alpha3=alpha3, m49=number, name=name)
    make_city(name="Suva", country=Country.objects.get(alpha2="FJ"))


@pytest.fixture
def browser(client, facilitator, workshop):
    client.force_login(facilitator)
    return Browser(client, workshop)


class Browser:
    """What a facilitator does on the pages of the import, without JavaScript."""

    def __init__(self, client, workshop):
        self.client, self.workshop = client, workshop

    def address(self, page, *arguments):
        return reverse(f"participants:{page}", args=[self.workshop.slug, *arguments])

    def send(self, content):
        file = SimpleUploadedFile("Делегаты.xlsx", content)
        columns = self.client.post(self.address("import_start"), {"file": file}, follow=True)
        self.pk = ParticipantImport.objects.latest("pk").pk
        form = columns.context["form"]
        chosen = {name: form[name].value() for name in form.fields}
        self.page = self.client.post(self.address("import_columns", self.pk), chosen, follow=True)
        return columns

    def answer(self, **by_label):
        form = self.page.context["form"]
        given = {
            name: by_label[key]
            for name, field in form.fields.items()
            for key in by_label if key in str(field.label).replace(" ", "_")
        }  # fmt: skip
        self.page = self.client.post(self.address("import_check", self.pk), given, follow=True)

    def confirm(self):
        return self.client.post(self.address("import_confirm", self.pk), follow=True)

    @property
    def counts(self):
        return self.page.context["page"].counts

    @property
    def problems(self):
        found = {}
        for cause in CAUSES:
            pile = self.client.get(self.address("import_rows", self.pk, cause)).context["pile"]
            rows = [problem.row - ministry.FIRST_ROW for problem in pile.problems]
            found |= {cause: rows} if rows else {}
        return found


def test_the_headings_of_the_ministry_are_understood(browser, places):
    columns = browser.send(ministry.workbook(ministry.list_rows()))

    importing = ParticipantImport.objects.get()
    assert importing.heading_row == 4
    assert importing.columns == {
        "full_name": 1, "gender": 2, "email": 3, "phone": 4, "position": 6, "organisation": 7,
        "city": 8, "country": 9, "note": 10,
    }  # fmt: skip
    assert "300 rows below the heading in row 4" in columns.content.decode()


def test_every_fault_is_a_question_or_a_problem_of_its_row(browser, places):
    browser.send(ministry.workbook(ministry.list_rows()))

    assert browser.problems == CAUSES
    assert browser.counts == {
        "rows": 283, "new": 283, "changed": 0, "unchanged": 0, "questions": 1, "unanswered": 1,
        "problems": 16, "left_out": 17, "letters": 282,
    }  # fmt: skip
    assert len(browser.page.content) < 200_000


def test_the_list_goes_in_is_corrected_and_undone(browser, places):
    browser.send(ministry.workbook(ministry.list_rows()))
    browser.answer(
        Cat="female", Mr="male", Figi="Fiji", NULL="nothing", **{"n/a": "as_it_stands"},
        **{"“-”": "nothing", "Row_96": "different"},
    )  # fmt: skip
    assert browser.problems.keys() == {"no_name", "email", "signs", "long", "repeated"}
    to_correct = browser.client.get(browser.address("import_problems", browser.pk)).content
    report = browser.confirm()

    assert (report.context["importing"].counts["new"], Registration.objects.count()) == (289, 289)
    stands_exactly_as_typed()

    corrected = corrected_copy(to_correct)
    browser.send(corrected)
    assert browser.counts["rows"] == browser.counts["new"] == 10
    browser.confirm()
    assert Registration.objects.count() == 299
    again = ministry.workbook([row for row in ministry.list_rows() if row[1] == "Suharti"])
    browser.send(again)
    assert (browser.counts["rows"], browser.counts["unchanged"]) == (0, 1)

    for importing in ParticipantImport.objects.filter(confirmed_at__isnull=False):
        undo = browser.address("import_undo", importing.pk)
        assert browser.client.get(undo).status_code == 200
        undone = browser.client.post(undo, follow=True)
        assert "This import was undone" in undone.content.decode()
    assert (Registration.objects.count(), Person.objects.count(), Consent.objects.count()) == (
        0, 0, 0,
    )  # fmt: skip


def stands_exactly_as_typed():
    """Every odd text of the list is in the portal as it stood in the sheet."""
    names = set(Person.objects.values_list("full_name", flat=True))
    assert {cells["name"] for cells in ministry.ODD.values() if "name" in cells} <= names
    rows = Registration.objects.filter(person__email="delegate114@example.org")
    assert rows.get().note == "First line\nsecond line"
    phones = Person.objects.exclude(phone="").order_by("pk").values_list("phone", flat=True)
    assert list(phones) == ["+62 812-3456-789", "6793313433"]
    positions = Registration.objects.exclude(position="").order_by("pk")
    assert list(positions.values_list("position", flat=True)) == ["=1+1", "2022-08-24"]
    odd = Registration.objects.filter(organisation_name="'quoted' office").get()
    assert odd.person.full_name == f"Delegate {ministry.spelt(115)}"
    asked = Registration.objects.filter(organisation_name="n/a").get()
    assert (asked.position, asked.organisation.name) == ("", "n/a")
    addresses = set(Person.objects.values_list("email", flat=True))
    assert {"o'hara@example.org", "UPPER.Case+tag@Example.ORG"} <= addresses
    assert Registration.objects.filter(country__alpha2="KR").count() == 1


def corrected_copy(content):
    """The rows that came back, as somebody corrects them in the spreadsheet and saves it."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    heading = {cell.value: cell.column for cell in sheet[1]}
    assert "Problem" in heading
    for number, row in enumerate(sheet.iter_rows(min_row=2), start=1):
        words = row[heading["Problem"] - 1].value
        if "twice in the file" in words:
            sheet.delete_rows(row[0].row)
            continue
        row[heading["Full  NAME *"] - 1].value = f"Corrected {'abcdefghijkl'[number]}ova"
        row[heading["E-mail address"] - 1].value = f"corrected{number}@example.org"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
