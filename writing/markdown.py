"""Markdown as people typed it, shown as HTML that can do no harm.

The text is kept as typed; every showing renders it and cleans it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from documents.dialect import SCHEMES, new_parser

LONGEST_TEXT = 100_000  # characters, some 35 pages; beyond, paragraphs only: no page waits for it
TOP_HEADING = 3  # a page has its own h1 and h2
ALIGNED = {"text-align:right": "text-end", "text-align:center": "text-center"}

BLOCKS = frozenset({"p", "ul", "ol", "blockquote", "table", "h3", "h4", "h5", "h6", "pre"})
TAGS = BLOCKS | {
    "a", "br", "code", "del", "div", "em", "hr", "li", "s", "strong", "tbody", "td", "th", "thead",
    "tr",
}  # fmt: skip
CLASSES = {
    "div": {"table-responsive"},
    "table": {"table"},
    "td": {"text-end", "text-center"},
    "th": {"text-end", "text-center"},
}
FIXED: dict[str, dict[str, str]] = {
    **{tag: {"dir": "auto"} for tag in BLOCKS},
    "li": {"dir": "auto"},
    "th": {"dir": "auto"},  # one each: nh3 sets several in any order, and a text reads the same
    "td": {"dir": "auto"},
}


def render_markdown(text: str) -> SafeString:
    """Headings from h3 down, tables, lists, links to the web and to e-mail; no images, no HTML."""
    if len(text) > LONGEST_TEXT:
        return _clean(linebreaks(text, autoescape=True))
    return _clean(PARSER.render(text))


def _clean(html: str) -> SafeString:
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}, "ol": {"start"}, "th": {"scope"}},
        allowed_classes=CLASSES,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
        set_tag_attribute_values=FIXED,
    )
    return mark_safe(cleaned)  # noqa: S308  cleaned in the line above


def _lower_headings(state: StateCore) -> None:
    """Below the page's own: the highest of a text is h3, whatever it is, and none is left out."""
    headings = [token for token in state.tokens if token.type.startswith("heading_")]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(TOP_HEADING + levels.index(token.tag), 6)}"


def _dress_cells(state: StateCore) -> None:
    """A head says what it heads; alignment is a class, for styles are not let in."""
    for token in state.tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if alignment := ALIGNED.get(str(token.attrs.pop("style", ""))):
            token.attrJoin("class", alignment)


def _table_open(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any
) -> str:
    return '<div class="table-responsive"><table class="table">\n'


def _table_close(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any
) -> str:
    return "</table></div>\n"


def _parser() -> MarkdownIt:
    parser = new_parser()
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.core.ruler.push("dress_cells", _dress_cells)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    return parser


PARSER = _parser()
