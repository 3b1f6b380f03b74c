"""An edition as a Word file: every part of the PDF, in real styles, from the same frozen value."""

import dataclasses
import io

import docx
import pytest
from django.utils import timezone
from docx.oxml.ns import qn

from briefs.document import BriefDocument, build_brief
from briefs.models import BriefExport, BriefSection, Edition
from briefs.services import make_edition, publish_edition, request_export
from briefs.tasks import make_brief as make_brief_file
from briefs.word import block_texts, brief_word
from documents.word import read_word
from tests.brief_factories import make_rich_brief
from tests.test_briefs_print import HOSTILE


@pytest.fixture
def edition(project, organiser):
    return make_edition(make_rich_brief(project), by=organiser)


@pytest.fixture
def document(edition):
    return BriefDocument.from_json(edition.content)


def opened(content):
    return docx.Document(io.BytesIO(content))


def words_of(saved):
    return " ".join("".join(one.text or "" for one in saved.element.body.iter(qn("w:t"))).split())


def styles_of(saved):
    by_id = {style.style_id: style.name for style in saved.styles}
    return {
        by_id.get(one.get(qn("w:val")), one.get(qn("w:val")))
        for one in saved.element.body.iter(qn("w:pStyle"))
    }


def test_it_says_what_the_printed_brief_says(edition, document):
    said = words_of(opened(brief_word(document, edition, is_draft=True)))

    for expected in [
        "Recovery of cities", "DRAFT", "First. A message.", "26 (15/11)", "29 (17/12)",
        "Attendances; somebody at two workshops counts twice", "Livelihoods first",
        "Keep a line in the budget.", "Changed after validation", "VALIDATED", "NOT VALIDATED",
        "Adopted by Suva City Council", "Who counts.", "A book. 2019.", "Cite as:",
        edition.checksum,
    ]:  # fmt: skip
        assert expected in said


def test_headings_captions_tables_and_pictures_are_real_ones(edition, document):
    saved = opened(brief_word(document, edition, is_draft=False))

    assert {
        "Cover Title", "Cover Subtitle", "heading 1", "heading 2", "heading 3", "Body Text",
        "List Bullet", "caption", "TOC Heading", "toc 1",
    } <= {name.replace("Heading ", "heading ").replace("Caption", "caption")
          for name in styles_of(saved)}  # fmt: skip
    fields = [one.get(qn("w:instr")) for one in saved.element.body.iter(qn("w:fldSimple"))]
    assert sum("SEQ Table" in field for field in fields) == 4
    tables = [one for one in saved.element.body.iter(qn("w:tbl")) if one.xpath(".//w:tblHeader")]
    assert len(tables) == 4
    alternatives = [
        one.get("descr") for one in saved.element.body.iter(qn("wp:docPr"))
    ]  # fmt: skip
    assert all(alternatives)
    assert any(one.startswith("Actions by pathway. ") for one in alternatives)
    assert any("First workshop: 26 (15/11)" in one for one in alternatives)


def test_it_says_of_itself_what_it_is(edition, document):
    properties = opened(brief_word(document, edition, is_draft=True)).core_properties

    assert properties.title == "Recovery of cities"
    assert properties.author == "Regional body"
    assert properties.language == "en"
    assert properties.subject.startswith("Policy brief. Draft")
    assert properties.identifier.endswith(f"-1-en#{edition.checksum[:16]}")


def test_every_text_that_people_wrote_is_a_block(edition, document):
    text = read_word(brief_word(document, edition, is_draft=True))

    written = {id for id, block in block_texts(document).items() if block.text.strip()}
    unprinted = {
        f"section-title-{section.key}" for section in document.sections if not section.text.strip()
    }
    assert written - unprinted <= text.blocks.keys() | {"section-title-findings"}
    assert text.blocks["section-key-messages"] == "- **First.** A message.\n- **Second.** Another."


def test_the_same_edition_gives_the_same_bytes(edition, document):
    assert brief_word(document, edition, is_draft=True) == brief_word(
        document, edition, is_draft=True
    )


def test_many_cities_stand_on_a_page_of_their_own_turned(edition, document):
    many = tuple(
        dataclasses.replace(document.cities[0], slug=f"c{n}", name=f"City {n}") for n in range(23)
    )
    rows = {
        row: dataclasses.replace(row, cells=(1,) * 23) for row in document.matrix.rows
    }  # fmt: skip
    pillars = tuple(
        dataclasses.replace(pillar, rows=tuple(rows[row] for row in pillar.rows))
        for pillar in document.matrix.pillars
    )
    matrix = dataclasses.replace(
        document.matrix, cities=tuple(city.slug for city in many), pillars=pillars
    )
    wide = dataclasses.replace(document, cities=many, matrix=matrix)

    saved = opened(brief_word(wide, edition, is_draft=False, paper="letter"))

    turned = [section.page_width > section.page_height for section in saved.sections]
    assert turned == [False, True, False]
    assert "(continued)" in words_of(saved)


def test_arabic_runs_from_the_right_and_keeps_its_figures_in_order(edition, document):
    arabic = dataclasses.replace(document, language="ar", title="التعافي الاقتصادي")

    saved = opened(brief_word(arabic, edition, is_draft=True))

    assert saved.element.body.xpath(".//w:sectPr/w:bidi")
    tables = list(saved.element.body.iter(qn("w:tbl")))
    assert len(saved.element.body.xpath(".//w:tbl/w:tblPr/w:bidiVisual")) == len(tables)
    assert "\u200e26 (15/11)\u200e" in words_of(saved)


def test_hostile_text_and_empty_parts_make_a_file_that_can_be_read(project, organiser):
    brief = make_rich_brief(project)
    BriefSection.objects.filter(brief=brief).update(text=HOSTILE)
    brief.findings.update(title="T" * 300, text=HOSTILE)
    built = build_brief(brief, as_of=timezone.now())
    bare = dataclasses.replace(
        built, cities=(), workshops=(), findings=(), recommendations=(), sections=()
    )
    edition = Edition(brief=brief, number=1, checksum="a" * 64, template_version="1")

    hostile = opened(brief_word(built, edition, is_draft=True))
    read_word(brief_word(bare, edition, is_draft=True))

    links = [one.target_ref for one in hostile.part.rels.values() if one.is_external]
    assert all(link.startswith("http") for link in links)
    assert "{{ settings.SECRET_KEY }}" in words_of(hostile)


def test_it_is_made_once_as_a_job_and_served_at_its_address(client, edition, organiser):
    publish_edition(edition, by=organiser)
    export = request_export(edition, format="docx", paper="a4", by=organiser)
    make_brief_file(export.pk)

    export.refresh_from_db()
    assert (export.state, export.step) == ("done", str(BriefExport.KEEPING))
    assert request_export(edition, format="docx", paper="a4", by=organiser) == export
    slug = edition.brief.slug
    answer = client.get(f"/briefs/{slug}/editions/1/files/docx-a4/")
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert ".docx" in answer.headers["Content-Disposition"]
    assert read_word(b"".join(answer.streaming_content)).blocks["title"] == "Recovery of cities"
