"""Notes, figures and references in a text: by name, and never compiled."""

import io

import docx
import pytest
from django.utils import timezone
from docx.oxml.ns import qn

from documents.dialect import new_parser
from documents.marks import Called, Mark, Said, called_in
from documents.word.document import Properties, WordDocument
from writing.markdown import Marks, render_markdown

TWO = "One[^a] and two[^b], one again[^a].\n\n[^a]: The *first*\n  goes on.\n[^b]: The second."
SAID = {"plans": Said("3 of 4", "/where/"), "gone": Said("[[figure:gone]]", is_broken=True)}


def look_up(mark):
    return SAID.get(mark.name)


def test_notes_of_a_text_alone_stand_at_its_end():
    assert render_markdown(TWO) == (
        '<p dir="auto">One<sup class="call">1</sup> and two<sup class="call">2</sup>, one again'
        '<sup class="call">1</sup>.</p>\n<ol class="notes" start="1" dir="auto">'
        '<li dir="auto">The <em>first</em> goes on.</li>\n<li dir="auto">The second.</li></ol>'
    )


def test_notes_of_a_document_are_numbered_through_and_lead_there_and_back():
    marks = Marks(has_links=True, notes=4)

    html = render_markdown("A call[^x].\n\n[^x]: A note.", marks)

    assert html == (
        '<p dir="auto">A call<sup class="call"><a href="#note-5" id="call-5" role="doc-noteref" '
        'rel="noopener">5</a></sup>.</p>\n<ol class="notes" start="5" dir="auto">'
        '<li id="note-5" dir="auto">A note. <a href="#call-5" role="doc-backlink" '
        'aria-label="Back to the call of note 5" rel="noopener">↩</a></li></ol>'
    )
    assert marks.notes == 5


def test_notes_of_a_printed_page_stand_in_their_text_for_it_to_take_them():
    html = render_markdown(TWO, Marks(has_page_notes=True))

    assert html == (
        '<p dir="auto">One<span class="fn">The <em>first</em> goes on.</span> and two'
        '<span class="fn">The second.</span>, one again<sup class="call">1</sup>.</p>\n'
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[figure:plans]]", '<a href="/where/" class="figure" rel="noopener">3 of 4</a>'),
        ("[[ figure: Plans ]]", '<a href="/where/" class="figure" rel="noopener">3 of 4</a>'),
        ("**[[figure:plans]]**",
         '<strong><a href="/where/" class="figure" rel="noopener">3 of 4</a></strong>'),
        ("[[figure:gone]]", "<mark>[[figure:gone]]</mark>"),
        ("[[see:nobody-says]]", "[[see:nobody-says]]"),
        ("`[[figure:plans]]`", "<code>[[figure:plans]]</code>"),
        ("\\[[figure:plans]]", "[[figure:plans]]"),
        ("[[figure:a|b]] [[other:plans]] [[figure:]]",
         "[[figure:a|b]] [[other:plans]] [[figure:]]"),
        ("[^nobody] [^a b]", "[^nobody] [^a b]"),
        ("{{ plans }} {% now 'Y' %} {plans} %(plans)s ${plans}",
         "{{ plans }} {% now 'Y' %} {plans} %(plans)s ${plans}"),
    ],
)  # fmt: skip
def test_a_mark_is_what_the_document_says_and_all_else_is_as_typed(text, words):
    assert render_markdown(text, Marks(look_up)) == f'<p dir="auto">{words}</p>\n'


def test_what_a_name_stands_for_is_text():
    html = render_markdown("[[see:x]]", Marks(lambda mark: Said("<b>&", 'javascript:"')))

    assert html == '<p dir="auto"><a rel="noopener">&lt;b&gt;&amp;</a></p>\n'


def test_a_note_that_calls_itself_ends():
    html = render_markdown("A[^x].\n\n[^x]: Again[^x] and [[figure:plans]].", Marks(look_up))

    assert "Again[^x] and" in html
    assert "3 of 4" in html


def test_what_a_text_calls_in_is_told():
    text = "[[figure:plans]] [^a] [^lost] `[^code]` \n\n[^a]: [[see:x]]\n\n[^idle]: Nobody calls."

    assert called_in(text, new_parser()) == Called(
        marks=(Mark("figure", "plans"), Mark("see", "x")),
        unknown_notes=("lost",),
        uncalled_notes=("idle",),
    )


def test_word_has_the_notes_at_its_pages_foot_and_the_words_of_the_marks():
    word = WordDocument(Properties("T", "en", timezone.now()))
    word.add_markdown(f"{TWO}\n\n| A[^a] | [[figure:plans]] |\n| --- | --- |", look_up=look_up)

    made = docx.Document(io.BytesIO(word.to_bytes()))
    notes = next(part for part in made.part.package.parts if part.partname.endswith("notes.xml"))
    assert made.paragraphs[0].text == "One and two, one again."
    figure = made.tables[0].cell(0, 1)._tc  # in a control, which python-docx passes over
    assert [one.text for one in figure.iter(qn("w:t"))] == ["3 of 4"]
    assert notes.blob.count(b"<w:footnote ") == 4  # two separators, two notes
    assert made.element.xml.count("<w:footnoteReference ") == 2
