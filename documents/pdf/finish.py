"""What WeasyPrint 70 leaves out of a file that is to be accessible and archived."""

from __future__ import annotations

import zlib
from typing import Any

import pydyf

AMBIGUOUS_END = b"\r\nendstream"
PACKING = 6  # of zlib: 9 takes twice as long for one byte in a hundred

UA_IDENTIFIER = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(document: Any, pdf: Any, *, idle_objects: int) -> None:
    name_header_scopes(pdf)
    add_ua_identifier(pdf)
    pack_streams(pdf)
    for _number in range(idle_objects):
        pdf.add_object(pydyf.Dictionary({}))
    pdf.objects = [Written(item) for item in pdf.objects]


class Written(pydyf.Object):
    """An object put into bytes once: pydyf does it for the file and again for its checksum."""

    def __init__(self, item: Any) -> None:
        self.number, self.offset = item.number, item.offset
        self.generation, self.free = item.generation, item.free
        self.content = b"" if item.free == "f" else item.data
        self.is_stream = isinstance(item, pydyf.Stream)

    @property
    def data(self) -> bytes:
        return self.content

    @property
    def compressible(self) -> bool:
        return not self.generation and not self.is_stream


def name_header_scopes(pdf: Any) -> None:
    """Header cells say what they head: columns in a table's head, rows elsewhere."""
    by_reference = {item.reference: item for item in pdf.objects}
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("S") == "/TH":
            group = by_reference[by_reference[item["P"]]["P"]]
            item["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def add_ua_identifier(pdf: Any) -> None:
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            end = b"</rdf:RDF>"
            item.stream = [item.stream[0].replace(end, UA_IDENTIFIER.encode() + end)]
            item.compress = False  # archives read the metadata without unpacking


def pack_streams(pdf: Any) -> None:
    """Compress the streams here, so that each is compressed once and none ends ambiguously.

    What zlib would end in a return stays as it is: before the newline and `endstream` a strict
    reader takes it for half of a line's end, and finds the stream a byte short.
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            content = b"\n".join(map(pydyf._to_bytes, item.stream))
            packed = zlib.compress(content, PACKING)
            item.compress = False
            if packed.endswith(b"\r"):
                item.stream = [content]
            else:
                item.stream = [packed]
                item.extra["Filter"] = "/FlateDecode"
