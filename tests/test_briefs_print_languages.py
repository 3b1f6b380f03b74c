"""The printed brief in seven languages: its labels, its faces, and its direction."""

import dataclasses
import re

import pytest

from tests.brief_factories import make_rich_brief
from tests.printed_briefs import assert_accessible, built, printed, texts


@pytest.fixture
def brief(project):
    return make_rich_brief(project)


def test_a_brief_in_arabic_runs_from_right_to_left(brief):
    document = dataclasses.replace(built(brief), language="ar", title="التعافي الحضري")

    html, pdf, _reader = printed(document)

    assert '<html lang="ar" dir="rtl">' in html
    assert_accessible(pdf)


LATIN = {"NotoSans", "NotoSansBold", "NotoSansItalic", "NotoSerif", "NotoSerifDisplay"}


ARABIC = {"NotoSansArabic", "NotoSansArabicBold", "NotoNaskhArabic"}


CHINESE = {"NotoSansCJKSC", "NotoSansCJKSCBold"}  # and not the Japanese shapes of its letters


@pytest.mark.parametrize(
    ("language", "words", "faces"),
    [
        ("en", "Participants by workshop", set()), ("fr", "Table des matières", set()),
        ("es", "Participantes por taller", set()), ("ru", "Участники по семинарам", set()),
        ("zh-hans", "各研讨会的参加者", CHINESE), ("vi", "Mục lục", set()),
        ("ar", "المشاركون حسب حلقة العمل", ARABIC),
    ],
)  # fmt: skip
def test_labels_are_printed_and_read_in_the_language_of_the_brief(brief, language, words, faces):
    brief.language = language

    html, pdf, reader = printed(built(brief))

    assert words in html
    assert reader.trailer["/Root"]["/Lang"] == language
    assert_accessible(pdf)
    assert embedded_faces(reader) - LATIN == faces
    assert words in re.sub(r"[\s\u00a0]+", " ", " ".join(texts(reader)))


def embedded_faces(reader):
    """Names of all fonts, each of which must be inside the file."""
    names = set()
    for sheet in reader.pages:
        for font in sheet["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].get_object().keys()
            names.add(re.sub(r"^/[A-Z]{6}\+|-", "", font.get_object()["/BaseFont"]))
    return names


def test_a_line_keeps_its_order_from_right_to_left(brief):
    brief.language = "ar"

    html, _pdf, reader = printed(built(brief))

    assert '<bdi dir="ltr">26 (15/11)</bdi>' in html
    assert "26 (15/11)" in " ".join(texts(reader)).replace("\n", " ") or "26 )15/11(" in " ".join(
        texts(reader)
    )
