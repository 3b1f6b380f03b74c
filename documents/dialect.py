"""The Markdown that people write here, parsed: the web page and the Word file read the same."""

from __future__ import annotations

from markdown_it import MarkdownIt

from documents.marks import add_marks

SCHEMES = frozenset({"http", "https", "mailto"})


def new_parser() -> MarkdownIt:
    """CommonMark with tables, strikethrough, notes and marks; no images, no HTML, no other link."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    parser.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
    parser.validateLink = is_link_allowed  # type: ignore[method-assign]
    add_marks(parser)
    return parser


def is_link_allowed(url: str) -> bool:
    scheme, colon, _rest = url.partition(":")
    return bool(colon) and scheme.strip().lower() in SCHEMES
