"""What a country or area is called in the language of the page."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language, pgettext

from cities.models import Country


def country_name(country: Country) -> str:
    """As the United Nations call it where our catalogue says so, else as CLDR does.

    Our catalogues hold the names that CLDR has otherwise than the United Nations.
    """
    language = get_language() or "en"
    ours = pgettext("country", country.name)
    if language == "en" or ours != country.name:
        return ours
    names = Locale.parse(language, sep="-").territories
    return str(names.get(country.alpha2, country.name))
