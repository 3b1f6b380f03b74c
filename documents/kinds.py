"""What a file is, told by its content: neither its name nor what the browser says is believed."""

from __future__ import annotations

import codecs
import zipfile
from enum import StrEnum
from typing import IO, Any

HEAD = 4096
UTF_16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Kind(StrEnum):
    CSV = "csv"  # any plain text
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    PICTURE = "picture"  # another kind of picture
    MARKUP = "markup"  # HTML, SVG or XML, whatever it is called
    LOCKED = "locked"  # an office file under a password
    ARCHIVE = "archive"
    DAMAGED = "damaged"
    EMPTY = "empty"
    UNKNOWN = "unknown"


MAGIC = [
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"GIF8", Kind.PICTURE),
    (b"BM", Kind.PICTURE),
    (b"II*\x00", Kind.PICTURE),
    (b"MM\x00*", Kind.PICTURE),
    (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
]
ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP_BEGINS = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<table", b"<meta")


def kind_of(file: IO[bytes]) -> Kind:
    """The kind of the file, which is left at its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(ZIP):
        kind = kind_of_zip(file)
    elif head.startswith(COMPOUND):
        kind = kind_of_compound(file)
    else:
        kind = kind_of_head(head)
    file.seek(0)
    return kind


def kind_of_head(head: bytes) -> Kind:
    if not head:
        return Kind.EMPTY
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        return Kind.PICTURE
    if head.removeprefix(codecs.BOM_UTF8).lstrip()[:9].lower().startswith(MARKUP_BEGINS):
        return Kind.MARKUP
    return Kind.CSV if looks_like_text(head) else Kind.UNKNOWN


def looks_like_text(head: bytes) -> bool:
    """Stated by its first bytes, or without control characters (in UTF-16 half are noughts)."""
    if head.startswith((codecs.BOM_UTF8, *UTF_16_BOMS)) or looks_like_utf_16(head):
        return True
    return not any(byte < 9 or 13 < byte < 27 for byte in head)


def looks_like_utf_16(head: bytes) -> bool:
    pairs = len(head) // 2
    if pairs == 0:
        return False
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return (even > pairs * 0.4 and odd == 0) or (odd > pairs * 0.4 and even == 0)


def kind_of_zip(file: IO[bytes]) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            return kind_of_archive(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Kind.DAMAGED


def kind_of_archive(archive: zipfile.ZipFile) -> Kind:
    names: Any = archive.NameToInfo
    if any(info.flag_bits & 1 for info in names.values()):
        return Kind.LOCKED
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "word/document.xml" in names:
        return Kind.DOCX
    first = next(iter(names.values()), None)
    if first is not None and first.filename == "mimetype" and first.file_size < 100:
        with archive.open(first) as stated:
            if stated.read(100).startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
                return Kind.ODS
    return Kind.ARCHIVE


def kind_of_compound(file: IO[bytes]) -> Kind:
    """An old Excel file, or a new one under a password: both are compound files."""
    file.seek(0)
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Kind.LOCKED
    is_workbook = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
    return Kind.XLS if is_workbook else Kind.UNKNOWN
