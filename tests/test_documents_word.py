import datetime
import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from documents.word import Column, Paper, Picture, Span, Table
from tests.word_documents import back, new_document


def opened(document):
    return docx.Document(io.BytesIO(document.to_bytes()))


@pytest.mark.parametrize(
    "text",
    [
        "A **bold**, *italic*, ***both***, ~~struck~~ word and `code`.",
        "A [link](https://example.org/a?b=1) and [mail](mailto:a@example.org)",
        "## Head\n\nText\n\n### Below\n\nMore",
        "- one\n- two\n    - nested\n- three",
        "1. first\n1. second",
        "> said by somebody",
        "| Kind | Amount |\n| --- | --: |\n| Cost | 1,000 |\n| a\\|b |  |",
        "```\nas   typed\n  so\n```",
        "خطة التعافي **لمدينة** سوفا",
        "one line\\\nand the next",
        "1\\. not a list\n\n\\- nor this\n\n\\## nor a heading\n\n\\---",
        "2 \\* 3, a\\_b, \\[no link\\]",
        "",
    ],
)
def test_markdown_comes_back_as_it_went(text):
    assert back(text) == text


@given(st.text(alphabet="ab \n*_~`-+#>|:=1.)[]<&;\\é\u0645\x00", max_size=40) | st.text())
def test_any_text_is_written_and_what_came_back_comes_back_again(text):
    once = back(text)

    assert back(once) == once


def test_links_lead_to_the_web_and_to_mail_only():
    document = new_document()
    document.add_paragraph([Span("a", link="javascript:alert(1)"), Span("b", link="file:///etc")])
    document.add_markdown(
        "[c](javascript:alert(1)) <script>alert(1)</script> ![d](https://e.org/f)"
    )

    part = opened(document).part

    assert [one.target_ref for one in part.rels.values() if one.is_external] == ["https://e.org/f"]


def test_the_same_content_makes_the_same_bytes():
    def made():
        document = new_document(head="Head", foot="Foot", mark="DRAFT")
        document.add_title("Title")
        document.add_contents("Contents")
        document.add_heading("One")
        document.add_block("one", "- a\n- b")
        return document.to_bytes()

    assert made() == made()


def test_a_file_says_what_it_is_and_not_when_it_was_packed():
    saved = opened(new_document())

    properties = saved.core_properties
    assert properties.title == "Recovery plan of Suva"
    assert properties.author == properties.last_modified_by == "Regional commission"
    assert properties.language == "en"
    assert properties.keywords == "recovery, Suva"
    assert properties.created == datetime.datetime(2026, 5, 1, 10, 32, tzinfo=datetime.UTC)
    with zipfile.ZipFile(io.BytesIO(new_document().to_bytes())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_headings_paragraphs_and_lists_have_real_styles():
    document = new_document()
    document.add_title("Title", "Below it")
    document.add_heading("Chapter", 1)
    document.add_paragraph("Text")
    document.add_list(["a", "b"], is_numbered=True)
    document.add_paragraph("Said", style="Quote")

    styles = [(one.style.name, one.text) for one in opened(document).paragraphs]

    assert styles == [
        ("Title", "Title"), ("Subtitle", "Below it"), ("Heading 1", "Chapter"),
        ("Body Text", "Text"), ("List Number", "a"), ("List Number", "b"), ("Quote", "Said"),
    ]  # fmt: skip


def test_each_numbered_list_begins_anew():
    document = new_document()
    document.add_list(["a"], is_numbered=True)
    document.add_list(["b"], is_numbered=True)

    first, second = opened(document).paragraphs

    assert first._p.pPr.numPr.numId.val != second._p.pPr.numPr.numId.val


def test_a_table_repeats_its_head_and_says_what_it_shows():
    document = new_document()
    document.add_table(
        Table(
            caption="Money",
            columns=[Column("Kind"), Column("Amount", is_number=True)],
            rows=[["Cost", "1,000"], ["Secured"]],
            description="Kinds of money and their amounts",
        )
    )

    saved = opened(document)
    table = saved.tables[0]

    assert saved.paragraphs[0].style.name == "Caption"
    assert saved.paragraphs[0].text == "Table . Money"  # python-docx leaves fields out: the 1
    assert table.style.name == "Ruled Table"
    assert [len(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows] == [1, 0, 0]
    assert [len(row._tr.xpath("w:trPr/w:cantSplit")) for row in table.rows] == [1, 1, 1]
    description = table._tbl.tblPr.find(qn("w:tblDescription"))
    assert description.get(qn("w:val")) == "Kinds of money and their amounts"
    assert [cell.text for cell in table.rows[2].cells] == ["Secured", ""]


def test_a_picture_has_an_alternative_text():
    drawn = io.BytesIO()
    Image.new("RGB", (30, 10)).save(drawn, "PNG")
    document = new_document()
    document.add_picture(Picture(drawn.getvalue(), "A bar of three parts", width_mm=100))

    picture = opened(document).inline_shapes[0]

    assert picture._inline.docPr.get("descr") == "A bar of three parts"
    assert round(picture.width.mm) == 100


def test_right_to_left_text_says_so_in_paragraph_and_run():
    document = new_document()
    document.add_paragraph([Span("خطة ", language="ar"), Span("UN")])
    document.add_paragraph("Suva خطة")

    first, second = opened(document).paragraphs

    assert len(first._p.xpath("w:pPr/w:bidi")) == 1
    assert [len(run._r.xpath("w:rPr/w:rtl")) for run in first.runs] == [1, 0]
    assert first.runs[0]._r.xpath("w:rPr/w:lang/@w:bidi") == ["ar"]
    assert len(second._p.xpath("w:pPr/w:bidi")) == 0


def test_notes_stand_in_their_own_part():
    document = new_document()
    document.add_paragraph(
        [Span("Text", note=[Span("See "), Span("a", link="https://example.org")])]
    )

    with zipfile.ZipFile(io.BytesIO(document.to_bytes())) as archive:
        notes = archive.read("word/footnotes.xml").decode()

    assert "See " in notes
    assert opened(document).paragraphs[0]._p.xpath(".//w:footnoteReference/@w:id") == ["1"]


@pytest.mark.parametrize(("paper", "width"), [(Paper.A4, 210), (Paper.LETTER, 216)])
def test_paper_heads_feet_and_the_mark_of_a_draft(paper, width):
    document = new_document(paper=paper, head="Running head", foot="Reviewed", mark="DRAFT")
    document.add_paragraph("Text")

    section = opened(document).sections[0]

    assert round(section.page_width.mm) == width
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Running head"
    assert section.footer.paragraphs[0].text.startswith("Reviewed\tPage ")
    for header in (section.header, section.first_page_header):
        assert 'string="DRAFT"' in header._element.xml


def test_a_wide_section_is_turned_and_the_next_is_not():
    document = new_document()
    document.add_paragraph("Before")
    with document.wide():
        document.add_table(Table(columns=[Column("a")], rows=[]))
    document.add_paragraph("After")

    sections = opened(document).sections

    assert [section.page_width > section.page_height for section in sections] == [
        False, True, False,
    ]  # fmt: skip
    assert [section.footer.is_linked_to_previous for section in sections] == [False] * 3


def test_contents_list_the_headings_that_follow_as_links():
    document = new_document()
    document.add_contents("Contents")
    document.add_heading("One", 1)
    document.add_heading("Below", 2)
    document.add_heading("Deeper", 3)

    links = opened(document).element.body.xpath(".//w:hyperlink")

    assert ["".join(link.xpath(".//w:t/text()")) for link in links] == ["One", "Below"]
    assert [link.get(qn("w:anchor")) for link in links] == ["_Toc00000001", "_Toc00000002"]
