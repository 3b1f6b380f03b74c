import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from briefs.document import build_brief
from briefs.models import Brief, TranslationReturn
from briefs.render import brief_html
from briefs.services import make_edition, publish_edition, withdraw_edition
from briefs.stamps import recommendation_stamp
from briefs.translations.blocks import Status, block_of, blocks_of
from briefs.translations.deeds import CannotTranslate, begin_translation
from briefs.translations.doubts import doubts_about
from briefs.translations.files import pieces_of, word_of, workbook_of
from briefs.translations.forms import BlockTranslationForm
from briefs.translations.returned import read_return
from documents.sheets.read import UnreadableFile
from recommendations.services import add_wording
from tests.brief_factories import make_rich_brief
from tests.typing_people import typed
from tests.word_files import edited, with_note

CONTEXT = "The shock of 2020 hit **19**.\n\n- One[^a]\n- Two, see [[figure:plans]]\n\n[^a]: A note."
FRENCH = (
    "Le choc de 2020 a touché **19** villes.\n\n- Un[^a]\n- Deux, [[figure:plans]]\n\n[^a]: Note."
)


@pytest.fixture
def source(project):
    brief = make_rich_brief(project)
    brief.sections.filter(key="context").update(text=CONTEXT)
    return brief


@pytest.fixture
def translation(source, organiser):
    return begin_translation(source, language="fr", by=organiser)


@pytest.fixture
def signed_in(client, organiser):
    client.force_login(organiser)
    return client


def say(client, translation, key, text, **fields):
    block = block_of(translation, key)
    row = block.row or translation.blocks.create(key=key)
    form = BlockTranslationForm(instance=row, block=block)
    address = reverse("briefs:block_edit", args=[translation.slug, key])
    return client.post(address, typed(form, text=text, **fields))


def status_of(translation, key):
    return block_of(translation, key).status


def test_it_is_begun_once_for_a_language_with_our_own_headings_said(source, translation, organiser):
    with pytest.raises(CannotTranslate):
        begin_translation(source, language="fr", by=organiser)
    with pytest.raises(CannotTranslate):
        begin_translation(source, language="en", by=organiser)
    with pytest.raises(CannotTranslate):
        begin_translation(translation, language="es", by=organiser)

    assert (translation.slug, translation.language) == (f"{source.slug}-fr", "fr")
    assert block_of(translation, "section-title-context").text == "Contexte"
    assert status_of(translation, "section-title-context") == Status.DONE
    assert status_of(translation, "section-context") == Status.MISSING


def test_its_document_has_the_figures_of_its_source_and_its_own_words(
    signed_in, source, translation, project
):
    recommendation = project.recommendations.get(number=1)
    say(signed_in, translation, "title", "Relance des villes")
    say(signed_in, translation, "section-context", FRENCH)
    say(signed_in, translation, f"recommendation-{recommendation.pk}", "Gardez une ligne.")
    translation.refresh_from_db()

    now = timezone.now()
    theirs, ours = build_brief(translation, as_of=now), build_brief(source, as_of=now)

    assert (theirs.title, translation.title) == ("Relance des villes", "Relance des villes")
    assert theirs.section("context").text == FRENCH
    assert [(one.key, one.source_rows) for one in theirs.figures] == [
        (one.key, one.source_rows) for one in ours.figures
    ]
    assert theirs.figure("validated").value == "1 sur 4"
    first = theirs.recommendations[0]
    assert (first.text, first.is_validated) == ("Gardez une ligne.", True)
    assert theirs.recommendations[1].text == ours.recommendations[1].text
    assert recommendation.current_wording("fr").text == "Gardez une ligne."
    assert "Validé en Anglais" in brief_html(theirs, for_print=False)


def test_the_translation_of_an_earlier_wording_is_never_called_validated(
    signed_in, translation, project, organiser
):
    recommendation = project.recommendations.get(number=1)
    key = f"recommendation-{recommendation.pk}"
    say(signed_in, translation, key, "Gardez une ligne.")
    add_wording(recommendation, text="Keep two.", by=organiser)

    printed = build_brief(translation, as_of=timezone.now()).recommendations[0]

    assert status_of(translation, key) == Status.STALE
    assert not printed.is_validated
    assert recommendation_stamp(printed).title == "FOR VALIDATION"


def test_the_editor_shows_what_the_source_says_and_how_it_moved(signed_in, translation, source):
    say(signed_in, translation, "section-context", FRENCH)
    source.sections.filter(key="context").update(text=CONTEXT.replace("shock", "storm"))
    address = reverse("briefs:block_edit", args=[translation.slug, "section-context"])

    page = signed_in.get(address).content.decode()

    assert "The storm of 2020 hit **19**" in page
    assert "<del>shock</del><ins>storm</ins>" in page


def test_figures_that_differ_are_a_question_at_the_text_until_somebody_answers_it(
    signed_in, translation
):
    wrong = FRENCH.replace("19", "91")

    say(signed_in, translation, "section-context", wrong)
    asked = status_of(translation, "section-context")
    say(signed_in, translation, "section-context", wrong, differs_on_purpose=True)

    assert asked == Status.DOUBTFUL
    assert status_of(translation, "section-context") == Status.DONE


@pytest.mark.parametrize(
    ("source", "translation", "count"),
    [
        ("1,250.5 of 19 (11/8)", "١٬٢٥٠٫٥ de 19 (11/8)", 0),
        ("1,250 people, 3 %", "1\u202f250 personnes, 3\u00a0%", 0),
        ("11 then 8", "8 puis 11", 0),
        ("1. One\n2. Two", "- Un\n- Deux", 0),
        ("19 cities", "Villes", 1),
        ("See [[figure:plans]]", "Voir [[figure:actions]]", 1),
        ("https://example.org/a in 2020", "https://example.org/b en 2021", 2),
        ("Called[^a]", "Appelé", 1),
    ],
)
def test_what_must_stay_is_found_in_any_script(source, translation, count):
    assert len(doubts_about(source, translation)) == count


def back(client, translation, content, name="back.docx"):
    address = reverse("briefs:return_add", args=[translation.slug])
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.mark.parametrize("make", [word_of, workbook_of])
def test_a_file_that_comes_back_as_it_went_changes_nothing(signed_in, translation, make, source):
    source.sections.filter(key="method").update(text="## Head\n\n> Said.\n\n1. One\n2. Two `x`")
    say(signed_in, translation, "section-context", FRENCH)
    say(signed_in, translation, "section-method", "## Tête\n\n> Dit.\n\n1. Un\n2. Deux `x` _a_")
    name = "back.docx" if make is word_of else "back.xlsx"

    page = back(signed_in, translation, make(translation, blocks_of(translation)), name)

    assert page.context["proposals"] == []
    assert page.context["returned"].unmatched == []


def test_a_file_is_looked_at_before_any_of_it_is_taken(signed_in, translation, source):
    away = Brief.objects.get(pk=translation.pk)
    say(signed_in, away, "section-context", FRENCH)
    say(signed_in, away, "section-method", "Les chiffres sont des comptes.")
    content = word_of(away, blocks_of(away))
    source.sections.filter(key="method").update(text="Figures are counted.")
    translation.blocks.filter(key__in=["section-context", "section-method"]).delete()

    page = back(signed_in, translation, content)
    offered = {one.block.key: one for one in page.context["proposals"]}
    before = status_of(translation, "section-context")
    signed_in.post(page.request["PATH_INFO"], {"take": ["section-context", "title", "x"]})

    assert before == Status.MISSING
    assert offered.keys() == {"section-context", "section-method"}
    assert [offered[key].has_source_moved for key in sorted(offered)] == [False, True]
    assert [one.doubts for one in offered.values()] == [[], []]
    assert [offered[key].is_sure for key in sorted(offered)] == [True, False]
    taken = block_of(translation, "section-context")
    assert (taken.status, doubts_about(CONTEXT, taken.text)) == (Status.DONE, [])
    assert "[[figure:plans]]" in taken.text
    assert TranslationReturn.objects.get().taken == ["section-context"]
    assert status_of(translation, "section-method") == Status.MISSING


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_that_a_translator_added_is_listed_beside_its_text(signed_in, translation, kind):
    say(signed_in, translation, "section-context", "Des mots.")
    content = word_of(translation, blocks_of(translation))
    noted = edited(content, also=with_note("Des mots", "Voir l’annexe.", kind=kind))

    page = back(signed_in, translation, noted)

    place = "section-context · " if kind == "footnote" else ""
    assert page.context["returned"].unmatched == [f"{place}Note: Voir l’annexe."]
    assert page.context["proposals"] == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04 not a zip",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"Code;Mark\n",
    ],
)
def test_another_file_is_refused_in_words_and_nothing_is_kept(signed_in, translation, content):
    page = back(signed_in, translation, content)

    assert page.context["form"].errors["file"]
    assert not TranslationReturn.objects.exists()


def test_the_file_of_another_translation_is_refused(signed_in, translation, organiser, source):
    other = Brief.objects.get(pk=source.pk)
    blocks = [block for block in blocks_of(begin_translation(other, language="es", by=organiser))]
    content = word_of(translation, [block for block in blocks if block.key == "nothing"])

    with pytest.raises(UnreadableFile):
        read_return(content, translation)


@given(st.lists(st.text(alphabet="ab \n", max_size=40_000), max_size=3))
def test_a_long_text_is_cut_into_cells_and_comes_together_again(paragraphs):
    text = "\n\n".join(one.strip() for one in paragraphs if one.strip())

    pieces = pieces_of(text)

    assert max(map(len, pieces)) <= 30_000
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_the_page_costs_the_same_for_more_findings(
    signed_in, translation, project, django_assert_num_queries
):
    for order in range(3):
        finding = project.findings.create(title=f"Found {order}", text="Text", order=order)
        translation.translation_of.brief_findings.create(finding=finding, order=order + 5)

    with django_assert_num_queries(15):
        signed_in.get(reverse("briefs:translation_detail", args=[translation.slug]))


def published(brief, organiser):
    edition = make_edition(brief, by=organiser)
    publish_edition(edition, by=organiser)
    return edition


def test_an_edition_leads_to_those_in_other_languages_also_when_it_is_withdrawn(
    client, source, translation, organiser
):
    ours = published(source, organiser)
    theirs = published(Brief.objects.get(pk=translation.pk), organiser)
    withdraw_edition(theirs, by=organiser, reason="A word was wrong.")

    pages = [
        client.get(reverse("briefs:edition_detail", args=[one.brief.slug, 1]))
        for one in (ours, theirs)
    ]

    assert [page.context["languages"] for page in pages] == [[], [ours]]
    assert reverse("briefs:edition_detail", args=[source.slug, 1]) in pages[1].content.decode()


def test_titles_of_workshops_and_pathways_are_translated_or_said_to_be_of_the_source(
    signed_in, source, translation
):
    workshop = source.workshops.get(title="First workshop")
    say(signed_in, translation, f"workshop-{workshop.slug}", "Atelier de Suva")
    code = source.project.framework.pathways.order_by("order").first().code.lower()
    say(signed_in, translation, f"pathway-{code}", "Des cibles dans chaque plan")

    document = build_brief(translation, as_of=timezone.now())
    html = brief_html(document, for_print=False)

    assert document.workshops[0].title == "Atelier de Suva"
    first, second = document.matrix.rows[:2]
    assert (first.title, first.language) == ("Des cibles dans chaque plan", "")
    assert second.language == "en"
    assert f'<bdi lang="en">{second.title}' in html
    assert "pas encore traduits" in html
    assert not build_brief(source, as_of=timezone.now()).has_titles_of_source


def test_an_arabic_edition_runs_from_the_right(source, organiser):
    arabic = begin_translation(source, language="ar", by=organiser)

    edition = make_edition(arabic, by=organiser)

    assert edition.content["source_language"] == "en"
    html = brief_html(build_brief(arabic, as_of=timezone.now()), for_print=False)
    assert 'lang="ar" dir="rtl"' in html


def test_who_makes_an_edition_is_told_what_is_not_translated(signed_in, translation, source):
    say(signed_in, translation, "section-context", FRENCH)
    source.sections.filter(key="context").update(text="Another text.")
    left = sum(block.status == Status.MISSING for block in blocks_of(translation))

    address = reverse("briefs:edition_make", args=[translation.slug])
    answer = signed_in.post(address, follow=True)

    assert [str(message) for message in answer.context["messages"]][-2:] == [
        f"{left} texts are not translated and stand in the language of the source.",
        "The source of 1 text has changed since it was translated.",
    ]
