import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.test import RequestFactory

from documents.downloads import serve

CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def stored(tmp_path):
    field = FileField(storage=FileSystemStorage(tmp_path))
    field.attname = field.name = "file"
    stored = FieldFile(None, field, "kept.bin")
    field.storage.save("kept.bin", ContentFile(CONTENT))
    return stored


def get(stored, *, method="GET", name="brief.pdf", **headers):
    request = RequestFactory().generic(method, "/", headers=headers)
    return serve(request, stored, name=name, content_type="application/pdf")


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_whole_file_is_served_with_what_is_needed_to_resume(stored):
    response = get(stored)

    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    assert response["ETag"].startswith('"')


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=255990-", 255990, 256000),
        ("bytes=-10", 255990, 256000),
        ("bytes=-999999", 0, 256000),
        ("bytes=100-999999", 100, 256000),
    ],
)
def test_a_range_is_served(stored, asked, first, end):
    response = get(stored, Range=asked)

    assert (response.status_code, body(response)) == (206, CONTENT[first:end])
    assert response["Content-Range"] == f"bytes {first}-{end - 1}/256000"


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999-1000000", "bytes=-0"])
def test_a_range_beyond_the_file_is_refused(stored, asked):
    response = get(stored, Range=asked)

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */256000")


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b"]
)
def test_a_range_that_makes_no_sense_is_ignored(stored, asked):
    response = get(stored, Range=asked)

    assert (response.status_code, body(response)) == (200, CONTENT)


def test_a_download_goes_on_only_with_the_same_file(stored):
    tag, changed = get(stored)["ETag"], get(stored)["Last-Modified"]

    assert get(stored, Range="bytes=5-", **{"If-Range": tag}).status_code == 206
    assert get(stored, Range="bytes=5-", **{"If-Range": changed}).status_code == 206
    assert get(stored, Range="bytes=5-", **{"If-Range": '"other"'}).status_code == 200
    assert get(stored, Range="bytes=5-", **{"If-Range": f"W/{tag}"}).status_code == 200


def test_a_file_already_there_is_not_sent_again(stored):
    response = get(stored, **{"If-None-Match": get(stored)["ETag"]})

    assert (response.status_code, response.content) == (304, b"")


def test_head_says_the_size_and_sends_nothing(stored):
    response = get(stored, method="HEAD")

    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(CONTENT))


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Kế hoạch.pdf", "attachment; filename*=utf-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf"),
        ('a"b\\c\r\nSet-Cookie: x.pdf', 'attachment; filename="a\\"b c  Set-Cookie: x.pdf"'),
        ("../../etc/passwd", 'attachment; filename="etc passwd"'),
    ],
)
def test_names_in_any_script_and_no_header_in_a_name(stored, name, header):
    assert get(stored, name=name)["Content-Disposition"] == header


def test_a_file_that_is_gone_is_not_found(stored):
    stored.storage.delete("kept.bin")

    with pytest.raises(Http404):
        get(stored)
