"""Countries and areas by what people call them. A likeness is offered, never taken."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from django.conf import settings
from rapidfuzz import fuzz, process

from cities.models import Country
from participants.names import search_key

# Everyday names beside the official ones of the list of countries.
EVERYDAY = {
    "VN": ("Vietnam",), "LA": ("Laos", "Lao PDR"), "KR": ("South Korea", "Korea"),
    "KP": ("North Korea", "DPR Korea"), "IR": ("Iran",), "RU": ("Russia",), "SY": ("Syria",),
    "BO": ("Bolivia",), "TZ": ("Tanzania",), "TR": ("Turkey",), "FM": ("Micronesia",),
    "US": ("USA", "United States"), "GB": ("UK", "United Kingdom", "Great Britain"),
    "CV": ("Cape Verde",), "CZ": ("Czech Republic",), "CI": ("Ivory Coast",),
    "SZ": ("Swaziland",), "TL": ("East Timor",), "MD": ("Moldova",), "VE": ("Venezuela",),
    "PS": ("Palestine",), "MK": ("Macedonia",), "NL": ("Netherlands", "Holland"),
    "HK": ("Hong Kong",), "MO": ("Macao", "Macau"), "CD": ("DR Congo",),
}  # fmt: skip
LIKE_ENOUGH = 75  # of 100, to be offered as *did you mean*


@dataclass(frozen=True)
class Countries:
    by_name: dict[str, Country]  # by search_key of every name and code

    def named(self, name: str) -> Country | None:
        return self.by_name.get(search_key(name.removesuffix("(the)")))

    def like(self, name: str) -> Country | None:
        best = process.extractOne(
            search_key(name), self.by_name.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
        )
        return self.by_name[best[0]] if best else None


@cache
def names_in_languages() -> dict[str, tuple[str, ...]]:
    """What CLDR calls a country in the other languages of our lists, by its code."""
    others: list[Any] = [
        Locale.parse(code).territories for code, _name in settings.LANGUAGES if code != "en"
    ]
    codes = {code for names in others for code in names}
    return {code: tuple(names[code] for names in others if code in names) for code in codes}


def known_countries() -> Countries:
    """One query, once for a file. A name in another language never takes an English one's place."""
    by_name: dict[str, Country] = {}
    countries = list(Country.objects.all())
    for country in countries:
        for name in names_in_languages().get(country.alpha2, ()):
            by_name[search_key(name)] = country
    for country in countries:
        codes = (country.alpha2, country.alpha3)
        for name in (country.name, *codes, *EVERYDAY.get(country.alpha2, ())):
            by_name[search_key(name)] = country
    return Countries(by_name)
