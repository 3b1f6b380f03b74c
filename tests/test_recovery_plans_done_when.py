"""Every field of a plan is found in its page, PDF, Word file and workbook, or in this list."""

import datetime
import io
import re
import zipfile
from decimal import Decimal
from functools import partial

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from docx.oxml import parse_xml
from openpyxl import load_workbook

from documents.pdf import render_pdf
from documents.word import Paper
from recovery_plans.amounts import print_amount
from recovery_plans.document import build_plan
from recovery_plans.history import PARTS
from recovery_plans.issue import Issue
from recovery_plans.models import Annex, PathwaySection, RecoveryPlan
from recovery_plans.printed import pictures_of, plan_html
from recovery_plans.services import move_plan
from recovery_plans.word import plan_word
from recovery_plans.workbook.write import workbook_of
from tests.plan_factories import make_focal_point, make_full_plan

EXCEPTIONS = {
    # of every row: what the portal keeps for itself
    "id": "a key", "plan": "the way to the plan", "action": "the way to the action",
    "indicator": "the way to the indicator", "version": "counts savings",
    "changed_at": "in the history", "changed_by": "in the history",
    "order": "is the order itself", "key": "an address",
    # of the plan
    "project_city": "as city, country, project and body", "framework": "by its title",
    "recoveryplan.state": "a revision is published",
    "recoveryplan.due_on": "for those who write",
    "published": "the revision itself", "is_example": "as a banner, where it is true",
    "language": "the language it is in",
    # of chapters and sections
    "guidance": "for those who write", "status": "how far it is written, for those who write",
    "is_part": "as the sentence why not",
    # of actions
    "removed_at": "a removed action is not in the plan", "is_published": "it is",
    "copied_from": "editors see it",
    # of annexes
    "annex.file": "by its name, size and sum", "annex.kind": "as the ending of the name",
    "uploaded_at": "for those who write", "uploaded_by": "for those who write",
}  # fmt: skip

NOT_OF_THE_TEXT = {
    "progressnote": "reported beside the published text, on a page of its own",
}


@pytest.fixture
def full_plan(project):
    return make_full_plan(project)


def rows_of(plan):
    yield plan
    for model, way in parts_of_the_text():
        yield from model._base_manager.filter(**{way: plan})


def parts_of_the_text():
    """Each kind of row that a plan's text is made of, and the way from it to the plan."""
    of_history = {model: part.plan for model, part in PARTS.items()}
    ways = of_history | {Annex: "plan"}
    return [
        (model, way) for model, way in ways.items() if model._meta.model_name not in NOT_OF_THE_TEXT
    ]


def words_of(plan, printed):
    """Each field of each row of the plan and what a reader is to find of it."""
    for row in rows_of(plan):
        for field in (*row._meta.concrete_fields, *row._meta.many_to_many):
            if EXCEPTIONS.keys().isdisjoint({field.name, f"{row._meta.model_name}.{field.name}"}):
                yield f"{row._meta.label} {row.pk} {field.name}", in_words(row, field, printed)


def in_print(value, field, plan):
    if isinstance(value, datetime.date):
        return date_format(value, "j M Y")
    return print_amount(value, plan.currency) if field.name == "amount" else plain(value)


def in_cells(value, _field=None):
    """As a workbook keeps days and figures."""
    if isinstance(value, datetime.date):
        return f"{value:%Y-%m-%d}"
    return plain(value) if isinstance(value, Decimal) else str(value)


def in_words(row, field, printed):
    value = getattr(row, field.name)
    if field.many_to_many:
        return [getattr(one, "code", str(one)) for one in value.all()]
    if field.choices:
        return [str(getattr(row, f"get_{field.name}_display")())]
    if isinstance(value, bool):
        return [str(field.verbose_name)] if value else []
    if isinstance(value, datetime.date | Decimal):
        return [printed(value, field)]
    if field.name == "pathway":
        return [value.code]
    if field.name == "fiscal_year":
        return [value.label] if value else []
    return re.findall(r"[^*#|\n-]{3,}", str(value)) if value not in (None, "") else []


def plain(value):
    return format(value.normalize(), "f")


def squeezed(text):
    return re.sub(r"\s+", "", text).casefold()


def missing_from(text, plan, printed):
    there = squeezed(text)
    return [
        (field, word)
        for field, words in words_of(plan, printed)
        for word in words
        if squeezed(word) not in there
    ]


def issue_of(plan, number=1):
    return Issue(
        build_plan(plan), "Reviewed, not yet adopted", number, timezone.now(), "a" * 64,
        "https://example.org/plans/1/", Paper.A4,
    )  # fmt: skip


def pdf_text(plan):
    issue = issue_of(plan)
    pictures = pictures_of(issue.document)
    pdf = render_pdf(plan_html(issue), identifier=b"test", pictures=pictures)
    assert len(pictures) == 1
    assert any(page.images for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def word_text(plan):
    with zipfile.ZipFile(io.BytesIO(plan_word(issue_of(plan)))) as archive:
        body = parse_xml(archive.read("word/document.xml"))
        assert [name for name in archive.namelist() if name.startswith("word/media/")]
    return "".join(body.xpath(".//w:t/text()"))


def page_text(plan, client):
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="reviewed")
    move_plan(plan, to="published", by=make_focal_point(plan))
    answer = client.get(reverse("recovery_plans:plan_detail", args=[plan.pk]))
    return strip_tags(answer.content.decode())


def workbook_text(plan):
    sheets = load_workbook(io.BytesIO(workbook_of(plan)))
    rows = (row for sheet in sheets for row in sheet.iter_rows(values_only=True))
    return " ".join(in_cells(cell) for row in rows for cell in row if cell is not None)


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["page", "pdf", "word", "workbook"])
def test_every_field_is_found_in(form, full_plan, client):
    texts = {
        "page": partial(page_text, client=client), "pdf": pdf_text, "word": word_text,
        "workbook": workbook_text,
    }  # fmt: skip

    text = texts[form](full_plan)

    printed = in_cells if form == "workbook" else partial(in_print, plan=full_plan)
    assert missing_from(text, full_plan, printed) == []


@pytest.mark.django_db
def test_the_fixture_fills_every_field(full_plan):
    empty = {
        f"{row._meta.model_name}.{field.name}"
        for model in (RecoveryPlan, *(model for model, _way in parts_of_the_text()))
        for row in rows_of(full_plan)
        if isinstance(row, model)
        for field in row._meta.concrete_fields
        if EXCEPTIONS.keys().isdisjoint({field.name, f"{row._meta.model_name}.{field.name}"})
        and not any(
            getattr(one, field.name) not in (None, "", False)
            for one in rows_of(full_plan)
            if type(one) is type(row)
        )
    }

    assert empty == set()
    assert PathwaySection.objects.filter(plan=full_plan, is_part=False).exists()
