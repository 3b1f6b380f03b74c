"""Word files as people send them back: somebody's edits typed into the file that went out."""

import io

import docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from briefs.document import BriefDocument
from briefs.word import brief_word
from documents.word import mark_name


def sent(edition, **options):
    return brief_word(BriefDocument.from_json(edition.content), edition, is_draft=True, **options)


def edited(content, edits=(), *, marks=(), also=None):
    """`edits`: words → other words, in every run. `marks`: how it was typed → what it says now."""
    saved = docx.Document(io.BytesIO(content))
    for text in saved.element.body.iter(qn("w:t")):
        for before, after in dict(edits).items():
            text.text = (text.text or "").replace(before, after)
    for control in saved.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        for typed, after in dict(marks).items():
            if tag is not None and tag.get(qn("w:val")) == mark_name(typed):
                next(control.iter(qn("w:t"))).text = after
    if also:
        also(saved)
    changed = io.BytesIO()
    saved.save(changed)
    return changed.getvalue()


def typed_over(typed, after):
    """As Word leaves it where a marked figure was selected, with its mark, and typed over."""

    def change(saved):
        for control in list(saved.element.body.iter(qn("w:sdt"))):
            tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
            if tag is None or tag.get(qn("w:val")) != mark_name(typed):
                continue
            paragraph = control.getparent()
            run = OxmlElement("w:r")
            run.append(OxmlElement("w:t"))
            run[0].text = after
            start = control.getprevious()
            end = next(
                one for one in paragraph.iter(qn("w:bookmarkEnd"))
                if one.get(qn("w:id")) == start.get(qn("w:id"))
            )  # fmt: skip
            control.addprevious(run)
            for gone in (start, control, end):
                paragraph.remove(gone)

    return change


NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"


def with_note(where, words, *, kind="footnote"):
    """Word's own note, called after the first run that says `where`."""

    def change(saved):
        relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
        notes = [one for one in saved.part.rels.values() if one.reltype == relation]
        if notes:
            part = notes[0].target_part
        else:
            part = Part(PackURI(f"/word/{kind}s.xml"), NOTES.format(kind=kind), b"",
                        saved.part.package)  # fmt: skip
            saved.part.relate_to(part, relation)
        root = parse_xml(part.blob or f"<w:{kind}s {nsdecls('w')}/>")
        run_of_words = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
        root.append(parse_xml(f'<w:{kind} {nsdecls("w")} w:id="77">{run_of_words}</w:{kind}>'))
        part._blob = etree.tostring(root)
        run = next(one for one in saved.element.body.iter(qn("w:r")) if where in one.text)
        run.addnext(parse_xml(
            f'<w:r {nsdecls("w")}><w:{kind}Reference w:id="77"/></w:r>'
        ))  # fmt: skip

    return change


def with_paragraph(text):
    def change(saved):
        saved.add_paragraph(text)

    return change


def without_controls(content):
    saved = docx.Document(io.BytesIO(content))
    for control in list(saved.element.body.iter(qn("w:sdt"))):
        for inner in control.find(qn("w:sdtContent")):
            control.addprevious(inner)
        control.getparent().remove(control)
    changed = io.BytesIO()
    saved.save(changed)
    return changed.getvalue()


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
