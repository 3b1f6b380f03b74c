"""Names and addresses as keys for comparing. What people typed is never changed by any of this."""

import re
import unicodedata

from projects.names import name_key as name_key
from projects.names import search_key as search_key
from projects.names import unaccented

FORMS_OF_ADDRESS = {
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "eng", "engr", "hon", "sir",
    "dato", "datuk", "mme", "mlle", "sr", "sra",
}  # fmt: skip


def likeness_key(name: str) -> str:
    """The name for *could it be the same person?*: words in any order, without forms of address.

    Two names with one key are a question to a human, never an answer.
    """
    return likeness_of(search_key(name))


def likeness_of(key: str) -> str:
    words = words_in(key)
    return " ".join(sorted(set(words) - FORMS_OF_ADDRESS) or sorted(words))


def words_in(key: str) -> list[str]:
    """Letters, their marks and numbers stay together; whatever else stands between is left out."""
    if key.isascii():  # most names, ten times faster
        return re.findall("[a-z0-9]+", key)
    apart = (letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in key)
    return "".join(apart).split()


def email_key(email: str) -> str:
    """The address for comparing: without spaces around it, casefolded."""
    return email.strip().casefold()


def keys_of(full_name: str, email: str, sort_name: str = "") -> dict[str, str]:
    """The key fields of a Person."""
    name = name_key(full_name)
    search = unaccented(name)
    return {
        "name_key": name[:200],
        "search_key": search[:400],
        "sort_key": (search_key(sort_name) if sort_name else search)[:200],
        "likeness_key": likeness_of(search)[:400],
        "email_key": email_key(email)[:254],
    }
