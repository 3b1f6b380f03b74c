"""The only way out for a stored file, once its reader is known to have the right: resumable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from django.db.models.fields.files import FieldFile
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import (
    content_disposition_header,
    http_date,
    parse_etags,
    parse_http_date_safe,
)

from documents.uploads import clean_name

CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")  # no file is longer


def serve(
    request: HttpRequest, field_file: FieldFile, *, name: str, content_type: str
) -> HttpResponseBase:
    """Answer GET and HEAD with the file, whole or the one range asked for; 404 if it is gone."""
    try:
        size, changed = field_file.size, changed_at(field_file)
    except (OSError, ValueError) as error:
        raise Http404("The file is gone.") from error
    headers = headers_for(name, size, changed)
    if headers["ETag"] in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": headers["ETag"]})
    wanted = wanted_range(request, size, headers)
    if wanted is None:
        return answer(request, field_file, (0, size), 200, headers, content_type)
    if wanted[0] >= wanted[1]:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {wanted[0]}-{wanted[1] - 1}/{size}"
    return answer(request, field_file, wanted, 206, headers, content_type)


def changed_at(field_file: FieldFile) -> float:
    changed: float = field_file.storage.get_modified_time(field_file.name or "").timestamp()
    return changed


def headers_for(name: str, size: int, changed: float) -> dict[str, str]:
    """A file is written once under its name, so its size and time tell one from another."""
    return {
        "ETag": f'"{size:x}-{int(changed * 1_000_000):x}"',
        "Last-Modified": http_date(changed),
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": content_disposition_header(True, clean_name(name)) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }


def wanted_range(
    request: HttpRequest, size: int, headers: dict[str, str]
) -> tuple[int, int] | None:
    """From and up to (exclusive). None: the whole file; an empty range cannot be served."""
    match = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or match[0] == "bytes=-" or not still_the_same(request, headers):
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size
    end = min(int(last) + 1, size) if last else size
    if last and int(last) < int(first):
        return None
    return int(first), end


def still_the_same(request: HttpRequest, headers: dict[str, str]) -> bool:
    """If-Range: continue only the very file that was begun."""
    condition = request.headers.get("If-Range")
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition == headers["ETag"]
    return parse_http_date_safe(condition) == parse_http_date_safe(headers["Last-Modified"])


def answer(
    request: HttpRequest, field_file: FieldFile, wanted: tuple[int, int], status: int,
    headers: dict[str, str], content_type: str,
) -> HttpResponseBase:  # fmt: skip
    first, end = wanted
    headers = {**headers, "Content-Length": str(end - first)}
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers, content_type=content_type)
    file: Any = field_file.storage.open(field_file.name or "", "rb")
    response = StreamingHttpResponse(
        chunks(file, first, end), status=status, headers=headers, content_type=content_type
    )
    response._resource_closers.append(file.close)  # type: ignore[attr-defined]
    return response


def chunks(file: IO[bytes], first: int, end: int) -> Iterator[bytes]:
    file.seek(first)
    left = end - first
    while left > 0:
        chunk = file.read(min(CHUNK, left))
        if not chunk:
            return
        left -= len(chunk)
        yield chunk


CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def made_now(content: bytes | Iterator[bytes], *, name: str) -> HttpResponseBase:
    """A file made for this one reader and kept nowhere; its name's ending says what it is."""
    content_type = CONTENT_TYPES[name.rpartition(".")[2]]
    response: HttpResponseBase
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=content_type)
    else:
        response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, clean_name(name)) or ""
    response["Cache-Control"] = "private, no-store"
    return response
