"""The published example brief in a warm worker beside a plain document with as many elements.

Plain: headings, paragraphs, lists and tables, a hundred elements a page, without a style sheet of
its own; WeasyPrint as it comes out of the box, asked for an accessible file. The reference is that
document's time for as many elements as the brief has, so the ratio is ours per element.
"""

from collections.abc import Iterator
from dataclasses import replace

import tinyhtml5
import weasyprint

from benchmarks.example import printed_example
from benchmarks.measuring import Measurement, compare_times
from documents import pdf

WORDS = "Recovery is not a return"
PARAGRAPH = f'<p>{WORDS} <b>{WORDS}</b> {WORDS} <a href="https://example.org">x</a></p>'
LIST = f"<ul>{f'<li>{WORDS}, {WORDS}</li>' * 6}</ul>"
HEAD = "<thead><tr>" + "<th scope=col>Head</th>" * 5 + "</tr></thead>"
ROW = "<tr><th scope=row>Name</th>" + "<td>Cell</td>" * 4 + "</tr>"
SHEET = f"<h2>{WORDS}</h2>{PARAGRAPH * 10}{LIST}<table>{HEAD}<tbody>{ROW * 9}</tbody></table>"
PAGE = "<!doctype html><html lang=en><title>Plain</title><body><h1>Plain</h1>{}</body></html>"


def run() -> Iterator[Measurement]:
    html = printed_example()
    plain = PAGE.format(SHEET * round(elements_of(html) / elements_of(SHEET)))
    pdf.warm_up()
    measured = compare_times(
        "brief_pdf",
        lambda: pdf.render_pdf(html, identifier=b"brief"),
        lambda: plain_pdf(plain),
    )
    as_many = elements_of(html) / elements_of(plain)
    yield replace(measured, reference=measured.reference * as_many)


def elements_of(html: str) -> int:
    document = tinyhtml5.parse(html, namespace_html_elements=False)  # type: ignore[no-untyped-call]
    return len(list(document.iter()))


def plain_pdf(html: str) -> bytes:
    content: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return content
