"""HTML to tagged PDF: the only place that knows WeasyPrint, and imported in workers only.

One file passes PDF/UA-1 and PDF/A-3a. The same HTML and identifier make the same bytes.
Nothing is read but our own files in `documents/print/`: no network, no other file, no data URL.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

PRINT = Path(__file__).parent / "print"
# fontconfig looks at this once, when WeasyPrint loads it.
os.environ["FONTCONFIG_FILE"] = str(PRINT / "fonts.conf")

import pydyf  # noqa: E402
import weasyprint  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import (  # noqa: E402
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

RENDERER = f"WeasyPrint {weasyprint.VERSION}"
ASSETS = {f"asset:{name}": "text/css" for name in ("brief.css", "brief-draft.css", "brief-rtl.css")}
SCHEME = "asset:"
AMBIGUOUS_END = b"\r\nendstream"
MOST_WRITTEN = 4
PACKING = 6  # of zlib: 9 takes twice as long for one byte in a hundred
# Kept for the life of the process: loading fonts and measuring struts is a tenth of a render.
FONTS = FontConfiguration()

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


class PdfFailed(Exception):
    """The PDF could not be made; the message says why in words."""


class Pdf(bytes):
    """The content of a PDF that knows its number of pages."""

    pages: int


class ClosedFetcher(URLFetcher):
    """Serves the registered assets; every other address is refused and left out of the page."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in ASSETS:
            body = (PRINT / url.removeprefix(SCHEME)).read_bytes()
            return URLFetcherResponse(url, body, {"Content-Type": ASSETS[url]})
        if url.startswith(SCHEME):  # our own template asks for what is not registered
            raise FatalURLFetchingError(url)
        raise ValueError(f"refused: {url[:100]}")


CLOSED = ClosedFetcher()  # type: ignore[no-untyped-call]


def render_pdf(html: str, *, identifier: bytes) -> Pdf:
    """The PDF of a document whose language, title and dates stand in the HTML."""
    source = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=CLOSED)
    with without_collection():
        try:
            sheets = own_style_sheets(source)
            return written(source.render(font_config=FONTS, stylesheets=sheets), identifier)
        except FatalURLFetchingError as error:  # a BaseException: `except Exception` misses it
            raise PdfFailed(_("A style sheet of the document is missing: %s") % error) from error


def own_style_sheets(source: Any) -> list[Any]:
    """Those the document links to; parsed once in the life of the process."""
    links = [link for link in source.etree_element.iter("link") if link.get("href") in ASSETS]
    for link in links:
        link.set("rel", "")
    return [parsed(link.get("href")) for link in links]


@functools.cache
def parsed(address: str) -> Any:
    return weasyprint.CSS(url=address, url_fetcher=CLOSED, font_config=FONTS)


def written(document: Any, identifier: bytes) -> Pdf:
    """The file, written again with one idle object more should a stream's end be ambiguous."""
    for idle_objects in range(MOST_WRITTEN):
        content = document.write_pdf(
            pdf_variant="pdf/a-3a", pdf_identifier=identifier,
            finisher=functools.partial(finish, idle_objects=idle_objects),
        )  # fmt: skip
        if AMBIGUOUS_END not in content:
            break
    pdf = Pdf(content)
    pdf.pages = len(document.pages)
    return pdf


def warm_up() -> None:
    """Load the fonts and all that the first render loads, before somebody waits for it."""
    render_pdf(
        '<html lang="en"><title>-</title><link rel="stylesheet" href="asset:brief.css">'
        "<h1>Aẫ</h1><p>Aẫ <b>Aẫ</b> <i>Aẫ</i> عربي</p><table><tr><th>A</th></tr></table>"
        '<svg xmlns="http://www.w3.org/2000/svg"><title>-</title><path d="M0 0h1"/></svg>',
        identifier=b"warm",
    )
    gc.collect()
    gc.freeze()  # what is loaded now stays, and is not looked through again and again


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """A render makes a million small objects and hardly a cycle among them until it is over."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def finish(document: Any, pdf: Any, *, idle_objects: int) -> None:
    """What WeasyPrint 70 leaves out of a file that is to be accessible and archived."""
    name_header_scopes(pdf)
    add_ua_identifier(pdf)
    pack_streams(pdf)
    for _number in range(idle_objects):
        pdf.add_object(pydyf.Dictionary({}))


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
    """Compress the streams here, once: pydyf would do it for the file and again for its checksum.

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
