import pytest
from hypothesis import given
from hypothesis import strategies as st

from writing.differences import Segment, bring_together, compare, excerpts

WORDS = st.lists(
    st.sampled_from(
        ["the ", "belt ", "will ", "be ", "planted", ".", "\n\n", "في ", "السوق ", "ป่าชายเลน"]
        + ["城市", "Hội An ", " ", "2029", ","]
    ),
    max_size=60,
).map("".join)
TEXTS = WORDS | st.text(max_size=80)


@given(TEXTS, TEXTS)
def test_the_segments_give_both_texts_back(before, after):
    segments = compare(before, after)

    assert "".join(text for kind, text in segments if kind != "ins") == before
    assert "".join(text for kind, text in segments if kind != "del") == after
    assert all(text for _kind, text in segments)


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text):
    assert [kind for kind, _text in compare(text, text)] == (["same"] if text else [])


@given(TEXTS, TEXTS)
def test_brought_together_holds_every_line_of_both(theirs, mine):
    together = {line.rstrip() for line in bring_together(theirs, mine).splitlines()}

    for text in (theirs, mine):
        assert {line.rstrip() for line in text.splitlines()} - {""} <= together


def test_what_two_people_share_stands_once():
    theirs = "Rain closes the road.\n\nBy 2029.\n\nWho pays.\n\nEnd."
    mine = "Rain closes the road.\n\nIn two seasons.\n\nWho keeps it.\n\nEnd."

    assert bring_together(theirs, mine).split("\n\n") == [
        "Rain closes the road.",
        "By 2029.",
        "In two seasons.",
        "Who pays.",
        "Who keeps it.",
        "End.",
    ]


SAME, DEL, INS = "same", "del", "ins"


@pytest.mark.parametrize(
    "segments",
    [
        [(SAME, "will be planted "), (DEL, "in two seasons"), (INS, "by 2029"), (SAME, ".")],
        [(SAME, "城市"), (DEL, "恢复"), (INS, "复苏"), (SAME, "计划")],
        [(SAME, "ปลูกป่า"), (DEL, "ชายเล"), (INS, "ส"), (SAME, "น")],
        [(SAME, "خطة "), (DEL, "المدينة"), (INS, "التعافي")],
    ],
)
def test_words_are_compared_in_any_script(segments):
    before = "".join(text for kind, text in segments if kind != INS)
    after = "".join(text for kind, text in segments if kind != DEL)

    assert compare(before, after) == [Segment(*segment) for segment in segments]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 500_000, "b " * 500_000),
        (" ".join(map(str, range(150_000))), " ".join(map(str, reversed(range(150_000))))),
        ("a b " * 250_000, "b a " * 250_000),
        ("", "x" * 1_000_000),
    ],
)
def test_a_megabyte_is_compared_all_the_same(before, after):
    segments = compare(before, after)

    assert "".join(text for kind, text in segments if kind != "ins") == before
    assert "".join(text for kind, text in segments if kind != "del") == after


def test_long_stretches_that_stayed_are_cut_down_to_their_ends():
    same = "word " * 200

    assert excerpts([Segment("same", same), Segment("ins", same)]) == [
        Segment("same", f"{('word ' * 32).strip()} … {'word ' * 31}"), Segment("ins", same),
    ]  # fmt: skip
