"""Hostile words, typed into forms, through an edition into the file of every format."""

import io
import json
import re
import zipfile

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from briefs.forms import BriefForm
from briefs.models import Brief, BriefExport, Edition
from briefs.tasks import make_brief as make_file
from cities.models import City
from recommendations.models import Finding
from tests.brief_factories import make_recommendation, make_rich_brief
from tests.test_briefs_print import HOSTILE, assert_accessible
from tests.typing_people import typed
from workshops.models import Workshop

FORMULA = '=HYPERLINK("file:///etc/passwd") {% load x %}{{ request.user }} %(a)s %s {0} ${b}'
TYPED = f"{FORMULA} {HOSTILE}"
SAFE = re.compile(r"(https?|mailto):|(?![a-z+.-]+:|//)")


@pytest.fixture
def edition(client, organiser, project):
    """Published by an organiser who typed it all in."""
    make_rich_brief(project)
    City.objects.update(name=TYPED[:300])
    Workshop.objects.update(title=TYPED[:200])
    Finding.objects.update(title=TYPED[:200], text=TYPED, is_attributable=True)
    brief = Brief.objects.get()
    worded = make_recommendation(project, TYPED, addressee=TYPED[:200])
    brief.brief_recommendations.create(recommendation=worded, order=9)
    client.force_login(organiser)
    cover = typed(BriefForm(instance=brief), title=TYPED[:300], subtitle=TYPED[:300])
    client.post(reverse("briefs:brief_edit", args=[brief.slug]), cover)
    for section in brief.sections.all():
        written = {"text": TYPED, "title": TYPED[:200], "status": "ready", "version": 1}
        client.post(reverse("briefs:brief_section_edit", args=[brief.slug, section.key]), written)
    client.post(reverse("briefs:edition_make", args=[brief.slug]))
    client.post(reverse("briefs:edition_publish", args=[brief.slug, 1]))
    return Edition.objects.select_related("brief").get()


def content_of(export):
    make_file(export.pk)
    export.refresh_from_db()
    assert export.state == "done", (export.format, export.error)
    return export.file.read()


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_hostile_words_are_only_words_in_the_page_and_every_file(edition):
    assert set(edition.brief.sections.values_list("text", flat=True)) == {TYPED}
    page = (
        Client()
        .get(reverse("briefs:edition_detail", args=[edition.brief.slug, 1]))
        .content.decode()
    )
    made = {
        (export.format, export.paper): content_of(export) for export in BriefExport.objects.all()
    }

    for check in (check_pdf, check_word, check_workbook, check_json):
        check(made)
    check_page(page)


def check_page(page):
    article = page[page.index('<article class="brief"') : page.index("</article>\n</div>")]
    tags = set(re.findall(r"<([a-z0-9]+)", article))
    assert not {"script", "style", "img", "image", "base", "object", "link", "iframe"} & tags
    assert [
        href for href in re.findall(r'<[a-z][^<>]* href="([^"]*)"', article) if not SAFE.match(href)
    ] == []
    assert "{{ request.user }}" in article


def check_pdf(made):
    content = made["pdf", "a4"]
    assert_accessible(content)
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert all(name.endswith(".csv") for name in reader.attachments)
    links = [
        annotation.get_object().get("/A", {}).get("/URI", "")
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    ]
    assert [link for link in links if link and not SAFE.match(link)] == []
    said = squeezed("".join(page.extract_text() for page in reader.pages))
    assert squeezed("{% load x %}{{ request.user }} %(a)s %s {0} ${b}") in said


def check_word(made):
    with zipfile.ZipFile(io.BytesIO(made["docx", "a4"])) as package:
        related = "".join(
            package.read(name).decode() for name in package.namelist() if name.endswith(".rels")
        )
        words = package.read("word/document.xml").decode()
    outside = re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', related)
    assert [target for target in outside if not SAFE.match(target)] == []
    assert "{{ request.user }}" in words


def check_workbook(made):
    book = load_workbook(io.BytesIO(made["xlsx", "data"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert TYPED in {cell.value for cell in cells}


def check_json(made):
    tables = {table["key"]: table for table in json.loads(made["json", "data"])["tables"]}
    assert TYPED in tables["findings"]["rows"][0]
