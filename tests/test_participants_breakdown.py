from contextlib import suppress

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from participants.breakdown import GenderBreakdown, UnreadableLine
from participants.models import Registration
from participants.report import breakdowns_by
from tests.factories import make_city, make_country, make_registration

numbers = st.integers(min_value=0, max_value=99_999_999)
breakdowns = st.builds(GenderBreakdown, numbers, numbers, numbers, numbers, numbers)


@given(breakdowns)
def test_total_is_always_the_sum(breakdown):
    assert breakdown.total == sum(breakdown.as_columns().values())
    assert breakdown.total == sum(part.value for part in breakdown.parts)


@given(women=numbers, men=numbers, rest=numbers)
def test_line_parses_back_to_the_same_value(women, men, rest):
    breakdown = GenderBreakdown(female=women, male=men, not_recorded=rest)

    assert GenderBreakdown.parse(str(breakdown)) == breakdown


@given(breakdowns)
def test_line_parses_back_to_the_same_line(breakdown):
    assert str(GenderBreakdown.parse(str(breakdown))) == str(breakdown)


SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "０１２３４５６７８９"]
SIGNS = [{}, {"(": "（", ")": "）", "/": "／", ",": "，"}, {" ": "\u00a0", ",": "،"}]


@given(breakdowns, st.sampled_from(SCRIPTS), st.sampled_from(SIGNS))
def test_line_is_read_in_the_digits_and_signs_of_any_script(breakdown, digits, signs):
    typed = str(breakdown).translate(str.maketrans("0123456789", digits))
    typed = typed.translate(str.maketrans(signs))

    assert str(GenderBreakdown.parse(typed)) == str(breakdown)


@given(breakdowns, breakdowns)
def test_adding_adds_every_part(one, other):
    together = one + other

    assert together.total == one.total + other.total
    assert together.female == one.female + other.female
    assert one + other == other + one


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with suppress(UnreadableLine):
        breakdown = GenderBreakdown.parse(text)
        assert str(GenderBreakdown.parse(str(breakdown))) == str(breakdown)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("19 (11/8)", {"male": 11, "female": 8}),
        ("Participants (M/F) : 26 (15/11)", {"male": 15, "female": 11}),
        ("Participants (M/F): 26 (15/11).", {"male": 15, "female": 11}),
        ("21 (11/8, 2 other or not stated)", {"male": 11, "female": 8, "not_recorded": 2}),
        ("0 (0/0)", {}),
        ("  19(11 / 8)\n", {"male": 11, "female": 8}),
        ("Participants\u00a0(M/F)\u00a0: 26\u202f(15/11)", {"male": 15, "female": 11}),
        ("Participants (H/F) : 26 (15/11)", {"male": 15, "female": 11}),
        ("参加者：１９（１１／８）", {"male": 11, "female": 8}),
        ("\u200f١٩ (١١/٨، ٠ غير ذلك)\u200f", {"male": 11, "female": 8}),
        ("२१ (११/८, २ अन्य)", {"male": 11, "female": 8, "not_recorded": 2}),
        ("1\u202f204 (1,100/104)", {"male": 1100, "female": 104}),
        ("219 (11/8,200 other or not stated)", {"male": 11, "female": 8, "not_recorded": 200}),
    ],
)
def test_printed_lines_are_read(text, columns):
    assert GenderBreakdown.parse(text) == GenderBreakdown(**columns)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("19 (11/9)", "The line does not add up: 11 men, 9 women make 20, not 19."),
        ("21 (11/8)", "The line does not add up: 11 men, 8 women make 19, not 21."),
        ("nineteen", "Write the line as 19 (11/8): the total, then men/women."),
        ("-1 (0/-1)", "Write the line as 19 (11/8): the total, then men/women."),
        ("9" * 100_000, "Write the line as 19 (11/8): the total, then men/women."),
        ("Participants (F/M): 19 (8/11)", "Write men first, as in M/F: 19 (11/8)."),
        ("Participantes (M/H): 19 (8/11)", "Write men first, as in M/F: 19 (11/8)."),
        ("Women/men: 19 (8/11)", "Write men first, as in M/F: 19 (11/8)."),
        ("１９（１１／９）", "The line does not add up: 11 men, 9 women make 20, not 19."),
        ("3 (½)", "Write the line as 19 (11/8): the total, then men/women."),
    ],
)
def test_lines_that_cannot_be_are_refused_in_words(text, words):
    with pytest.raises(UnreadableLine) as refused:
        GenderBreakdown.parse(text)

    assert str(refused.value) == words


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        ({"male": 11, "female": 8}, "19 (11/8)"),
        ({}, "0 (0/0)"),
        ({"male": 11, "female": 8, "another": 1, "undisclosed": 1},
         "21 (11/8, 2 other or not stated)"),
    ],
)  # fmt: skip
def test_text_is_the_one_the_un_prints(columns, text):
    assert str(GenderBreakdown(**columns)) == text


def test_nobody_counts_fewer_than_no_people():
    with pytest.raises(ValueError, match="fewer"):
        GenderBreakdown(female=-1)


def test_bar_says_its_parts_in_words():
    bar = GenderBreakdown(female=1, male=11, another=2, undisclosed=1, not_recorded=3).bar

    assert bar.label == "11 men, 1 woman, 2 other, 4 not stated"
    assert bar.total == 18


def test_who_counts(workshop):
    make_registration(workshop, gender="female")
    make_registration(workshop, gender="male", role="observer")
    make_registration(workshop, gender="male", attendance="no_show")
    make_registration(workshop, gender="male", state="waitlisted")
    make_registration(workshop, gender="female", role="speaker")
    make_registration(workshop, gender="female", role="facilitator")
    make_registration(workshop, gender="", attendance="partly")

    people = Registration.objects.filter(workshop=workshop)

    assert people.counted().breakdown() == GenderBreakdown(female=1, male=1, not_recorded=1)
    assert people.speakers().breakdown() == GenderBreakdown(female=1)


def test_breakdown_is_one_query(workshop, django_assert_num_queries):
    make_registration(workshop, gender="female")

    with django_assert_num_queries(1):
        Registration.objects.counted().breakdown()
    with django_assert_num_queries(1):
        breakdowns_by(Registration.objects.counted(), "city", Q())


def by(field):
    counted = Registration.objects.counted()
    return [(name.label, line) for name, [line] in breakdowns_by(counted, field, Q())]


def test_breakdown_by_country_names_the_unknown_last(workshop):
    fiji, viet_nam = make_country(name="Fiji"), make_country(name="Viet Nam")
    make_registration(workshop, gender="female", country=viet_nam)
    make_registration(workshop, gender="male", country=viet_nam)
    make_registration(workshop, gender="female", country=fiji)
    make_registration(workshop, gender="male")

    assert by("country") == [
        ("Fiji", GenderBreakdown(female=1)),
        ("Viet Nam", GenderBreakdown(female=1, male=1)),
        ("not known", GenderBreakdown(male=1)),
    ]


def test_breakdown_by_city_tells_cities_of_one_name_apart(workshop):
    for country in ("Guyana", "Malaysia"):
        city = make_city(name="Georgetown", country=make_country(name=country))
        make_registration(workshop, gender="female", city=city, city_name="Georgetown")
    make_registration(workshop, gender="male", city_name="Elsewhere")

    assert by("city") == [
        ("Elsewhere", GenderBreakdown(male=1)),
        ("Georgetown, Guyana", GenderBreakdown(female=1)),
        ("Georgetown, Malaysia", GenderBreakdown(female=1)),
    ]


def test_breakdown_by_choice_comes_in_the_order_of_the_choices(workshop):
    make_registration(workshop, gender="male", organisation_kind="civil")
    make_registration(workshop, gender="female", organisation_kind="city")
    make_registration(workshop, gender="female")

    rows = by("organisation_kind")

    assert [label for label, _ in rows] == [
        "City and local government", "Civil society", "not known",
    ]  # fmt: skip
