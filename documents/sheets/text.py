"""Tables in plain text: which encoding, which separator, which records."""

from __future__ import annotations

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
# Code pages of other scripts that offices of the regions still save in.
OTHER_SCRIPTS = ["cp1251", "cp1256", "cp874", "gb18030", "big5", "euc_kr", "shift_jis"]
WESTERN = "cp1252"


def records_of_text(content: bytes) -> tuple[Iterator[list[str]], list[str]]:
    text, remarks = decode(content)
    if "\x00" in text:
        raise UnreadableFile(_("The file is no plain text. Save the list as XLSX, ODS or CSV."))
    text, separator = stated_separator(text)
    if separator is None:
        separator = likeliest_separator(text)
    return records_in(io.StringIO(text, newline=""), separator), remarks


def decode(content: bytes) -> tuple[str, list[str]]:
    """The text, and a remark when its encoding had to be guessed."""
    encoding = stated_encoding(content)
    try:
        return content.decode(encoding), []
    except UnicodeDecodeError:
        encoding = likeliest_code_page(content)
    remark = _(
        "The file does not say how its letters are written; it was read as %(encoding)s. "
        "Check a name with an accent."
    )
    return content.decode(encoding, errors="replace"), [remark % {"encoding": encoding}]


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


def stated_separator(text: str) -> tuple[str, str | None]:
    """Excel's own first line `sep=;`, which its sheet does not show."""
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:
        return rest, first[4]
    return text, None


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


def records_in(lines: io.StringIO, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error as error:  # a cell of more than 131,072 characters: a quote never closed
        raise UnreadableFile(
            _("A quotation mark in the file is opened and never closed.")
        ) from error
