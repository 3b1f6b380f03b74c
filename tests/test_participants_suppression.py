"""Nobody in a small group can be recognised from a public table."""

from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from participants.breakdown import GenderBreakdown
from participants.report import BreakdownRow
from participants.suppression import SMALLEST, public_rows, told_of


def row(label, male, female):
    return BreakdownRow(label, GenderBreakdown(male=male, female=female))


def texts(*rows):
    return [public.text for public in public_rows(rows)]


def test_large_groups_are_shown_whole():
    assert texts(row("City", 6, 5), row("National", 7, 8)) == ["11 (6/5)", "15 (7/8)"]


def test_groups_under_five_are_hidden():
    rows = texts(
        row("City", 6, 5), row("National", 3, 1), row("Research", 1, 0), row("Civil", 2, 1)
    )

    assert rows == ["11 (6/5)", "under 5", "under 5", "under 5"]


def test_one_small_group_takes_the_next_smallest_with_it():
    rows = texts(row("City", 10, 9), row("National", 6, 5), row("Research", 1, 1))

    assert rows == ["19 (10/9)", "not shown", "not shown"]


def test_women_and_men_are_not_told_apart_where_one_of_them_is_few():
    rows = texts(row("City", 10, 9), row("National", 9, 1), row("Private", 8, 7))

    assert rows == ["19 (10/9)", "10", "15"]


def test_group_of_men_only_is_shown():
    assert texts(row("City", 6, 0), row("National", 7, 0)) == ["6 (6/0)", "7 (7/0)"]


def test_nobody_is_no_group():
    assert texts(row("City", 6, 5), row("National", 0, 0)) == ["11 (6/5)"]


COUNTS = st.integers(min_value=0, max_value=9)
TABLES = st.lists(st.tuples(COUNTS, COUNTS), min_size=2, max_size=5)


def ways_to_fill(public, total):
    """Every way to give the hidden rows a total, for a reader who knows the total and the rules."""
    hidden = [each for each in public if each.total is None]
    left = total - sum(each.total for each in public if each.total is not None)
    ranges = [range(1, SMALLEST if each.is_small else left + 1) for each in hidden]
    return [ways for ways in product(*ranges) if sum(ways) == left]


@given(TABLES)
def test_hidden_small_group_cannot_be_worked_out_from_the_total(counts):
    totals = [male + female for male, female in counts]
    has_large = any(total >= SMALLEST for total in totals)
    has_small = any(0 < total < SMALLEST for total in totals)
    rows = [row(str(place), *pair) for place, pair in enumerate(counts)]

    ways = ways_to_fill(public_rows(rows), sum(totals))

    assert len(ways) > 1 or not (has_large and has_small)


@given(TABLES)
def test_no_shown_cell_is_small(counts):
    public = public_rows([row(str(place), *pair) for place, pair in enumerate(counts)])

    cells = [
        count for each in public if each.breakdown
        for count in each.breakdown.as_columns().values()
    ]  # fmt: skip

    assert not [count for count in cells if 0 < count < SMALLEST]


def corrected(*tables):
    """What the public sees after each record, of tables of (male, female) by group."""
    rows = [[row(str(place), *pair) for place, pair in enumerate(each)] for each in tables]
    return [told_of(rows[: count + 1]) for count in range(len(rows))]


def test_correction_of_one_person_moves_no_public_group():
    first, second = corrected([(9, 9), (7, 8), (6, 6)], [(9, 10), (7, 8), (6, 6)])

    assert (second.rows, second.is_earlier) == (first.rows, True)


def test_correction_of_many_is_shown():
    _first, second = corrected([(9, 9), (7, 8), (6, 6)], [(9, 19), (7, 8), (6, 6)])

    assert ([each.text for each in second.rows], second.is_earlier) == (
        ["28 (9/19)", "15 (7/8)", "12 (6/6)"], False,
    )  # fmt: skip


def test_two_large_corrections_do_not_add_up_to_a_small_one():
    steps = corrected([(9, 9), (7, 8)], [(9, 19), (7, 8)], [(9, 10), (7, 8)])

    assert [each.rows[0].text for each in steps] == ["18 (9/9)", "28 (9/19)", "28 (9/19)"]


def test_group_that_is_hidden_only_since_a_correction_gives_nothing_away():
    steps = corrected([(9, 9), (7, 8), (6, 6)], [(9, 9), (7, 8), (6, 3)])

    assert steps[1].is_earlier


ALIKE = st.tuples(st.integers(0, 14), st.integers(0, 14))
CORRECTIONS = st.integers(2, 4).flatmap(
    lambda rows: st.lists(st.lists(ALIKE, min_size=rows, max_size=rows), min_size=2, max_size=4)
)


@given(CORRECTIONS)
def test_no_two_public_tables_of_a_workshop_differ_by_a_few(tables):
    seen = [
        {each.label: (each.total, each.breakdown) for each in told.rows}
        for told in corrected(*tables)
    ]

    for before, after in product(seen, seen):
        for label in before.keys() & after.keys():
            (old, old_line), (new, new_line) = before[label], after[label]
            pairs = [(old, new)] if None not in (old, new) else []
            if old_line and new_line:
                pairs += zip(
                    old_line.as_columns().values(), new_line.as_columns().values(), strict=True
                )
            assert all(one == two or abs(one - two) >= SMALLEST for one, two in pairs)


@given(
    st.lists(ALIKE, min_size=2, max_size=4), st.integers(0, 1), st.integers(-4, 4), st.integers()
)
def test_correction_of_fewer_than_five_people_changes_no_public_table(counts, sex, moved, place):
    assume(any(map(sum, counts)))
    place %= len(counts)
    after = [list(pair) for pair in counts]
    after[place][sex] = max(after[place][sex] + moved, 0)

    first, second = corrected(counts, after)

    assert [each.text for each in second.rows] == [each.text for each in first.rows]
