"""Notes, references and figures that the texts of a brief call by name."""

import io
import re

import page
import pypdf
import pytest
from django.utils import timezone

from briefs.document import build_brief
from briefs.models import Brief, BriefFinding
from briefs.names import broken_in, called_by
from briefs.render import brief_html, names_of
from briefs.services import make_edition
from documents.marks import Mark
from documents.pdf import render_pdf
from tests.brief_factories import make_rich_brief

TEXT = """[[figure:plans]] plans[^where] act on [[see:recommendation-1]] and [[see:table-people]].

{{ brief.title }} {% debug %} {plans} %(plans)s [[figure:lost]] [[see:finding-2]]

[^where]: Counted in [[see:section-method]], as [[see:city-suva]] says."""


@pytest.fixture
def brief(project):
    brief = make_rich_brief(project)
    box = brief.brief_cities.get(project_city__city__slug="suva")
    box.vision = "A harbour."
    box.save()
    brief.sections.filter(key="context").update(text=TEXT)
    return brief


def document_of(brief):
    return build_brief(Brief.objects.get(pk=brief.pk), as_of=timezone.now())


def words_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_the_page_of_an_edition_has_the_frozen_figure_and_its_way_back(brief, organiser):
    edition = make_edition(brief, by=organiser)

    html = brief_html(document_of(brief), for_print=False, edition=edition)

    assert (
        f'<a href="/briefs/{brief.slug}/editions/1/figures/plans/" class="figure" rel="noopener">'
        "2 of 3</a> plans"
    ) in html
    assert '<a href="#recommendation-1" rel="noopener">Recommendation 1</a>' in html
    assert '<a href="#table-people" rel="noopener">Table 2</a>' in html
    assert '<a href="#city-suva" rel="noopener">Suva</a> says.' in html
    assert set(re.findall(r'href="#([\w-]+)"', html)) <= set(re.findall(r'id="([\w-]+)"', html))


def test_what_is_no_name_stays_as_it_was_typed(brief):
    html = brief_html(document_of(brief), for_print=False)

    assert "{{ brief.title }} {% debug %} {plans} %(plans)s" in words_of(html)
    assert "<mark>[[figure:lost]]</mark> <mark>[[see:finding-2]]</mark>" in html


def test_in_print_a_figure_leads_to_its_source_and_a_note_to_the_foot(brief):
    html = brief_html(document_of(brief), for_print=True)

    assert (
        '<a href="#source-A" class="figure" rel="noopener">2 of 3</a> plans<span class="fn">'
        in (html)
    )
    assert 'id="call-' not in html


def test_references_are_in_the_language_of_the_brief(brief):
    Brief.objects.filter(pk=brief.pk).update(language="es")

    html = brief_html(document_of(brief), for_print=False)

    assert ">Sección 7</a>" in html
    assert ">Cuadro 2</a>" in html


def test_a_name_stays_when_things_are_moved(brief, project):
    before = names_of(document_of(brief))
    finding = project.findings.create(title="Another, first now")
    BriefFinding.objects.create(brief=brief, finding=finding, order=0)
    first = next(name for name in before.references.values() if name.words == "Finding 1")
    project.findings.exclude(pk=finding.pk).update(title="Worded anew")

    after = names_of(document_of(brief))

    assert first.name.startswith("finding-livelihoods-first-")
    assert after.look_up(first.mark).words == "Finding 2"
    assert after.look_up(Mark("see", first.name)).address == "#finding-2"


def test_what_is_broken_is_told_with_what_was_meant(brief):
    names = names_of(document_of(brief))

    broken = list(broken_in(document_of(brief), names))

    assert broken == [("Context", Mark("figure", "lost")), ("Context", Mark("see", "finding-2"))]
    assert names.nearest(Mark("figure", "plan")) == Mark("figure", "plans")
    assert names.nearest(Mark("see", "recomendation-1")) == Mark("see", "recommendation-1")
    assert names.nearest(Mark("figure", "xyzzy")) is None


def test_every_name_of_the_catalogue_leads_somewhere_in_both_documents(brief):
    document = document_of(brief)
    for for_print in (False, True):
        html = brief_html(document, for_print=for_print)
        ids = set(re.findall(r'id="([\w-]+)"', html))
        anchors = {each.anchor for each in names_of(document).references.values()}
        assert anchors <= ids


def test_notes_of_all_parts_stand_on_the_pages_of_their_calls(brief):
    filler = "Recovery began in the markets, and nobody had planned it so. " * 14
    for section in brief.sections.filter(key__in=["context", "findings", "method"]):
        calls = "\n\n".join(f"{filler}Call {section.key} {n}[^{n}]." for n in range(5))
        notes = "\n".join(f"[^{n}]: Note {section.key} {n} is here." for n in range(5))
        section.text = f"{calls} {TEXT}\n{notes}"
        section.save()

    pdf = render_pdf(brief_html(document_of(brief), for_print=True), identifier=b"x")

    pages = [
        re.sub(r"\s+", " ", each.extract_text()) for each in pypdf.PdfReader(io.BytesIO(pdf)).pages
    ]
    for key in ("context", "findings", "method"):
        for n in range(5):
            [called] = [i for i, words in enumerate(pages) if f"Call {key} {n}" in words]
            assert f"Note {key} {n} is here." in pages[called]
    assert all(len(words) > 200 for words in pages)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        assert page.validate_pdf_bytes(pdf, profile=profile).failures == []


def test_what_a_text_calls_is_read_from_its_words_alone():
    assert called_by("`[[figure:code]]` [[figure:real]]").marks == (Mark("figure", "real"),)
