import hashlib
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs import files


@given(chunks=st.lists(st.binary(max_size=50), max_size=10))
def test_written_file_is_what_came_in_with_its_checksum(tmp_path_factory, chunks):
    path = tmp_path_factory.mktemp("files") / "deeper" / "file"

    written = files.write_file(path, iter(chunks))

    whole = b"".join(chunks)
    assert path.read_bytes() == whole
    assert written == (len(whole), hashlib.sha256(whole).hexdigest())
    assert list(path.parent.iterdir()) == [path]


def test_crash_in_the_middle_leaves_the_old_file(tmp_path):
    path = tmp_path / "file"
    files.write_file(path, b"old")

    def half():
        yield b"new"
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        files.write_file(path, half())

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_content_is_on_the_disk_before_it_has_its_name(tmp_path):
    path = tmp_path / "file"
    had_name = []

    with mock.patch("os.fsync", side_effect=lambda _descriptor: had_name.append(path.exists())):
        files.write_file(path, b"content")

    assert had_name == [False, True]  # the content first, then the folder that holds the name


def test_only_the_kept_file_stays(tmp_path):
    for name in ("1-a", "2-a", ".3.part"):
        (tmp_path / name).touch()

    files.remove_others(tmp_path / "2-a")

    assert [path.name for path in tmp_path.iterdir()] == ["2-a"]
