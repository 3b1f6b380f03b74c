"""Names and addresses as keys for comparing. What people typed is never changed by any of this."""

import unicodedata

from projects.names import name_key as name_key
from projects.names import search_key as search_key

FORMS_OF_ADDRESS = {
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "eng", "engr", "hon", "sir",
    "dato", "datuk", "mme", "mlle", "sr", "sra",
}  # fmt: skip


def likeness_key(name: str) -> str:
    """The name for *could it be the same person?*: words in any order, without forms of address.

    Two names with one key are a question to a human, never an answer.
    """
    apart = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in search_key(name)
    )
    words = apart.split()
    return " ".join(sorted(set(words) - FORMS_OF_ADDRESS) or sorted(words))


def email_key(email: str) -> str:
    """The address for comparing: without spaces around it, casefolded."""
    return email.strip().casefold()


def keys_of(full_name: str, email: str, sort_name: str = "") -> dict[str, str]:
    """The key fields of a Person."""
    return {
        "name_key": name_key(full_name)[:200],
        "search_key": search_key(full_name)[:400],
        "sort_key": search_key(sort_name or full_name)[:200],
        "likeness_key": likeness_key(full_name)[:400],
        "email_key": email_key(email)[:254],
    }
