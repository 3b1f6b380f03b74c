"""Notes stand on the page of their call.

WeasyPrint 70 sends one in twenty to the next page, those called on a page's last lines. What
calls such a note then begins the next page itself, and the document is laid out once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import FootnoteAreaBox

NOTE = "fn"  # the class of a note in our templates
MOST_LAYOUTS = 6
BLOCKS = {"p", "li", "dd", "td", "th", "h2", "h3", "h4", "h5", "h6", "blockquote"}


def has_notes(tree: Any) -> bool:
    return any(is_note(element) for element in tree.iter("span"))


def is_note(element: Any) -> bool:
    return element is not None and element.get("class") == NOTE


def send_strays_on(document: Any, tree: Any) -> bool:
    """Whether a note stood apart from its call, so that it must be laid out again."""
    strays = list(strays_of(document))
    above = {child: parent for parent in tree.iter() for child in parent}
    for note in strays[:1]:  # those that follow may stand right once it does
        block = note
        while block.tag not in BLOCKS and block in above:
            block = above[block]
        block.set("style", "break-before: page")
    return bool(strays)


def strays_of(document: Any) -> Iterator[Any]:
    for page in document.pages:
        areas = [box for box in page._page_box.children if isinstance(box, FootnoteAreaBox)]
        body = [box for box in page._page_box.children if box not in areas]
        called = {box.element for box in below(body) if is_call(box)}
        yield from (
            box.element
            for box in below(areas)
            if box.element_tag == "span" and is_note(box.element) and box.element not in called
        )


def below(boxes: list[Any]) -> Iterator[Any]:
    for box in boxes:
        yield box
        if hasattr(box, "children"):
            yield from box.descendants()


def is_call(box: Any) -> bool:
    return str(box.element_tag).endswith("::footnote-call")
