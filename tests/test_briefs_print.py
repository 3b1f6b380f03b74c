import dataclasses
import io
import re

import pypdf
import pytest

from briefs.data import tables_of
from briefs.document.content import CityBox
from briefs.models import Brief, BriefSection
from briefs.pictures import logos_of
from briefs.render import brief_html
from briefs.tables import matrix_tables
from cities.models import City
from documents.pdf import AttachedFile, render_pdf
from recommendations.models import Finding
from tests.brief_factories import (
    country,
    make_brief,
    make_published_plan,
    make_recommendation,
    make_record,
    make_rich_brief,
)
from tests.factories import make_city, make_workshop
from tests.printed_briefs import assert_accessible, assert_no_page_is_blank, built, printed, texts

HOSTILE = (
    '<script>alert(1)</script><link rel="attachment" href="file:///etc/passwd">'
    '<img src="http://example.org/x.png"><svg onload="x"><image href="file:///etc/passwd"/></svg>'
    '<style>* {display: none}</style>{% include "x" %}{{ settings.SECRET_KEY }}{0.__class__}%(x)s'
    "[a](javascript:alert(1)) [b](file:///etc/passwd) ![c](http://example.org/y.png) </p></div>"
)


def titles(outline):
    for item in outline:
        if isinstance(item, list):
            yield from titles(item)
        else:
            yield item.title


@pytest.fixture
def brief(project):
    return make_rich_brief(project)


def test_the_brief_is_accessible_numbered_and_has_no_blank_page(brief):
    _html, pdf, reader = printed(built(brief))

    assert_accessible(pdf)
    assert_no_page_is_blank(reader)
    count = len(reader.pages)
    for number, text in enumerate(texts(reader)[1:], start=2):
        assert f"{number} / {count}" in text


def test_its_bookmarks_are_its_chapters(brief):
    _html, _pdf, reader = printed(built(brief))

    chapters = [title for title in titles(reader.outline) if re.match(r"\d ", title)]
    assert [re.sub(r"\s+", " ", title) for title in chapters][:4] == [
        "1 Context", "2 The project and its cities", "3 What we found", "4 Who took part",
    ]  # fmt: skip


def test_its_words_can_be_read_out_of_it(brief):
    City.objects.filter(name="Suva").update(name="Hội An")
    _html, _pdf, reader = printed(built(brief))

    words = re.sub(r"\s+", " ", " ".join(texts(reader)))
    for expected in [
        "26 (15/11)", "29 (17/12)", "Hội An", "Adopted by Suva City Council", "VALIDATED",
        "FOR VALIDATION", "NOT VALIDATED", "Changed after validation", "Not yet put to a round",
        "Regional body",
    ]:  # fmt: skip
        assert expected in words


def test_the_same_brief_makes_the_same_bytes(brief):
    document = built(brief)

    assert printed(document)[1] == printed(document)[1]


def test_every_letter_of_the_strip_leads_to_its_source(brief):
    html, _pdf, _reader = printed(built(brief))

    letters = re.findall(r'href="#source-([A-Z])"', html)
    assert letters == list("ABCDE")
    assert set(letters) <= set(re.findall(r'id="source-([A-Z])"', html))


def test_nothing_of_the_templates_is_printed(brief):
    html, _pdf, _reader = printed(built(brief))

    assert re.findall(r"\{[#%{]|[#%}]\}", html) == []


def test_the_strip_stands_in_one_row(brief):
    _html, _pdf, reader = printed(built(brief))

    heights = {}
    reader.pages[0].extract_text(
        visitor_text=lambda text, _cm, matrix, *_font: heights.setdefault(text.strip(), matrix[5])
    )
    figures = [figure.value for figure in built(brief).main_figures[:5]]
    assert len({round(heights[value]) for value in figures}) == 1


def test_links_inside_lead_somewhere(brief):
    html, _pdf, _reader = printed(built(brief))

    identifiers = re.findall(r'\bid="([^"]+)"', html)
    assert len(identifiers) == len(set(identifiers))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(identifiers)


def test_a_draft_says_so_on_every_page_and_an_example_too(brief):
    brief.is_example = True
    _html, _pdf, reader = printed(built(brief), is_draft=True)

    for text in texts(reader)[1:]:
        assert "Draft" in text
        assert "Example, not the city’s own" in text
    assert "DRAFT" in texts(reader)[0]
    assert "Example, not the city’s own" in texts(reader)[0]


@pytest.mark.parametrize(
    ("cities", "tables", "is_wide"), [(8, 1, False), (9, 1, True), (45, 3, True)]
)
def test_the_matrix_turns_the_page_beyond_eight_cities(project, cities, tables, is_wide):
    for number in range(cities):
        make_published_plan(project, f"City {number:02}", [(number % 15, "estimate", "")])
    document = built(make_brief(project))

    _html, pdf, reader = printed(document)

    turned = [sheet for sheet in reader.pages if sheet.mediabox.width > sheet.mediabox.height]
    assert [table.is_wide for table in matrix_tables(document)] == [is_wide] * tables
    assert len(turned) == (tables if is_wide else 0)
    assert_no_page_is_blank(reader)
    assert_accessible(pdf)


def test_hostile_text_is_only_text(brief, project):
    BriefSection.objects.filter(brief=brief).update(text=HOSTILE, title=HOSTILE[:200])
    Brief.objects.update(title=HOSTILE[:300], subtitle=HOSTILE[:300], series=HOSTILE[:200])
    City.objects.update(name=("A" * 290 + "<b>&amp;")[:300])
    make_recommendation(project, HOSTILE, addressee=HOSTILE[:200])
    brief.refresh_from_db()

    html, pdf, reader = printed(built(brief))

    tags = re.findall(r"<([a-z0-9]+)", html)
    assert not {"script", "style", "img", "image", "base", "object"} & set(tags)
    assert tags.count("link") == 2  # the style sheet and that of drafts
    addresses = re.findall(r'<a href="([^"#][^"]*)"', html)
    assert all(address.startswith("http") for address in addresses)
    assert reader.attachments == {}
    assert "{{ settings.SECRET_KEY }}" in re.sub(r"\s+", " ", " ".join(texts(reader)))
    assert_accessible(pdf)
    assert_no_page_is_blank(reader)


def test_a_long_rail_and_a_long_list_of_workshops_are_printed(brief, project):
    finding = Finding.objects.get()
    finding.is_attributable = True
    finding.save()
    finding.cities.set([make_city(name="B" * 300, country=country()) for _ in range(30)])
    for number in range(40):
        title = f"Session {number} " + "of many words " * 20
        finding.sessions.create(workshop=finding.workshop, order=number, title=title)
        make_record(make_workshop(project, title=title), female=number, male=1)
    brief.workshops.set(project.workshops.all())

    _html, _pdf, reader = printed(built(brief))

    assert_no_page_is_blank(reader)


def test_a_brief_of_nothing_is_printed(project):
    brief = make_brief(project)
    brief.sections.update(text="", title="")

    _html, pdf, reader = printed(built(brief))

    assert_accessible(pdf)
    assert_no_page_is_blank(reader)


def test_five_hundred_recommendations_are_printed(project):
    for number in range(500):
        make_recommendation(project, f"Do number {number}.", addressee="Councils")

    _html, _pdf, reader = printed(built(make_brief(project)))

    assert "Do number 499." in " ".join(texts(reader))
    assert_no_page_is_blank(reader)


def test_the_page_has_the_words_of_the_print_and_no_frame_of_its_own(brief):
    document = built(brief)

    html = brief_html(document, for_print=False)

    assert html.lstrip().startswith('<article class="brief" lang="en" dir="ltr">')
    assert "<h1" not in html
    assert "style=" not in html
    assert len(html.encode()) < 100_000
    for recommendation in document.recommendations:
        assert recommendation.text in html


# Papers, languages, notes, what is inside


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_a_paper_has_its_size(brief, paper, size):
    _html, pdf, reader = printed(built(brief), paper=paper)

    box = reader.pages[1].mediabox
    assert (round(float(box.width)), round(float(box.height))) == size
    assert_accessible(pdf)
    assert_no_page_is_blank(reader)


@pytest.mark.parametrize("words", [60, 66, 72, 78])
def test_each_note_stands_on_the_page_of_its_call(words):
    filler = f"<p>{'Words that fill the page. ' * (words // 2)}</p>"
    body = "".join(
        f'{filler * 2}<p>Call {n}<span class="fn">Note {n} is here.</span></p>' for n in range(9)
    )
    html = (
        '<html lang="en"><head><title>Notes</title><link rel="stylesheet" href="asset:brief.css"/>'
        f"</head><body><h1>Notes</h1>{body}{filler * 3}</body></html>"
    )

    pdf = render_pdf(html, identifier=b"x")

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert_accessible(pdf)
    assert_no_page_is_blank(reader)
    pages = texts(reader)
    for n in range(9):
        at = [number for number, text in enumerate(pages) if f"Call {n}" in text]
        assert at == [number for number, text in enumerate(pages) if f"Note {n} is" in text], n


def test_the_data_of_the_tables_is_inside(brief):
    document = built(brief)
    attached = [
        AttachedFile(f"{table.key}.csv", table.as_csv(), table.title, document.as_of)
        for table in tables_of(document)
    ]
    html = brief_html(document, for_print=True)

    pdf = render_pdf(html, identifier=b"x", attached=attached)

    assert_accessible(pdf)
    inside = pypdf.PdfReader(io.BytesIO(pdf)).attachments
    assert sorted(inside) == sorted(file.name for file in attached)
    assert inside["participants.csv"][0].decode("utf-8-sig").startswith('"Workshop"')
    assert pdf == render_pdf(html, identifier=b"x", attached=attached)


def test_the_same_file_is_made_when_its_html_is_no_xml(brief):
    html = brief_html(built(brief), for_print=True)

    assert render_pdf(html, identifier=b"x") == render_pdf(
        html.replace("<br/>", "<br>") + "<!-- & -->", identifier=b"x"
    )


def test_a_logo_stands_on_the_cover(brief):
    document = built(brief)
    dot = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
        "rkJggg=="
    )
    document = dataclasses.replace(
        document, bodies=(dataclasses.replace(document.bodies[0], logo=dot),)
    )
    html = brief_html(document, for_print=True)

    pdf = render_pdf(html, identifier=b"x", pictures=logos_of(document))

    assert_accessible(pdf)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].images) == 1


def test_a_city_with_an_endless_name_breaks_its_lines(brief):
    document = built(brief)
    city = dataclasses.replace(
        document.cities[0], name="Llanfair" * 38, position=(0.0, 50.0),
        box=CityBox("Vision " * 60, confirmed_on=document.as_of.date(), is_stale=True),
    )  # fmt: skip
    document = dataclasses.replace(document, cities=(city, *document.cities[1:]))

    html, pdf, reader = printed(document)

    assert "its plan has changed since" in html
    assert_accessible(pdf)
    assert_no_page_is_blank(reader)


def test_a_table_of_five_thousand_rows_is_printed(brief):
    rows = "\n".join(f"| {number} | x |" for number in range(5000))
    section = brief.sections.get(key="context")
    section.text = f"| A | B |\n|---|---|\n{rows}"
    section.save()

    _html, _pdf, reader = printed(built(brief))

    assert "4999" in " ".join(texts(reader))
