import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from openpyxl import load_workbook

from briefs import labels
from briefs.data import tables_of
from briefs.document import BriefDocument, build_brief
from briefs.maps import HIGHEST, WIDTH, frame_around, map_of
from briefs.models import BriefCity, BriefExport, Edition, validate_vision
from briefs.pictures import code_of
from briefs.scripts import remarks_on, scripts_of
from briefs.services import choose_contents, make_edition, publish_edition
from briefs.tasks import make_brief as make_brief_file
from projects.models import Language
from tests.brief_factories import make_rich_brief


@pytest.fixture
def brief(project):
    return make_rich_brief(project)


@pytest.fixture
def edition(brief, organiser):
    return publish_edition(make_edition(brief, by=organiser), by=organiser)


def made(edition, kind):
    export = edition.exports.get(format=kind)
    make_brief_file(export.pk)
    export.refresh_from_db()
    assert export.state == "done", export.error
    return export


# Data


def test_publishing_asks_for_every_file_once(edition):
    assert sorted((each.format, each.paper) for each in edition.exports.all()) == [
        ("docx", "a4"), ("docx", "letter"), ("json", "data"), ("pdf", "a4"), ("pdf", "letter"),
        ("xlsx", "data"),
    ]  # fmt: skip


def test_the_workbook_holds_every_table_and_says_where_it_is_from(edition):
    book = load_workbook(io.BytesIO(made(edition, "xlsx").file.read()))
    document = BriefDocument.from_json(edition.content)

    assert book.sheetnames == ["About", *(table.title for table in tables_of(document))]
    about = dict(book["About"].values)
    assert about["Checksum of the content, SHA-256"] == edition.checksum
    assert about["Permalink"].endswith(reverse("briefs:edition_detail", args=[
        edition.brief.slug, edition.number]))  # fmt: skip
    lines = {row[0]: row[3:6] for row in book["Participants by workshop"].values}
    assert lines["First workshop"] == (26, 11, 15)


def test_the_json_carries_definition_and_rows_of_every_figure(edition):
    content = json.loads(made(edition, "json").file.read())

    assert content["checksum"] == edition.checksum
    figures = {figure["key"]: figure for figure in content["figures"]}
    assert figures["plans"]["value"] == "2 of 3"
    assert figures["plans"]["source_rows"][0]["model"] == "recovery_plans.planrevision"
    people = [rows for figure in figures.values() for rows in figure["source_rows"]
              if rows["model"] == "participants.registration"]  # fmt: skip
    assert {rows["count"] for rows in people} == {3}
    assert all(rows["ids"] == [] for rows in people)


def test_the_tables_are_named_and_headed_in_the_language_of_the_brief(brief):
    brief.language = "ru"
    document = build_brief(brief, as_of=timezone.now())

    with labels.in_language("ru"):
        words = [
            word
            for table in tables_of(document)
            for word in (table.title, table.definition, table.filter, *table.header)
        ]

    assert [word for word in words if word.isascii()] == []


def test_a_formula_in_a_table_is_only_text(brief, organiser):
    brief.findings.update(title="=1+1")
    edition = publish_edition(make_edition(brief, by=organiser), by=organiser)

    book = load_workbook(io.BytesIO(made(edition, "xlsx").file.read()))

    cell = book["Findings"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_file_stands_at_its_address_for_everybody_once_it_is_made(edition, client):
    address = reverse("briefs:edition_file", args=[edition.brief.slug, 1, "xlsx-data"])
    before = client.get(address)

    made(edition, "xlsx")

    assert before.status_code == 404
    assert client.get(address).headers["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.parametrize("file", ["pdf", "pdf-b5", "docx-a5", "-", "pdf-a4-x"])
def test_an_unknown_file_is_not_found_nor_made(edition, client, organiser, file):
    client.force_login(organiser)
    count = BriefExport.objects.count()

    shown = client.get(reverse("briefs:edition_file", args=[edition.brief.slug, 1, file]))
    asked = client.post(
        reverse("briefs:export_make", args=[edition.brief.slug, 1]), {"file": file}, follow=True
    )

    assert shown.status_code == 404
    assert "Choose one of the files in the list." in [str(one) for one in asked.context["messages"]]
    assert BriefExport.objects.count() == count


# Boxes


def test_a_box_is_stale_once_its_plan_moves(brief):
    place = brief.brief_cities.get(project_city__city__slug="suva")
    plan = place.project_city.recovery_plan
    place.vision, place.confirmed_at, place.confirmed_revision = "A harbour.", timezone.now(), None
    place.save()
    place.flagship_actions.set(plan.actions.all())

    box = build_brief(brief, as_of=timezone.now()).boxed_cities[0].box

    assert box.is_stale
    assert [action.number for action in box.flagships] == [1, 2, 3]
    BriefCity.objects.filter(pk=place.pk).update(confirmed_revision=plan.published)
    assert not build_brief(brief, as_of=timezone.now()).boxed_cities[0].box.is_stale


def test_choosing_cities_again_keeps_their_boxes(brief, project):
    brief.brief_cities.update(vision="Ours.")

    choose_contents(brief, cities=list(project.project_cities.all())[:2], workshops=[],
                    findings=[], recommendations=[])  # fmt: skip

    assert list(brief.brief_cities.values_list("vision", "order")) == [("Ours.", 1), ("Ours.", 2)]


def test_a_vision_has_sixty_words_at_most():
    validate_vision("word " * 60)
    with pytest.raises(ValidationError, match="At most 60 words; this has 61"):
        validate_vision("word " * 61)


# Labels


def test_every_label_is_said_in_every_language_with_its_placeholders():
    rows = labels.read(labels.settings.BASE_DIR / "reference" / labels.FILE)

    languages = set(Language.values) - {"en"}
    assert languages <= rows[0].keys()
    assert [row["en"] for row in rows if not all(row[each].strip() for each in languages)] == []
    assert {row["status"] for row in rows} == {"working"}


def test_the_portals_own_labels_go_before_the_shipped(settings, tmp_path):
    settings.PORTAL_DATA = tmp_path
    (tmp_path / labels.FILE).write_text("en,fr,status\nContents,Sommaire,official\n")
    labels.rows.cache_clear()
    try:
        row = next(row for row in labels.rows() if row["en"] == "Contents")
        assert (row["fr"], row["es"], row["status"]) == ("Sommaire", "Índice", "official")
    finally:
        labels.rows.cache_clear()


# Pictures


PACIFIC = [(178.4, -18.1), (-171.8, -13.8)]
SOUTH_AMERICA = [(-99.1, 19.4), (-70.6, -33.4), (-58.4, -34.6)]


@pytest.mark.parametrize(("places", "degrees"), [(PACIFIC, 60), (SOUTH_AMERICA, 80)])
def test_a_map_shows_its_part_of_the_world_alone_and_is_no_higher_than_a_figure(places, degrees):
    frame = frame_around(places)

    assert frame.east - frame.west < degrees
    assert frame.height <= HIGHEST + 0.1
    assert (frame.width < WIDTH) == (places is SOUTH_AMERICA)
    for place in places:
        across, down = frame.place(frame.turned(place))
        assert 5 < across < frame.width - 5
        assert 5 < down < frame.height - 5


def test_without_a_position_there_is_no_map(brief):
    assert map_of(build_brief(brief, as_of=timezone.now())) is None


def test_a_code_is_one_path_within_its_quiet_zone():
    code = code_of("https://example.org/briefs/x/editions/1/")

    assert code.cells == 37
    assert code.path.startswith("M4 4.5h7m")


@pytest.mark.parametrize(
    ("text", "remarks"),
    [("Hội An, Привет, مرحبا, 你好", 0), ("ភ្នំពេញ", 1), ("ᏣᎳᎩ", 1), ("ဗမာ ᏣᎳᎩ", 2)],
)
def test_the_page_says_what_the_pdf_cannot_do_with_a_script(text, remarks):
    assert len(remarks_on(scripts_of(text))) == remarks


def test_the_page_of_an_edition_is_small(edition, client):
    page = client.get(reverse("briefs:edition_detail", args=[edition.brief.slug, 1]))

    assert Edition.objects.get().state == "published"
    assert len(page.content) < 100_000


def test_a_document_in_a_language_leaves_the_words_of_the_pages_as_they_are():
    with labels.in_language("fr"):
        printed = gettext("Cannot support")
        with labels.in_language("es"):
            assert gettext("Cannot support") == "No puede apoyar"
        assert gettext("Cannot support") == printed
    with translation.override("fr"):
        shown = gettext("Cannot support")

    assert (printed, shown) == ("Ne peut appuyer", "Ne peut soutenir")
