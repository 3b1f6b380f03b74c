"""The file itself: a package with our own parts, written to the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx

from documents.word.elements import part_xml

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
KEPT = {"styles", "numbering", "settings", "theme", "fontTable"}


def new_package() -> Any:
    """A document without a word, without python-docx's styles, thumbnail and custom parts."""
    document = docx.Document()
    part = document.part
    _drop_others(part)
    part._styles_part._element = part_xml("styles.xml")
    part._settings_part._element = part_xml("settings.xml")
    for child in list(part.element.body):
        part.element.body.remove(child)
    package_relations = part.package.rels
    for key in [key for key, one in package_relations.items() if "thumbnail" in one.reltype]:
        del package_relations[key]
    return document


def _drop_others(part: Any) -> None:
    relations = part.rels
    for key in [
        key for key, one in relations.items() if one.reltype.rpartition("/")[2] not in KEPT
    ]:
        del relations[key]


def packed(document: Any) -> bytes:
    """The same content makes the same bytes: entries in order, without the time of day."""
    as_saved = io.BytesIO()
    document.save(as_saved)
    made = io.BytesIO()
    with zipfile.ZipFile(as_saved) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return made.getvalue()
