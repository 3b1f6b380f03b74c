import datetime
import io
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from documents.marks import Said
from documents.word import (
    BoxLook,
    Column,
    NotAWordFile,
    Paper,
    Picture,
    Properties,
    SaidMark,
    Span,
    Table,
    WordComment,
    WordDocument,
    mark_name,
    read_blocks,
    read_word,
    sign,
)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

PROPERTIES = Properties(
    title="Recovery plan of Suva",
    author="Regional commission",
    language="en",
    made_at=datetime.datetime(2026, 5, 1, 10, 32, tzinfo=datetime.UTC),
    keywords=["recovery", "Suva"],
)


def new_document(**options):
    return WordDocument(PROPERTIES, **options)


def opened(document):
    return docx.Document(io.BytesIO(document.to_bytes()))


def back(text):
    """A block as it comes back from the file it was written into."""
    document = new_document()
    document.add_block("said", text)
    return read_blocks(document.to_bytes())["said"]


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


def test_text_in_no_block_is_listed():
    document = new_document()
    document.add_paragraph("Before")
    with document.block("one", label="First"):
        document.add_heading("Head", 2)
        document.add_paragraph("Inside")
    document.add_block("two", "")
    document.add_paragraph("After")

    text = read_word(document.to_bytes())

    assert text.blocks == {"one": "## Head\n\nInside", "two": ""}
    assert text.unmatched == ("Before", "After")


def test_without_its_controls_a_block_is_found_by_its_bookmark():
    document = new_document()
    document.add_paragraph("Before")
    document.add_block("one", "A\n\n| a |\n| --- |\n| b |\n\nZ")
    document.add_paragraph("After")

    text = read_word(without_controls(document.to_bytes()))

    assert text.blocks == {"one": "A\n\n| a |\n| --- |\n| b |\n\nZ"}
    assert text.unmatched == ("Before", "After")


def without_controls(content):
    saved = docx.Document(io.BytesIO(content))
    for control in list(saved.element.body.iter(qn("w:sdt"))):
        for inner in control.find(qn("w:sdtContent")):
            control.addprevious(inner)
        control.getparent().remove(control)
    changed = io.BytesIO()
    saved.save(changed)
    return changed.getvalue()


def test_tracked_insertions_count_and_deletions_do_not():
    document = new_document()
    document.add_block("one", "kept")
    saved = docx.Document(io.BytesIO(document.to_bytes()))
    run = next(saved.element.body.iter(qn("w:t"))).getparent()
    for kind, text in (("ins", " more"), ("del", " less")):
        change = run.makeelement(qn(f"w:{kind}"), {})
        inner = run.makeelement(qn("w:r"), {})
        words = run.makeelement(qn("w:t"), {})
        words.text = text
        inner.append(words)
        change.append(inner)
        run.addnext(change)
    changed = io.BytesIO()
    saved.save(changed)

    assert read_blocks(changed.getvalue()) == {"one": "kept more"}


@pytest.mark.parametrize("block_id", ["", "1st", "a_b", "a" * 38, "again"])
def test_a_block_id_is_short_plain_and_given_once(block_id):
    document = new_document()
    document.add_block("again", "")

    with pytest.raises(ValueError, match="Not a new block id"):
        document.add_block(block_id, "")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"{\\rtf1}"])
def test_another_file_is_refused_in_words(content):
    with pytest.raises(NotAWordFile, match="not a Word file"):
        read_word(content)


def test_a_file_that_unpacks_to_too_much_is_not_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 21 * 1024 * 1024)

    with pytest.raises(NotAWordFile, match="too large"):
        read_word(packed.getvalue())


def look_up(mark):
    return Said("19 (11/8)") if mark.kind == "figure" else Said("Table 2", "#table-people")


def with_everything():
    document = new_document()
    with document.box(BoxLook(fill="EEF3F7")):
        document.add_block("boxed", "- a\n- b")
    document.add_block(
        "one", "Of [[figure:people]] here[^n], see [[see:table-people]].\n\n| a |\n| --- |\n\n"
        "[^n]: What *counts*.", look_up=look_up,
    )  # fmt: skip
    document.add_paragraph([Span("19 (11/8)", mark="[[figure:people]]"), Span(" people")])
    return document.to_bytes()


def as_libreoffice_saves_it(content):
    """It forgets the tags of controls, moves bookmarks into them, ends a note's before the note."""
    saved = docx.Document(io.BytesIO(content))
    body = saved.element.body
    for control in body.iter(qn("w:sdt")):
        for tag in control.findall(f"{qn('w:sdtPr')}/{qn('w:tag')}"):
            tag.getparent().remove(tag)
        start = control.getprevious()
        if start is not None and start.tag == qn("w:bookmarkStart"):
            control.find(qn("w:sdtContent")).insert(0, start)
    for call in list(body.iter(qn("w:footnoteReference"))):
        call.getparent().addprevious(call.getparent().getnext())
    changed = io.BytesIO()
    saved.save(changed)
    return changed.getvalue()


@pytest.mark.parametrize("saved", [bytes, as_libreoffice_saves_it, without_controls])
def test_what_stood_for_something_is_found_again_whoever_saved_the_file(saved):
    text = read_word(saved(with_everything()))

    figure, note, see = (mark_name(typed) for typed in (
        "[[figure:people]]", "[^n]", "[[see:table-people]]",
    ))  # fmt: skip
    assert text.blocks == {
        "boxed": "- a\n- b",
        "one": f"Of {sign(0)} here{sign(1)}, see {sign(2)}.\n\n| a |\n| --- |",
    }
    assert text.marks == (
        SaidMark(figure, "19 (11/8)"), SaidMark(note, "What counts.", is_note=True),
        SaidMark(see, "Table 2"), SaidMark(figure, "19 (11/8)"),
    )  # fmt: skip
    assert (text.unmatched, text.beside) == ((f"{sign(3)} people",), ("one",))


COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:comment w:id="0" w:author="Legal unit"><w:p><w:r><w:t>Who says so?</w:t></w:r></w:p>'
    "</w:comment></w:comments>"
)


def test_comments_and_tracked_joins_are_read():
    document = new_document()
    document.add_block("one", "first\n\nsecond")
    saved = docx.Document(io.BytesIO(document.to_bytes()))
    first = next(saved.element.body.iter(qn("w:p")))
    first.append(OxmlElement("w:r"))
    first[-1].append(OxmlElement("w:commentReference", attrs={qn("w:id"): "0"}))
    mark = OxmlElement("w:rPr")
    mark.append(OxmlElement("w:del"))
    first.pPr.append(mark)
    part = Part(
        PackURI("/word/comments.xml"), f"{CONTENT_TYPE}.comments+xml", COMMENTS.encode(),
        saved.part.package,
    )  # fmt: skip
    saved.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)
    changed = io.BytesIO()
    saved.save(changed)

    text = read_word(changed.getvalue())

    assert text.blocks == {"one": "firstsecond"}
    assert text.tracked == 1
    assert text.comments == (WordComment("Legal unit", "Who says so?", "firstsecond", "one"),)


def test_a_file_with_macros_is_refused():
    changed = io.BytesIO(new_document().to_bytes())
    with zipfile.ZipFile(changed, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")

    with pytest.raises(NotAWordFile, match="macros"):
        read_word(changed.getvalue())
