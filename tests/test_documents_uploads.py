import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from documents.kinds import Kind
from documents.uploads import check_upload, clean_name

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def test_a_file_is_taken_by_its_content_whatever_its_name():
    assert check_upload(SimpleUploadedFile("a.exe", PNG), [Kind.PNG], 100) is Kind.PNG


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (PNG * 10, "size"), (b"<svg onload=x>", "kind")]
)
def test_what_cannot_be_taken_is_refused_in_words(content, code):
    file = SimpleUploadedFile("logo.png", content, content_type="image/png")

    with pytest.raises(ValidationError) as refusal:
        check_upload(file, [Kind.PNG, Kind.PDF], 100)

    assert refusal.value.code == code


@given(st.text(max_size=300))
def test_a_name_is_a_label_and_never_a_path(name):
    clean = clean_name(name)

    assert 1 <= len(clean) <= 120
    assert not set(clean) & set("/\\\0\r\n")
    assert not clean.startswith(".")


def test_a_long_name_keeps_its_ending():
    assert clean_name("a" * 300 + ".pdf") == "a" * 116 + ".pdf"
