"""Tables in plain text: which encoding, which separator, which records."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator

import charset_normalizer
from django.utils.translation import gettext as _

from documents.kinds import HEAD, UTF_16_BOMS, looks_like_utf_16
from documents.sheets.table import UnreadableFile

SEPARATORS = ",;\t|"
RECORDS_LOOKED_AT = 20
SAMPLE = 64 * 1024
HEAD_OF_TEXT = 256 * 1024
PIECE = 256 * 1024
# Code pages of other scripts that offices of the regions still save in.
OTHER_SCRIPTS = ["cp1251", "cp1256", "cp874", "gb18030", "big5", "euc_kr", "shift_jis"]
WESTERN = "cp1252"


def records_of_text(content: bytes) -> tuple[Iterator[list[str]], list[str]]:
    """The records as they are read on the way, and what a person should check."""
    encoding, remarks = encoding_of(content)
    head = reader_of(content, encoding).read(HEAD_OF_TEXT)
    skipped, separator = stated_separator(head)
    if separator is None:
        separator = likeliest_separator(head)
    text = reader_of(content, encoding)
    text.read(skipped)
    return records_in(text, separator), remarks


def encoding_of(content: bytes) -> tuple[str, list[str]]:
    """How the text is written, and a remark when that had to be guessed."""
    encoding = stated_encoding(content)
    try:
        check_text(content, encoding, errors="strict")
    except UnicodeDecodeError:
        encoding = likeliest_code_page(content)
        check_text(content, encoding, errors="replace")
    else:
        return encoding, []
    remark = _(
        "The file does not say how its letters are written; it was read as %(encoding)s. "
        "Check a name with an accent."
    )
    return encoding, [remark % {"encoding": encoding}]


def check_text(content: bytes, encoding: str, *, errors: str) -> None:
    """Decode it all, a piece at a time: raises UnicodeDecodeError, or UnreadableFile in words."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    for start in range(0, len(content), PIECE):
        if "\x00" in decoder.decode(content[start : start + PIECE]):
            raise UnreadableFile(_("The file is no plain text. Save the list as XLSX, ODS or CSV."))
    decoder.decode(b"", final=True)


def reader_of(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")


def stated_encoding(content: bytes) -> str:
    if content.startswith(UTF_16_BOMS):
        return "utf-16"
    if looks_like_utf_16(content[:HEAD]):
        return "utf-16-be" if content[0] == 0 else "utf-16-le"
    return "utf-8-sig"


def likeliest_code_page(content: bytes) -> str:
    sample = b"\n".join(line for line in content.splitlines() if not line.isascii())[:SAMPLE]
    if reads_as_western(sample):
        return WESTERN
    best = charset_normalizer.from_bytes(sample, cp_isolation=OTHER_SCRIPTS).best()
    return best.encoding if best else WESTERN


def reads_as_western(sample: bytes) -> bool:
    """In Latin script the letters with accents stand among plain ones; elsewhere they are alone."""
    words = re.findall(r"[^\W\d_]+", sample.decode(WESTERN, errors="replace"))
    accented = [word for word in words if not word.isascii()]
    letters = "".join(accented)
    return 2 * len(letters.encode("ascii", errors="ignore")) >= len(letters)


def stated_separator(head: str) -> tuple[int, str | None]:
    """How long Excel's own line `sep=;` is, which its sheet does not show, and what it says."""
    first, newline, _rest = head.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:
        return len(first + newline), first[4]
    return 0, None


def likeliest_separator(text: str) -> str:
    """The one that cuts the first record into most cells; then the one most records agree with."""
    return max(SEPARATORS, key=lambda separator: agreement(text, separator))


def agreement(text: str, separator: str) -> tuple[int, int]:
    with io.StringIO(text, newline="") as lines:
        records = list(
            itertools.islice(filter(None, records_in(lines, separator)), RECORDS_LOOKED_AT)
        )
    width = len(records[0]) if records else 0
    return width, sum(len(record) == width for record in records)


def records_in(lines: io.TextIOBase, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error as error:  # a cell of more than 131,072 characters: a quote never closed
        raise UnreadableFile(
            _("A quotation mark in the file is opened and never closed.")
        ) from error
