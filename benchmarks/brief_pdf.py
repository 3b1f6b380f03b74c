"""The example brief in a warm worker beside a plain document with as many elements.

Plain: paragraphs of one text, with bold and links among them, and WeasyPrint as it comes out of
the box, asked for the same accessible kind of file. So the ratio is ours per element.
"""

from collections.abc import Iterator

import tinyhtml5
import weasyprint
from django.core.management import call_command
from django.utils import timezone

from benchmarks.measuring import Measurement, compare_times
from briefs.document import build_brief
from briefs.models import Brief
from briefs.render import brief_html
from documents import pdf

SENTENCE = "Recovery is not a return: which few actions would leave the economy better able?"
PARAGRAPH = f'<p>{SENTENCE} <b>{SENTENCE}</b> {SENTENCE} <a href="https://example.org">x</a></p>'
IN_PARAGRAPH = 3
PAGE = "<!doctype html><html lang=en><title>Plain</title><body><h1>Plain</h1>{}</body></html>"


def run() -> Iterator[Measurement]:
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)
    brief = Brief.objects.select_related("project__framework").get()
    html = brief_html(build_brief(brief, as_of=timezone.now()), for_print=True)
    plain = PAGE.format(PARAGRAPH * (elements_of(html) // IN_PARAGRAPH))
    pdf.warm_up()
    yield compare_times(
        "brief_pdf",
        lambda: pdf.render_pdf(html, identifier=b"brief"),
        lambda: plain_pdf(plain),
    )


def elements_of(html: str) -> int:
    document = tinyhtml5.parse(html, namespace_html_elements=False)  # type: ignore[no-untyped-call]
    return len(list(document.iter()))


def plain_pdf(html: str) -> bytes:
    content: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return content
