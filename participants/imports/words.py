"""What people write in a cell for an answer that has a list. Nothing beyond these is guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from participants.imports.headings import heading_key
from participants.models import Registration
from projects.models import Gender, Language, Organisation

GENDER_WORDS: dict[str, tuple[str, ...]] = {
    Gender.FEMALE: ("female", "f", "woman", "femme", "feminin", "femenino", "mujer", "ж", "жен",
                    "женский", "женщина", "انثى", "امراة", "nu"),
    Gender.MALE: ("male", "m", "man", "homme", "masculin", "masculino", "hombre", "м", "муж",
                  "мужской", "мужчина", "ذكر", "رجل", "nam"),
    Gender.ANOTHER: ("another", "other", "another in own words", "autre", "otro", "другой"),
    Gender.UNDISCLOSED: ("prefers not to say", "prefer not to say", "not disclosed", "undisclosed"),
}  # fmt: skip

ROLE_WORDS: dict[str, tuple[str, ...]] = {
    Registration.Role.PARTICIPANT: ("participant", "delegate", "participante", "участник", "مشارك"),
    Registration.Role.OBSERVER: ("observer", "observateur", "observador", "наблюдатель", "مراقب"),
    Registration.Role.SPEAKER: ("speaker", "panelist", "panellist", "orador", "ponente",
                                "докладчик", "متحدث"),
    Registration.Role.RESOURCE_PERSON: ("resource person", "expert", "experto", "эксперт", "خبير"),
    Registration.Role.FACILITATOR: ("facilitator", "moderator", "facilitador", "ميسر"),
    Registration.Role.ORGANISER: ("organiser", "organizer", "organizador", "организатор", "منظم"),
    Registration.Role.SUPPORT: ("support staff", "support", "staff", "interpreter"),
}  # fmt: skip


# What offices write where nothing is known. Whether a cell means that is asked, never concluded.
NOTHING_WORDS = {
    "null", "n a", "na", "nil", "none", "no", "not available", "not applicable", "unknown", "tbc",
    "tbd", "ref", "value", "name", "div 0", "нет", "нет данных", "لا يوجد", "ninguno", "aucun",
}  # fmt: skip
SPANISH = {"sexo", "genero"}
LONGEST = max(map(len, NOTHING_WORDS)) + 4  # with signs around it
NAMES = ("full_name", "sort_name", "certificate_name")


def word_key(text: str) -> str:
    """The word for comparing: as headings are compared; of signs alone, the signs."""
    return heading_key(text) or text.strip().casefold()


def means_nothing(field: str, text: str) -> bool:
    """Whether a cell may stand for an empty one. Null is a surname, NULL is a database's word."""
    if len(text) > LONGEST:
        return False
    if field in NAMES:
        return text == "NULL" or text.startswith("#")
    words = re.findall(r"\w+", text.casefold())
    return not words or " ".join(words) in NOTHING_WORDS


def words_of(extra: dict[str, tuple[str, ...]], choices: list[tuple[str, str]]) -> dict[str, str]:
    """Word → value: each choice by its value and label, and the further words."""
    words = {heading_key(str(label)): value for value, label in choices}
    words |= {heading_key(value): value for value, _label in choices}
    words |= {heading_key(word): value for value, known in extra.items() for word in known}
    return words


def choice_words(gender_answers: Collection[str]) -> dict[str, dict[str, str]]:
    """For every field with a list: what each word means. Built once for a file.

    A gender that the project does not offer is a question, whatever word says it.
    """
    further = {"gender": GENDER_WORDS, "role": ROLE_WORDS}
    words = {
        field: words_of(further.get(field, {}), labels) for field, labels in choice_labels().items()
    }
    words["gender"] = {
        word: value for word, value in words["gender"].items() if value in gender_answers
    }
    return words


def speaks_of_hombres(heading: str, words: Iterable[str]) -> bool:
    """Whether H stands for men in a column, so that M may stand for *mujer* as well as for *male*.

    Then M is asked: taken for men, it would turn every woman of a Spanish list into one.
    """
    letters = heading_key(heading).split()
    if "h" in letters or (SPANISH & set(letters) and "f" not in letters):
        return True
    return any(word_key(word) == "h" for word in words)


def choice_labels() -> dict[str, list[tuple[str, str]]]:
    """The answers of every field that has a list, with their labels."""
    choices = {
        "gender": Gender.choices,
        "role": Registration.Role.choices,
        "state": Registration.State.choices,
        "mode": Registration.Mode.choices,
        "attendance": Registration.Attendance.choices,
        "organisation_kind": Organisation.Kind.choices,
        "language": Language.choices,
    }
    return {field: [(value, str(label)) for value, label in of] for field, of in choices.items()}
