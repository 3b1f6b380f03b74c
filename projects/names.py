"""Names as keys for comparing. What people typed is never changed by any of this."""

import unicodedata

INVISIBLE = {"Cf", "Cc"}
KEY_LENGTH = 300


def name_key(name: str) -> str:
    """The name for *is it the same?*: NFC, casefolded, no invisible signs, single spaces."""
    if name.isascii() and name.isprintable():  # most names, ten times faster
        return " ".join(name.casefold().split())
    visible = "".join(
        letter for letter in unicodedata.normalize("NFC", name)
        if unicodedata.category(letter) not in INVISIBLE or letter.isspace()
    )  # fmt: skip
    return " ".join(unicodedata.normalize("NFC", visible.casefold()).split())


def organisation_key(name: str) -> str:
    """The key of an organisation's name; cut to the column: casefolding may lengthen it."""
    return name_key(name)[:KEY_LENGTH]
