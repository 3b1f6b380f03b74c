"""A brief as it is printed, and what holds of every one."""

import io
import re

import page
import pypdf
from django.utils import timezone

from briefs.document import build_brief
from briefs.render import brief_html
from documents.pdf import render_pdf


def printed(document, **options):
    html = brief_html(document, for_print=True, **options)
    pdf = render_pdf(html, identifier=b"test")
    return html, pdf, pypdf.PdfReader(io.BytesIO(pdf))


def built(brief):
    return build_brief(brief, as_of=timezone.now())


def texts(reader):
    return [each.extract_text() for each in reader.pages]


def assert_accessible(pdf):
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def assert_no_page_is_blank(reader):
    for text in texts(reader):
        assert len(re.sub(r"\s", "", text)) > 60
