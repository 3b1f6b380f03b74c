"""Markdown as people typed it, shown as HTML that can do no harm.

The text is kept as typed; every showing renders it and cleans it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import nh3
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from documents.dialect import SCHEMES, new_parser
from documents.marks import NOTES, LookUp, Mark, Said, as_typed

LONGEST_TEXT = 100_000  # characters, some 35 pages; beyond, paragraphs only: no page waits for it
TOP_HEADING = 3  # a page has its own h1 and h2
ALIGNED = {"text-align:right": "text-end", "text-align:center": "text-center"}

NOTE_WITH_LINK = (
    '<li id="note-{1}">{0} <a href="#call-{1}" role="doc-backlink" aria-label="{2}">↩</a></li>'
)

BLOCKS = frozenset({"p", "ul", "ol", "blockquote", "table", "h3", "h4", "h5", "h6", "pre"})
TAGS = BLOCKS | {
    "a", "br", "code", "del", "div", "em", "hr", "li", "mark", "s", "span", "strong", "sup",
    "tbody", "td", "th", "thead", "tr",
}  # fmt: skip
CLASSES = {
    "a": {"figure"},
    "ol": {"notes"},
    "span": {"fn"},
    "sup": {"call"},
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


@dataclass
class Marks:
    """How the marks of the texts of one document are shown; notes are numbered through it."""

    look_up: LookUp = as_typed
    has_page_notes: bool = False  # each in its text, for a printed page to take it to its foot
    has_links: bool = False  # between calls and notes: the numbers are those of one document
    notes: int = 0  # so far


@dataclass
class Notes:
    """Those of one text, by their numbers, as they are called."""

    marks: Marks
    numbers: dict[str, int] = field(default_factory=dict)


def render_markdown(text: str, marks: Marks | None = None) -> SafeString:
    """Headings from h3 down, tables, lists, notes, links to the web; no images, no HTML."""
    if len(text) > LONGEST_TEXT:
        return _clean(linebreaks(text, autoescape=True))
    called = Notes(marks or Marks())
    env: dict[str, Any] = {"called": called}
    html = PARSER.render(text, env)
    if called.numbers and not called.marks.has_page_notes:
        html += _notes_at_end(called, env)
    return _clean(html)


def _clean(html: str) -> SafeString:
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={
            "a": {"href", "id", "role", "aria-label"}, "li": {"id"}, "ol": {"start"},
            "th": {"scope"},
        },
        allowed_classes=CLASSES,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
        set_tag_attribute_values=FIXED,
    )  # fmt: skip
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


def _mark(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any
) -> str:
    mark = Mark(**tokens[place].meta)
    said = env["called"].marks.look_up(mark) or Said(tokens[place].content)
    if said.is_broken:
        return format_html("<mark>{}</mark>", said.words)
    if not said.address:
        return format_html("{}", said.words)
    words = '<a href="{}" class="figure">{}</a>' if mark.kind == "figure" else '<a href="{}">{}</a>'
    return format_html(words, said.address, said.words)


def _note_call(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any
) -> str:
    name, called = tokens[place].meta["name"], env["called"]
    is_first = name not in called.numbers
    if is_first:
        called.marks.notes += 1
        called.numbers[name] = called.marks.notes
    number = called.numbers[name]
    if called.marks.has_page_notes and is_first:
        return format_html('<span class="fn">{}</span>', _note_words(name, env))
    if not called.marks.has_links:
        return format_html('<sup class="call">{}</sup>', number)
    own = format_html(' id="call-{}"', number) if is_first else ""
    link = '<sup class="call"><a href="#note-{}"{} role="doc-noteref">{}</a></sup>'
    return format_html(link, number, own, number)


def _notes_at_end(called: Notes, env: Any) -> str:
    item = NOTE_WITH_LINK if called.marks.has_links else "<li>{0}</li>"
    back = _("Back to the call of note %(number)d")
    items = format_html_join(
        "\n",
        item,
        (
            (_note_words(name, env), number, back % {"number": number})
            for name, number in called.numbers.items()
        ),
    )
    return format_html('<ol class="notes" start="{}">{}</ol>', min(called.numbers.values()), items)


def _note_words(name: str, env: Any) -> SafeString:
    """A note calls none itself. What it says is cleaned with the text it stands in."""
    words: str = PARSER.renderInline(env[NOTES][name], {**env, NOTES: {}})
    return mark_safe(words)  # noqa: S308


def _parser() -> MarkdownIt:
    parser = new_parser()
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.core.ruler.push("dress_cells", _dress_cells)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    parser.add_render_rule("mark", _mark)
    parser.add_render_rule("note_call", _note_call)
    return parser


PARSER = _parser()
