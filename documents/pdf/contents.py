"""The pages in a list of contents, written once the document is laid out.

`target-counter()` would lay out the page of the list twice more, a twelfth of a render. So CSS
prints one nought, as wide as any digit, behind each item that says what it leads to.
"""

from __future__ import annotations

from typing import Any

from documents.pdf.directions import RTL

LEADS_TO = "data-to"


def number_contents(document: Any, tree: Any) -> None:
    waiting = sum(1 for item in tree.iter("li") if item.get(LEADS_TO))
    pages = {anchor: n for n, page in enumerate(document.pages, 1) for anchor in page.anchors}
    for page in document.pages:
        if not waiting:
            break
        for box in numbers_on(page):
            write(box, str(pages.get(box.element.get(LEADS_TO)[1:], "")))
            waiting -= 1


def numbers_on(page: Any) -> list[Any]:
    """Each stands apart from the flow, in a box that its page's own descendants stop at."""
    placed = [box for box in page._page_box.descendants() if box.element_tag == "li::after"]
    return [inner for box in placed for inner in box.descendants() if is_text(inner)]


def is_text(box: Any) -> bool:
    return hasattr(box, "pango_layout")


def write(box: Any, number: str) -> None:
    """At the end of its line, whose other end is where one digit begins."""
    if box.style["direction"] != RTL:
        box.position_x -= box.width * (len(number) - 1)
    box.width *= len(number)
    box.text = box.pango_layout.text = number
