"""An edited Word file is told apart from what was sent, chosen from, and saved whole or not."""

import io
import zipfile

import docx
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from briefs.document import BriefDocument
from briefs.models import BriefSection, WordReturn
from briefs.returned import staging
from briefs.returned.proposals import proposals_of
from briefs.returned.reading import Line
from briefs.returned.staging import NotOfThisBrief, returned_of, take_aside
from briefs.returned.taking import ChangedMeanwhile, take_in
from briefs.services import make_edition
from briefs.translations.deeds import begin_translation
from recommendations.models import Wording
from tests.brief_factories import make_brief, make_rich_brief
from tests.word_files import (
    as_libreoffice_saves_it,
    edited,
    sent,
    typed_over,
    with_note,
    with_paragraph,
    without_controls,
)
from writing.models import Change

CONTEXT = (
    "The *shock* reached [[figure:plans]] cities, of [[figure:attendances]] people.[^why]\n\n"
    "* one\n* two\n\nAnd 12 more, see [[see:table-people]].\n\n[^why]: Counted *once*."
)


@pytest.fixture
def brief(project):
    made = make_rich_brief(project)
    made.sections.filter(key="context").update(text=CONTEXT)
    made.sections.filter(key="key-messages").update(text="- **First.** A message.\n- Second.")
    return made


@pytest.fixture
def edition(brief, organiser):
    return make_edition(brief, by=organiser)


@pytest.fixture
def file(edition):
    return sent(edition)


@pytest.fixture
def bring(brief, organiser):
    def bring(content):
        made = take_aside(brief, name="returned.docx", content=content, by=organiser)
        return made, returned_of(made)

    return bring


@pytest.mark.parametrize("saved", [bytes, as_libreoffice_saves_it, without_controls])
def test_an_unedited_file_changes_nothing_whoever_saved_it(bring, file, saved):
    _made, returned = bring(saved(file))

    assert (returned.texts, returned.figures, returned.came, returned.went) == ((), (), (), ())
    assert (returned.missing, returned.comments, returned.tracked) == ((), (), 0)


def said(returned):
    return {text.id: text.said for text in returned.texts}


def test_only_what_was_edited_is_new_and_the_rest_stays_as_it_was_typed(bring, file):
    _made, returned = bring(edited(file, {"And 12 more": "And 14 more", "A message": "A word"}))

    assert said(returned) == {
        "section-context": CONTEXT.replace("12", "14"),
        "section-key-messages": "- **First.** A word.\n- Second.",
    }
    assert {text.id: text.numbers for text in returned.texts} == {
        "section-context": ("14",), "section-key-messages": (),
    }  # fmt: skip
    assert returned.figures == ()


def asked(returned):
    return [(figure.key, figure.said, figure.counted, figure.part) for figure in returned.figures]


def test_a_figure_typed_over_is_asked_about_and_the_words_around_it_are_taken(bring, file):
    _made, returned = bring(
        edited(file, {" people.": " guests."}, marks={"[[figure:attendances]]": "31 (19/12)"})
    )

    assert said(returned) == {"section-context": CONTEXT.replace(" people.", " guests.")}
    assert asked(returned) == [
        ("attendances", "31 (19/12)", "29 (17/12)", "Context"),
        ("attendances", "31 (19/12)", "29 (17/12)", ""),
    ]


def test_a_figure_typed_over_with_its_mark_is_still_asked_about(bring, file):
    _made, returned = bring(edited(file, also=typed_over("[[figure:attendances]]", "31 (19/12)")))

    assert said(returned) == {}
    assert ("attendances", "31 (19/12)", "29 (17/12)", "Context") in asked(returned)


def test_text_outside_the_blocks_and_blocks_that_are_gone_are_listed(bring, file):
    def without_method(saved):
        tagged = '[w:sdtPr/w:tag/@w:val="block:section-method"]'
        for control in saved.element.body.xpath(f".//w:sdt{tagged}"):
            control.getparent().remove(control)
        saved.add_paragraph("A new last word.")

    _made, returned = bring(edited(file, {"Cities of this brief": "Towns"}, also=without_method))

    assert returned.came[-1] == Line("A new last word.", "References")
    assert any("Towns" in line.text for line in returned.came)
    assert any("Cities of this brief" in line for line in returned.went)
    assert returned.missing == ("section-method",)
    assert returned.texts == ()


@pytest.mark.parametrize(
    ("where", "kind", "part"),
    [("Keep a line", "footnote", "Recommendation 1"), ("Cities of this brief", "footnote", None),
     ("A message", "endnote", "")],
)  # fmt: skip
def test_a_note_where_the_portal_has_no_place_for_one_is_listed(bring, file, where, kind, part):
    _made, returned = bring(edited(file, also=with_note(where, "See the annex.", kind=kind)))

    notes = [line for line in returned.came if "annex" in line.text]
    assert [line.text for line in notes] == ["Note: See the annex."]
    assert part in (notes[0].part, None)
    assert returned.texts == ()


def chosen(brief, made, returned, choice="file"):
    document = BriefDocument.from_json(made.edition.content)
    return {
        one.id: (choice, one.target.seen) for one in proposals_of(brief, document, returned)
    }  # fmt: skip


EDITS = {
    "Recovery of cities": "Recovery of towns", "Livelihoods first": "Livelihoods, first of all",
    "Keep a line in the budget.": "Keep two lines in the budget.", "A message": "A word",
}  # fmt: skip


def test_chosen_texts_are_saved_with_their_history(bring, brief, file, organiser):
    made, returned = bring(edited(file, EDITS))
    wording = Wording.objects.get(text="Keep a line in the budget.")

    assert take_in(made, returned, chosen=chosen(brief, made, returned), by=organiser) == 4

    brief.refresh_from_db()
    section = brief.sections.get(key="key-messages")
    assert brief.title == "Recovery of towns"
    assert section.text == "- **First.** A word.\n- Second."
    assert brief.findings.get().title == "Livelihoods, first of all"
    assert [one.text for one in wording.recommendation.wordings.order_by("number")] == [
        "Keep a line in the budget.", "Keep two lines in the budget.",
    ]  # fmt: skip
    change = Change.objects.of(section).get()
    assert (change.before, change.after, change.by) == (
        "- **First.** A message.\n- Second.", section.text, organiser,
    )  # fmt: skip
    assert chosen(brief, made, returned) == {}


def test_one_text_changed_meanwhile_and_none_is_taken(bring, brief, file, organiser):
    made, returned = bring(edited(file, EDITS))
    choices = chosen(brief, made, returned)
    BriefSection.objects.filter(brief=brief, key="key-messages").update(text="- Mine", version=2)

    with pytest.raises(ChangedMeanwhile):
        take_in(made, returned, chosen=choices, by=organiser)

    brief.refresh_from_db()
    assert brief.title == "Recovery of cities"
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("choice", "stands"),
    [
        ("portal", "- Ours."),
        ("file", "- **First.** A word.\n- Second."),
        ("both", "- Ours.\n\n- **First.** A word.\n- Second."),
    ],
)
def test_a_text_changed_here_as_well_is_a_conflict_and_no_version_is_lost(
    bring, brief, file, organiser, choice, stands
):
    made, returned = bring(edited(file, {"A message": "A word"}))
    section = brief.sections.get(key="key-messages")
    section.text, section.version = "- Ours.", 2
    section.save()

    take_in(made, returned, chosen=chosen(brief, made, returned, choice), by=organiser)

    section.refresh_from_db()
    change = Change.objects.of(section).get()
    assert section.text == stands
    assert change.before == "- Ours."
    assert "A word" in change.after
    assert change.is_set_aside == (choice == "portal")


def test_what_a_form_would_refuse_cannot_be_taken(bring, brief, file, organiser):
    made, returned = bring(edited(file, {"Recovery of cities": "R" * 301, "A message": "A word"}))

    choices = chosen(brief, made, returned)
    assert take_in(made, returned, chosen=choices, by=organiser) == 1

    brief.refresh_from_db()
    assert brief.title == "Recovery of cities"


def test_of_a_translation_only_its_own_words_are_written(brief, organiser):
    translation = begin_translation(brief, language="fr", by=organiser)
    translation.blocks.create(
        key="section-key-messages", text="- Un message.", source="- **First.** A message."
    )
    edition = make_edition(translation, by=organiser)
    content = edited(sent(edition), {"Un message": "Un mot", "Livelihoods first": "La subsistance"})
    made = take_aside(translation, name="fr.docx", content=content, by=organiser)
    returned = returned_of(made)

    choices = chosen(translation, made, returned)
    assert take_in(made, returned, chosen=choices, by=organiser) == 2

    finding = brief.findings.get()
    assert dict(translation.blocks.values_list("key", "text")).items() >= {
        "section-key-messages": "- Un mot.", f"finding-title-{finding.pk}": "La subsistance",
    }.items()  # fmt: skip
    assert finding.title == "Livelihoods first"
    assert brief.sections.get(key="key-messages").version == 1


def test_a_vision_taken_from_a_file_is_to_be_confirmed_anew(bring, brief, organiser):
    place = brief.brief_cities.first()
    place.vision, place.confirmed_at, place.confirmed_by = "A port.", timezone.now(), organiser
    place.save()
    content = edited(sent(make_edition(brief, by=organiser)), {"A port.": "A harbour."})
    made, returned = bring(content)

    take_in(made, returned, chosen=chosen(brief, made, returned), by=organiser)

    place.refresh_from_db()
    assert (place.vision, place.version) == ("A harbour.", 2)
    assert place.status_beside(None) != place.Status.CONFIRMED


def test_a_file_of_another_brief_is_refused(brief, organiser, project):
    other = make_edition(make_brief(project, title="Another brief"), by=organiser)

    for content in (sent(other), edited(sent(other), also=nameless)):
        with pytest.raises(NotOfThisBrief):
            take_aside(brief, name="x.docx", content=content, by=organiser)


def nameless(saved):
    saved.core_properties.identifier = saved.core_properties.keywords = ""


def test_a_file_that_forgot_its_name_is_of_the_chosen_edition(brief, edition, file, organiser):
    made = take_aside(
        brief, name="x.docx", content=edited(file, also=nameless), by=organiser, edition=edition
    )

    assert made.edition == edition


def test_what_was_read_is_kept_for_a_day(bring, file):
    old, _returned = bring(file)
    taken, _returned = bring(file)
    WordReturn.objects.filter(pk=taken.pk).update(taken=2)
    WordReturn.objects.update(asked_at=timezone.now() - staging.KEPT * 2)
    new, _returned = bring(file)

    staging.delete_staged()
    assert set(WordReturn.objects.values_list("pk", "staged")) == {
        (taken.pk, ""), (new.pk, new.staged.name),
    }  # fmt: skip
    assert default_storage.exists(new.staged.name)


def upload(client, brief, content, name="edited.docx"):
    return client.post(
        reverse("briefs:word_take_in", args=[brief.slug]),
        {"file": SimpleUploadedFile(name, content)},
    )


def test_the_page_shows_before_and_after_and_takes_what_is_ticked(
    client, organiser, brief, file
):  # fmt: skip
    client.force_login(organiser)
    checked = upload(
        client, brief,
        edited(file, EDITS, marks={"[[figure:plans]]": "7 of 9"}, also=with_paragraph("New.")),
    )  # fmt: skip
    page = client.get(checked.url)

    assert "<del>message</del><ins>word</ins>" in page.content.decode()
    assert "<bdi>7 of 9</bdi>" in page.content.decode()
    seen = {one.id: one.target.seen for one, _choice in page.context["rows"]}
    assert sorted(seen) == [
        "finding-title-" + str(brief.findings.get().pk),
        f"recommendation-{Wording.objects.get(text__startswith='Keep a').recommendation_id}",
        "section-key-messages", "title",
    ]  # fmt: skip

    data = {f"seen-{id}": sign for id, sign in seen.items()} | {"choice-title": "file"}
    client.post(checked.url, data)

    brief.refresh_from_db()
    assert brief.title == "Recovery of towns"
    assert brief.sections.get(key="key-messages").version == 1
    assert len(client.get(checked.url).context["rows"]) == 3


def macro_file():
    changed = io.BytesIO()
    docx.Document().save(changed)
    with zipfile.ZipFile(changed, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    return changed.getvalue()


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "accepted are: DOCX"),
        (b"PK\x03\x04", "accepted are: DOCX"),
        (LOCKED, "protected by a password"),
        (macro_file(), "holds macros"),
        (b"", "empty"),
    ],
)
def test_another_file_is_refused_in_words(client, organiser, brief, content, words):
    client.force_login(organiser)

    page = upload(client, brief, content)

    assert words in str(page.context["form"].errors)
    assert not WordReturn.objects.exists()
