"""Countries and areas, in the languages of the public pages."""

import pytest
from django.utils import translation

from cities.models import Country
from cities.names import country_name

pytestmark = pytest.mark.usefixtures("catalogues")


@pytest.mark.parametrize(
    ("alpha2", "english", "language", "name"),
    [
        ("FJ", "Fiji", "fr", "Fidji"),
        ("PS", "State of Palestine", "fr", "État de Palestine"),
        ("VN", "Viet Nam", "ar", "فييت نام"),
        ("TW", "Taiwan, Province of China", "es", "Taiwán, provincia de China"),
        ("KR", "Republic of Korea", "ru", "Республика Корея"),
        ("PS", "State of Palestine", "en", "State of Palestine"),
    ],
)
def test_countries_are_named_as_the_united_nations_do(alpha2, english, language, name):
    with translation.override(language):
        assert country_name(Country(alpha2=alpha2, name=english)) == name
