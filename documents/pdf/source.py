"""What a PDF is made from: HTML of our own templates and the style sheets they link to."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import weasyprint
from cssselect2.tree import ElementWrapper
from weasyprint.html import UA_COUNTER_STYLE
from weasyprint.urls import (
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

from documents.pdf.contents import number_contents
from documents.pdf.directions import settle_directions
from documents.pdf.fonts import FONTS, PRINT
from documents.pdf.notes import MOST_LAYOUTS, has_notes, send_strays_on

SCHEME = "asset:"
ASSETS = {f"{SCHEME}{path.name}": "text/css" for path in sorted(PRINT.glob("*.css"))}
VOID = re.compile(r"<(br|hr|col|link|meta)\b([^<>]*?)/?>")


class ClosedFetcher(URLFetcher):
    """Serves our assets and the pictures it is given; what else is asked for is left out."""

    def __init__(self, pictures: Mapping[str, bytes] | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.pictures = pictures or {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in ASSETS:
            body = (PRINT / url.removeprefix(SCHEME)).read_bytes()
            return URLFetcherResponse(url, body, {"Content-Type": ASSETS[url]})
        if url in self.pictures:
            ending = url.rpartition(".")[2].replace("jpg", "jpeg")
            return URLFetcherResponse(url, self.pictures[url], {"Content-Type": f"image/{ending}"})
        if url.startswith(SCHEME):  # our own template asks for what is not registered
            raise FatalURLFetchingError(url)
        raise ValueError(f"refused: {url[:100]}")


CLOSED = ClosedFetcher()


class Source(weasyprint.HTML):
    """A document with its own style sheets; a `<base>` in it moves nothing.

    In place of WeasyPrint's own style sheet for every element of HTML stands `base.css`, for those
    that we print: matching and computing the rest is a tenth of a render.
    """

    def __init__(self, html: str, pictures: Mapping[str, bytes] | None = None) -> None:
        fetcher = ClosedFetcher(pictures)
        try:
            tree = ElementTree.fromstring(as_xml(html))  # noqa: S314  (ours, and it has no DTD)
        except ElementTree.ParseError:  # there is a character in it that XML refuses
            super().__init__(  # type: ignore[no-untyped-call]
                string=html, base_url=SCHEME, url_fetcher=fetcher
            )
        else:
            self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
            self.etree_element = self.wrapper_element.etree_element
        self.base_url, self.url_fetcher, self.media_type = SCHEME, fetcher, "print"
        settle_directions(self.etree_element)
        self.sheets = own_style_sheets(self.etree_element)

    def laid_out(self) -> Any:
        document = self.laid_out_once()
        if has_notes(self.etree_element):
            for _layout in range(MOST_LAYOUTS):
                if not send_strays_on(document, self.etree_element):
                    break
                document = self.laid_out_once()
        number_contents(document, self.etree_element)
        return document

    def laid_out_once(self) -> Any:
        return self.render(  # type: ignore[no-untyped-call]
            font_config=FONTS, stylesheets=self.sheets
        )

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [base_sheet()]


def as_xml(html: str) -> str:
    """What our templates write, as XML, which is read twenty times as fast as HTML.

    Its empty elements are closed here; the words of a user hold no tag, as they are escaped.
    """
    body = html[html.index("<html") :] if "<html" in html else html
    return VOID.sub(r"<\1\2/>", body).replace("&nbsp;", "\N{NO-BREAK SPACE}")


def own_style_sheets(tree: Any) -> list[Any]:
    """Those the document links to; each is parsed once in the life of the process."""
    links = [link for link in tree.iter("link") if link.get("href") in ASSETS]
    for link in links:
        link.set("rel", "")
    return [parsed(link.get("href")) for link in links]


@functools.cache
def parsed(address: str) -> Any:
    return weasyprint.CSS(url=address, url_fetcher=CLOSED, font_config=FONTS)


@functools.cache
def base_sheet() -> Any:
    words = (PRINT / "base.css").read_text()
    return weasyprint.CSS(string=words, counter_style=UA_COUNTER_STYLE, font_config=FONTS)
