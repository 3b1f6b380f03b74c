"""Reading a Word file that comes back: blocks, remarks, and what is refused."""

import io
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.marks import Said
from documents.word import (
    BoxLook,
    NotAWordFile,
    SaidMark,
    Span,
    WordComment,
    mark_name,
    read_blocks,
    read_word,
    sign,
)
from tests.word_documents import CONTENT_TYPE, new_document
from tests.word_files import as_libreoffice_saves_it, without_controls


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


@pytest.mark.parametrize(
    ("content", "words"),
    [("<w:p/>" * 6001, "6001 paragraphs.*at most 6000"), ("<w:r/>" * 250_000, "too large")],
)
def test_a_file_that_would_take_long_to_read_is_refused_in_words(content, words):
    document = docx.Document()
    saved, made = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = old.read(name)
            if name == "word/document.xml":
                xml = xml.replace(b"<w:sectPr", content.encode() + b"<w:sectPr")
            new.writestr(name, xml)

    with pytest.raises(NotAWordFile, match=words):
        read_word(made.getvalue())


def test_the_rows_of_a_table_within_a_table_are_read_once():
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "before"
    outer.cell(0, 1).add_table(1, 2).cell(0, 0).text = "within"
    saved = io.BytesIO()
    document.save(saved)

    assert read_word(saved.getvalue()).unmatched[0].count("within") == 1


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
