"""The editor of a part of a brief: what may be inserted, the preview beside it, what is amiss."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from briefs.catalogue import count_catalogue, remarks_on
from briefs.forms import BriefSectionForm
from briefs.models import Brief
from tests.brief_factories import make_rich_brief
from tests.factories import make_organiser
from tests.typing_people import typed
from writing.markdown import LONGEST_TEXT
from writing.models import Change


@pytest.fixture
def brief(project):
    return make_rich_brief(project)


@pytest.fixture
def signed_in(client, organiser):
    client.force_login(organiser)
    return client


def address(name, brief, *more):
    return reverse(f"briefs:{name}", args=[brief.slug, *more])


def typed_text(brief, text):
    return typed(BriefSectionForm(instance=brief.sections.get(key="context")), text=text)


def shown(response):
    """What the preview says, as text."""
    piece = re.search(r'<div class="brief prose".*?</div>', response.text, re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", piece)).strip()


def test_the_editor_lists_every_figure_and_place_with_what_to_type(signed_in, brief):
    page = signed_in.get(address("brief_section_edit", brief, "context")).text

    assert "<code>[[figure:plans]]</code>" in page
    assert "<code>[[see:recommendation-1]]</code>" in page
    assert 'data-insert="[[figure:attendances]]" data-into="id_text" hidden' in page


def test_the_preview_has_live_values_and_saves_nothing(signed_in, brief):
    before = brief.sections.get(key="context")
    signed_in.get(address("brief_section_edit", brief, "context"))

    response = signed_in.post(
        address("section_preview", brief, "context"),
        {"text": "Of [[figure:plans]], [[see:table-people]].[^a] [[figure:plan]]\n\n[^a]: Why."},
    )

    assert shown(response) == "Of 2 of 3, Table 2.1 [[figure:plan]] Why. ↩"
    assert "There is no [[figure:plan]]. Write [[figure:plans]]" in response.text
    after = brief.sections.get(key="context")
    assert (after.text, after.version) == (before.text, before.version)
    assert not Change.objects.of(after).exists()


def test_a_preview_that_is_renewed_counts_nothing(signed_in, brief, django_assert_max_num_queries):
    count_catalogue(Brief.objects.get(pk=brief.pk))

    with django_assert_max_num_queries(8):
        response = signed_in.post(
            address("section_preview", brief, "context"), {"text": "[[figure:plans]] " * 200}
        )

    assert shown(response).startswith("2 of 3 2 of 3")


def test_without_a_script_a_button_shows_the_preview_and_saves_nothing(signed_in, brief):
    data = typed_text(brief, "Not saved: [[figure:plans]].") | {"look": "1"}

    response = signed_in.post(address("brief_section_edit", brief, "context"), data)

    assert shown(response) == "Not saved: 2 of 3."
    assert "Not saved: [[figure:plans]].</textarea>" in response.text
    assert brief.sections.get(key="context").text == "The shock and what it found."


def test_what_is_amiss_is_saved_and_said_at_the_field(signed_in, brief):
    here = address("brief_section_edit", brief, "context")

    response = signed_in.post(here, typed_text(brief, "[[figure:lost-x]][^gone]"), follow=True)

    assert response.redirect_chain == [(here, 302)]
    assert brief.sections.get(key="context").text == "[[figure:lost-x]][^gone]"
    remarks = re.search(r'id="id_text_remarks".*?</div>', response.text, re.DOTALL)[0]
    assert "Choose one under “Insert a figure”." in remarks
    assert "There is no note for [^gone]." in remarks
    assert "<mark>[[figure:lost-x]]</mark>" in response.text


def test_an_autosave_of_a_part_counts_no_figures(signed_in, brief, django_assert_max_num_queries):
    ContentType.objects.get_for_model(brief.sections.first())
    data = typed_text(brief, "[[figure:plans]] " * 50)

    with django_assert_max_num_queries(10):
        response = signed_in.post(
            address("brief_section_edit", brief, "context"), data, headers={"HX-Request": "true"}
        )

    assert response.headers["HX-Trigger"] == "saved"


def test_remarks_say_what_to_write(brief, project):
    brief.workshops.clear()
    catalogue = count_catalogue(Brief.objects.get(pk=brief.pk))
    text = "[[see:recomendation-2]] [[see:??]] [[figure:attendances]] [^a]\n\n[^b]: Idle."

    assert list(remarks_on(text, catalogue)) == [
        "There is no [[see:recomendation-2]]. Write [[see:recommendation-2]], "
        "or choose from the lists.",
        "There is no [[see:??]]. Choose one under “Insert a reference”.",
        "[[figure:attendances]] has no value yet and is printed as “not known”.",
        "There is no note for [^a]. Write it in a paragraph of its own, [^a]: and its words.",
        "Nothing calls the note [^b], so it is not printed. Write [^b] where it belongs.",
    ]


@pytest.mark.parametrize(
    "text",
    ["", " \n", "[[", "[[figure:" + "x" * 5000, "[^" * 3000, "[[see:" * 2000, "[^a]: " * 500,
     "x" * (LONGEST_TEXT + 1), "{% load x %}{{ y }}{0.__class__}%s", "\x00\ud7ff‮[[figure:\x00]]"],
)  # fmt: skip
def test_a_preview_takes_any_text(signed_in, brief, text):
    count_catalogue(Brief.objects.get(pk=brief.pk))

    response = signed_in.post(address("section_preview", brief, "context"), {"text": text})

    assert response.status_code == 200
    assert "<script" not in response.text


def test_of_two_who_write_the_same_part_neither_loses_a_word(signed_in, brief, organiser):
    other = Client()
    other.force_login(make_organiser(brief.project))
    here = address("brief_section_edit", brief, "context")
    opened = typed_text(brief, "Hers, written first.")
    late = {**opened, "text": "His, written meanwhile."}
    signed_in.get(here)
    beside = other.get(here)
    signed_in.post(here, opened)

    stale = other.post(here, late)
    kept_first = brief.sections.get(key="context")
    both = other.post(here, {**late, "keep": "both", "seen": kept_first.version})
    other.post(here, typed(both.context["form"]), follow=True)

    assert [one.user for one in beside.context["here"].others] == [organiser]
    assert (kept_first.text, kept_first.changed_by) == ("Hers, written first.", organiser)
    clash = stale.context["form"].conflict
    assert [(one.name, one.mine, one.theirs) for one in clash.fields] == [
        ("text", "His, written meanwhile.", "Hers, written first.")
    ]
    assert stale.context["form"]["text"].value() == "His, written meanwhile."
    assert brief.sections.get(key="context").text == (
        "Hers, written first.\n\nHis, written meanwhile."
    )
