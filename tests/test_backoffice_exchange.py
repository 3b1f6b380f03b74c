"""Files of people, cities, pathways and actions, in and out of the back office."""

import csv
import io
import os
import time

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessLog
from cities.models import City
from documents.resources import staging_folder
from documents.sheets.read import read_table
from documents.sheets.write import csv_bytes
from frameworks.models import Pathway
from participants.models import Person
from recovery_plans.models import Action
from tests import factories
from tests.backoffice_forms import BackOffice
from writing.models import Change

CSV, XLSX = "0", "1"


@pytest.fixture(autouse=True)
def _own_staging(settings, tmp_path):
    settings.PORTAL_DATA = tmp_path


@pytest.fixture
def back_office(client, admin):
    client.force_login(admin)
    return BackOffice(client)


def exported(back_office, model, kind=CSV):
    address = back_office.address(model, "export")
    response = back_office.client.post(address, {"format": kind, "resource": "0"})
    assert response.status_code == 200, response.content
    return response.content


def rows_of(file):
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))


def file_of(rows, name="file.csv"):
    header = list(rows[0])
    return SimpleUploadedFile(name, csv_bytes(header, [[*row.values()] for row in rows]))


def preview(back_office, model, file):
    return back_office.client.post(
        back_office.address(model, "import"),
        {"format": "0", "resource": "0", "import_file": file},
    )


def confirm(back_office, model, page):
    values = {name: page.context["confirm_form"][name].value() for name in CONFIRMED}
    return back_office.client.post(back_office.address(model, "process_import"), values)


CONFIRMED = ("import_file_name", "original_file_name", "format", "resource")


def imported(back_office, model, rows):
    page = preview(back_office, model, file_of(rows))
    assert page.context.get("confirm_form"), words_on(page)
    return confirm(back_office, model, page)


def words_on(page):
    result = page.context.get("result")
    if result is None:
        return page.context["form"].errors
    invalid = [(row.number, row.error_dict) for row in result.invalid_rows]
    errors = [(row.number, [str(each.error) for each in row.errors]) for row in result.error_rows]
    return [str(error.error) for error in result.base_errors] + invalid + errors


def test_cities_go_out_and_come_back_unchanged(back_office):
    city = factories.make_city(
        slug="suva", name="=Suva", latitude="-18.14161", alternate_names="-Viti|'Suva"
    )
    file = exported(back_office, City)
    before = City.objects.filter(pk=city.pk).values().get()

    page = preview(back_office, City, SimpleUploadedFile("cities.csv", file))
    confirm(back_office, City, page)

    assert rows_of(file)[0] | {"time_zone": ""} == {
        "slug": "suva", "name": "'=Suva", "country": city.country.alpha2,
        "alternate_names": "'-Viti|'Suva", "latitude": "-18.14161", "longitude": "",
        "time_zone": "", "source": "",
    }  # fmt: skip
    assert page.context["result"].totals["skip"] == 1
    assert City.objects.filter(pk=city.pk).values().get() == before


def test_workbook_holds_what_was_typed_as_text(back_office):
    factories.make_city(slug="suva", name="=1+1")

    table = read_table(io.BytesIO(exported(back_office, City, XLSX)))

    assert table.rows[0].cells[:2] == ("suva", "=1+1")


def test_city_is_added_and_another_corrected_by_their_slugs(back_office):
    country = factories.make_country(alpha2="FJ")
    suva = factories.make_city(slug="suva", name="Suva")

    imported(
        back_office, City,
        [
            {"slug": "suva", "name": "Suva City", "country": "FJ"},
            {"slug": "lautoka", "name": "Lautoka", "country": "FJ"},
        ],
    )  # fmt: skip

    suva.refresh_from_db()
    assert (suva.name, suva.country) == ("Suva City", country)
    assert City.objects.get(slug="lautoka").name == "Lautoka"


def test_primary_keys_and_other_unknown_columns_are_refused(back_office):
    city = factories.make_city(slug="suva")

    page = preview(
        back_office, City, file_of([{"id": city.pk, "slug": "levuka", "name": "Levuka"}])
    )

    assert words_on(page)[0].endswith("Not known: id.")
    assert not list(staging_folder().iterdir())


def test_errors_bear_the_sheets_own_row_numbers_and_nothing_is_saved(back_office):
    factories.make_country(alpha2="FJ")
    file = SimpleUploadedFile(
        "cities.csv", b"slug,name,country\nsuva,Suva,FJ\n\nnadi,Nadi,XX\nsuva,Again,FJ\nba,,FJ\n"
    )

    page = preview(back_office, City, file)

    assert "confirm_form" not in page.context
    assert words_on(page) == [
        (4, {"country": ["“XX” is not known here."]}),
        (5, {"__all__": ["This row is in the file twice."]}),
        (6, {"name": ["This field cannot be blank."]}),
    ]
    assert City.objects.count() == 0


def test_preview_saves_nothing_and_shows_changes_without_inline_styles(back_office):
    factories.make_city(slug="suva", name="Suva")

    page = preview(back_office, City, file_of([{"slug": "suva", "name": "<b>Suva</b>"}]))

    text = page.content.decode()
    assert '<del dir="auto">Suva</del> <ins dir="auto">&lt;b&gt;Suva&lt;/b&gt;</ins>' in text
    assert "style=" not in text
    assert City.objects.get().name == "Suva"


def test_import_costs_no_query_a_cell(back_office):
    factories.make_country(alpha2="FJ")
    back_office.client.get(back_office.address(City, "import"))

    def queries(count, stem):
        rows = [{"slug": f"{stem}-{n}", "name": "City", "country": "FJ"} for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            page = preview(back_office, City, file_of(rows))
        assert "confirm_form" in page.context
        return len(captured)

    few, many = queries(1, "few"), queries(11, "many")

    assert (many - few) / 10 <= 3  # a savepoint, its release and the row itself


def test_export_costs_the_same_for_many_rows(back_office, plan):
    factories.make_action(plan)
    exported(back_office, Action)
    with CaptureQueriesContext(connection) as for_one:
        exported(back_office, Action)
    for _row in range(3):
        factories.make_action(plan, lead=None)
    with CaptureQueriesContext(connection) as for_four:
        exported(back_office, Action)

    assert len(for_four) == len(for_one)


def test_file_that_is_not_confirmed_is_kept_for_a_day_and_not_in_tmp(back_office, tmp_path):
    factories.make_country(alpha2="FJ")
    rows = [{"slug": "suva", "name": "Suva", "country": "FJ"}]
    preview(back_office, City, file_of(rows))
    [staged] = staging_folder().iterdir()
    mode = staged.stat().st_mode & 0o777
    yesterday = time.time() - 25 * 3600
    os.utime(staged, (yesterday, yesterday))

    page = preview(back_office, City, file_of(rows))
    kept = list(staging_folder().iterdir())
    confirm(back_office, City, page)

    assert (staged.parent, mode) == (tmp_path / "staging", 0o600)
    assert len(kept) == 1
    assert staged not in kept
    assert not list(staging_folder().iterdir())


def test_file_is_taken_once(back_office):
    factories.make_country(alpha2="FJ")
    page = preview(back_office, City, file_of([{"slug": "suva", "name": "Suva", "country": "FJ"}]))
    confirm(back_office, City, page)

    again = confirm(back_office, City, page)

    assert again.url == back_office.address(City, "import")
    assert City.objects.count() == 1


@pytest.mark.parametrize("name", ["../secret_key", "/etc/passwd", "secret_key", ""])
def test_no_other_file_can_be_named(back_office, tmp_path, name):
    (tmp_path / "secret_key").write_text("slug\nsuva\n")

    response = back_office.client.post(
        back_office.address(City, "process_import"),
        {"import_file_name": name, "original_file_name": "x", "format": "0", "resource": "0"},
    )

    assert response.status_code in {200, 302}
    assert City.objects.count() == 0
    assert (tmp_path / "secret_key").exists()


def test_what_changed_since_the_preview_undoes_the_whole_file(back_office):
    country = factories.make_country(alpha2="FJ")
    rows = [
        {"slug": "suva", "name": "Suva", "country": "FJ"},
        {"slug": "nadi", "name": "Nadi", "country": "FJ"},
    ]
    page = preview(back_office, City, file_of(rows))
    country.alpha2 = "FX"
    country.save()

    response = confirm(back_office, City, page)

    assert response.url == back_office.address(City, "import")
    assert City.objects.count() == 0


def test_other_files_are_refused_in_words(back_office):
    page = preview(back_office, City, SimpleUploadedFile("a.csv", b"%PDF-1.7"))

    assert page.context["form"].errors == {
        "import_file": ["This file cannot be taken; accepted are: CSV, XLSX, XLS, ODS."]
    }


def test_pathways_are_known_by_framework_and_code(back_office):
    framework, other = factories.make_framework(1, code="A"), factories.make_framework(1, code="B")
    pathway = framework.pathways.get()

    imported(
        back_office, Pathway, [{"framework": "A", "code": pathway.code, "title": "Shade"}]
    )  # fmt: skip

    assert [(p.framework.code, p.title) for p in Pathway.objects.order_by("pk")] == [
        ("A", "Shade"),
        ("B", other.pathways.get().title),
    ]


def test_people_go_out_and_come_back_by_reference(back_office, project, admin):
    person = factories.make_person(project, full_name="=Sala Vuki", email="sala@example.org")
    [row] = rows_of(exported(back_office, Person))

    imported(
        back_office, Person,
        [row | {"full_name": "Sala Vuki"}, {**dict.fromkeys(row, ""), "project": project.code,
         "full_name": "Trần Thị Minh", "gender": "female"}],
    )  # fmt: skip

    person.refresh_from_db()
    added = Person.objects.exclude(pk=person.pk).get()
    assert (row["code"], row["full_name"]) == (person.code, "'=Sala Vuki")
    assert (person.full_name, person.search_key, person.version) == ("Sala Vuki", "sala vuki", 2)
    assert (added.search_key, len(added.code), added.created_by) == ("tran thi minh", 8, admin)
    assert [(c.field, c.after) for c in Change.objects.of(person)] == [("full_name", "Sala Vuki")]
    assert [(log.action, log.rows) for log in AccessLog.objects.order_by("pk")] == [
        ("exported", 1),
        ("imported", 2),
    ]


def test_reference_of_another_project_is_refused(back_office, project):
    stranger = factories.make_person(factories.make_project(), full_name="Stranger")

    page = preview(
        back_office, Person,
        file_of([{"project": project.code, "code": stranger.code, "full_name": "Mine"}]),
    )  # fmt: skip

    assert words_on(page) == [
        (2, {"__all__": ["There is no such row. Leave the key empty to add one."]})
    ]


def test_staff_import_into_the_projects_that_they_organise_only(client, project):

    clerk = factories.make_user(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="participants"))
    client.force_login(clerk)
    rows = [{"project": project.code, "code": "", "full_name": "Sala"}]

    refused = preview(BackOffice(client), Person, file_of(rows))
    factories.make_organiser(project, user=clerk)
    taken = preview(BackOffice(client), Person, file_of(rows))

    assert words_on(refused) == [(2, {"project": [f"“{project.code}” is not known here."]})]
    assert "confirm_form" in taken.context


def test_people_are_imported_in_as_many_queries_however_many(back_office, project):
    def queries(count):
        rows = [
            {"project": project.code, "code": "", "full_name": f"Person {count} {n}"}
            for n in range(count)
        ]
        page = preview(back_office, Person, file_of(rows))
        with CaptureQueriesContext(connection) as captured:
            confirm(back_office, Person, page)
        return sum("SAVEPOINT" not in query["sql"] for query in captured)

    assert queries(22) == queries(40)
    assert Person.objects.count() == 62


def test_actions_go_out_and_come_back_by_plan_and_number(back_office, plan):
    action = factories.make_action(plan, title="Shade")
    action.other_pathways.set([plan.framework.pathways.last()])
    [row] = rows_of(exported(back_office, Action))

    imported(
        back_office, Action,
        [
            row | {"title": "More shade", "lead": "City Council"},
            row | {"number": "", "title": "New"},
        ],
    )  # fmt: skip

    action.refresh_from_db()
    added = plan.actions.get(number=2)
    assert row["plan"] == f"{plan.project_city.project.code}/{plan.project_city.city.slug}"
    assert (action.title, action.lead.name, action.version) == ("More shade", "City Council", 2)
    assert list(added.other_pathways.all()) == list(action.other_pathways.all())
    assert {c.field for c in Change.objects.of(action)} == {"title", "lead"}


def test_actions_of_a_plan_that_is_not_open_are_refused(back_office, plan):
    factories.make_action(plan, title="Shade")
    [row] = rows_of(exported(back_office, Action))
    plan.state = "submitted"
    plan.save()

    page = preview(
        back_office, Action, file_of([row | {"title": "x"}, row | {"number": "", "title": "New"}])
    )

    words = {"__all__": ["This plan is not open for writing."]}
    assert words_on(page) == [(2, words), (3, words)]
