"""Where a name is looked for, and when it counts as found."""

import pytest

from desk.models import PlaceToCheck
from desk.privacy.words import Words


@pytest.mark.parametrize(
    ("word", "text", "is_named"),
    [
        ("Li", "Li Wei spoke", True),
        ("Li", "Little was said", False),
        ("Quillfeather", "the QUILLFEATHER report", True),
        ("สมชาย", "คุณสมชายกล่าว", False),
        ("สมชาย ใจดี", "คุณสมชาย ใจดีกล่าว", True),
        ("Hương", "hu\u031bo\u031bng".upper(), True),
    ],
)
def test_a_short_name_counts_only_where_it_stands_alone(word, text, is_named):
    assert Words((word,)).name_in(text) is is_named


def test_nobody_is_found_by_nothing(project, plan):
    assert Words(()).name_in("anything") is False
    assert list(PlaceToCheck.objects.all()) == []
