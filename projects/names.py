"""Names as keys for comparing. What people typed is never changed by any of this."""

import unicodedata

INVISIBLE = {"Cf", "Cc"}
KEY_LENGTH = 300
# Scripts whose marks are accents. In others (Thai, Devanagari, Khmer, Arabic, …) the marks are
# vowels, and taking them away would make one person of two.
ACCENTED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


def name_key(name: str) -> str:
    """The name for *is it the same?*: NFC, casefolded, no invisible signs, single spaces."""
    if name.isascii() and name.isprintable():  # most names, ten times faster
        return " ".join(name.casefold().split())
    visible = "".join(
        letter for letter in unicodedata.normalize("NFC", name)
        if unicodedata.category(letter) not in INVISIBLE or letter.isspace()
    )  # fmt: skip
    return " ".join(unicodedata.normalize("NFC", visible.casefold()).split())


def search_key(name: str) -> str:
    """The name for *search without accents*: as name_key, Latin, Greek, Cyrillic unaccented."""
    return unaccented(name_key(name))


def unaccented(key: str) -> str:
    if key.isascii():
        return key
    letters: list[str] = []
    base = ""
    for letter in unicodedata.normalize("NFD", key):
        if unicodedata.combining(letter) and base.startswith(ACCENTED_SCRIPTS):
            continue
        if not unicodedata.combining(letter):
            base = unicodedata.name(letter, "")
        letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters)).replace("đ", "d").replace("ø", "o")


def organisation_key(name: str) -> str:
    """The key of an organisation's name; cut to the column: casefolding may lengthen it."""
    return name_key(name)[:KEY_LENGTH]
