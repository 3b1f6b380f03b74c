"""The objects of a PDF as a file: as pydyf writes them, but each put into bytes and packed once.

pydyf does both again for the checksum in the trailer; that is a twentieth of a render.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pydyf

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
AMBIGUOUS_END = b"\r\nendstream"
PACKING = 6  # of zlib: 9 takes four times as long for one byte in twenty
WIDTHS = (1, 4, 3)  # bytes of a line of the cross-reference table
FREE, PLACED, BOXED = 0, 1, 2  # what kind of line it is


@dataclass
class Body:
    """The file as it grows, and where each object of it stands."""

    content: bytearray = field(default_factory=lambda: bytearray(HEADER))
    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    def place(self, number: int, data: bytes) -> None:
        self.places[number] = (PLACED, len(self.content), 0)
        self.content += b"%d 0 obj\n%b\nendobj\n" % (number, data)


def write(pdf: Any, output: BinaryIO, version: Any, identifier: bytes, compress: bool) -> None:
    """In place of `pydyf.PDF.write`: objects in packed streams, as in any PDF since 1.5."""
    if pdf.info:
        pdf.add_object(pdf.info)
    body = Body()
    loose = []
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            body.place(item.number or 0, stream_of(item))
        elif item.free != "f":
            loose.append(item)
    place_box(body, loose, number=len(pdf.objects))
    table = len(body.content)
    place_table(body, pdf, number=len(pdf.objects) + 1, identifier=identifier)
    output.write(body.content + b"startxref\n%d\n%%%%EOF\n" % table)


def stream_of(item: Any) -> bytes:
    content = b"\n".join(map(pydyf._to_bytes, item.stream))
    if not item.compress:
        return stream(item.extra, content)
    return packed(item.extra, content)


def place_box(body: Body, items: list[Any], *, number: int) -> None:
    """All that is not a stream, in one: most of it says how the document is tagged."""
    datas = [item.data for item in items]
    positions, position = [], 0
    for index, (item, data) in enumerate(zip(items, datas, strict=True)):
        body.places[item.number] = (BOXED, number, index)
        positions.append(b"%d %d" % (item.number, position))
        position += len(data) + 1
    head = b" ".join(positions)
    extra = {"Type": "/ObjStm", "N": len(items), "First": len(head) + 1}
    body.place(number, packed(extra, b"\n".join([head, *datas])))


def place_table(body: Body, pdf: Any, *, number: int, identifier: bytes) -> None:
    same = (
        pydyf.String(identifier).data,
        pydyf.String(hashlib.sha256(body.content).hexdigest()).data,
    )
    extra = {
        "Type": "/XRef", "Size": number + 1, "W": pydyf.Array(WIDTHS),
        "Root": pdf.catalog.reference, "Info": pdf.info.reference, "ID": pydyf.Array(same),
    }  # fmt: skip
    body.places[number] = (PLACED, len(body.content), 0)
    lines = [body.places.get(each, (FREE, 0, 0)) for each in range(number + 1)]
    table = b"".join(
        value.to_bytes(width, "big")
        for line in lines
        for value, width in zip(line, WIDTHS, strict=True)
    )
    body.place(number, packed(extra, table))


def packed(extra: Mapping[str, Any], content: bytes) -> bytes:
    """What zlib would end in a return stays as it is: before the newline and `endstream` a strict
    reader takes it for half of a line's end, and finds the stream a byte short.
    """
    short = zlib.compress(content, PACKING)
    if short.endswith(b"\r"):
        return stream(extra, content)
    return stream({**extra, "Filter": "/FlateDecode"}, short)


def stream(extra: Mapping[str, Any], content: bytes) -> bytes:
    head = pydyf.Dictionary({**extra, "Length": len(content)})
    return b"\n".join((head.data, b"stream", content, b"endstream"))
