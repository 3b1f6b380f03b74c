"""Who clears a brief, what came back, and the designed file that becomes its record."""

import datetime
import hashlib
import io

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from briefs.models import BriefExport, ClearanceStep, FileOfRecord, WordReturn
from briefs.services import make_edition, publish_edition
from tests.brief_factories import make_brief, make_rich_brief
from tests.typing_people import typed
from tests.word_files import edited, sent

DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def brief(project):
    return make_brief(project)


@pytest.fixture
def edition(brief, organiser):
    return make_edition(brief, by=organiser)


def step_address(brief, step=None):
    name = "clearance_step_edit" if step else "clearance_step_add"
    return reverse(f"briefs:{name}", args=[brief.slug, *([step.pk] if step else [])])


def post_step(client, brief, step=None, **fields):
    address = step_address(brief, step)
    form = client.get(address).context["form"]
    return client.post(address, {**typed(form), **fields})


def test_a_step_says_what_was_sent_until_when_and_what_came_back(
    client, organiser, brief, edition
):  # fmt: skip
    export = BriefExport.objects.create(
        edition=edition, format="docx", state="done", sha256="b" * 64, finished_at=timezone.now()
    )
    client.force_login(organiser)

    post_step(
        client, brief, unit="Editorial unit", sent=export.pk, sent_on="2026-03-02",
        due_on="2026-03-16",
    )  # fmt: skip
    step = ClearanceStep.objects.get()
    assert (step.edition, step.sent_sha256, step.sent_on) == (edition, "b" * 64, DAY)
    late = client.get(reverse("briefs:clearance", args=[brief.slug]))
    assert "days overdue" in late.content.decode()

    answer = SimpleUploadedFile("answer.pdf", b"%PDF-1.7 answer")
    post_step(
        client, brief, step, returned_on="2026-03-20", result="with_changes",
        remark="Names one body.", file=answer,
    )  # fmt: skip
    step.refresh_from_db()
    assert (step.result, step.returned_name, step.returned_kind) == (
        "with_changes", "answer.pdf", "pdf",
    )  # fmt: skip
    assert step.returned_sha256 == hashlib.sha256(b"%PDF-1.7 answer").hexdigest()
    assert step.days_over(datetime.date(2027, 1, 1)) == 0
    kept = client.get(reverse("briefs:clearance_step_file", args=[brief.slug, step.pk]))
    assert b"".join(kept.streaming_content) == b"%PDF-1.7 answer"
    shown = client.get(reverse("briefs:edition_detail", args=[brief.slug, 1]))
    assert list(shown.context["clearance"]) == [step]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"unit": ""}, "This field is required"),
        ({"returned_on": "2026-03-01"}, "answered before it was sent"),
        ({"due_on": "2026-03-01"}, "due before it was sent"),
        ({"result": "cleared"}, "on which day"),
        ({"file": SimpleUploadedFile("x.html", b"<html>")}, "accepted are"),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, organiser, brief, fields, words):
    client.force_login(organiser)

    page = post_step(client, brief, **{"unit": "Unit", "sent_on": "2026-03-02"} | fields)

    assert words in str(page.context["form"].errors)
    assert not ClearanceStep.objects.exists()


def test_steps_stand_in_their_order_at_one_cost(
    client, organiser, brief, edition, django_assert_num_queries
):  # fmt: skip
    client.force_login(organiser)
    for many in (1, 2):
        for number in range(many):
            brief.clearance_steps.create(unit=f"Unit {many}{number}", order=number, edition=edition)
        with django_assert_num_queries(7):
            client.get(reverse("briefs:clearance", args=[brief.slug]))


def test_a_word_file_that_came_back_leads_to_taking_it_in(client, organiser, project):
    edition = make_edition(make_rich_brief(project), by=organiser)
    brief = edition.brief
    content = edited(sent(edition), {"A message": "A word"})
    client.force_login(organiser)
    post_step(client, brief, unit="Unit", file=SimpleUploadedFile("back.docx", content))
    step = ClearanceStep.objects.get()

    led = client.post(reverse("briefs:clearance_step_take_in", args=[brief.slug, step.pk]))

    made = WordReturn.objects.get()
    assert (made.step, made.edition, led.url) == (
        step, edition, reverse("briefs:word_check", args=[brief.slug, made.pk]),
    )  # fmt: skip
    assert [one.id for one, _choice in client.get(led.url).context["rows"]] == [
        "section-key-messages"
    ]


def pdf(pages=3, password=""):
    made, writer = io.BytesIO(), pypdf.PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(made)
    return made.getvalue()


def add_record(client, brief, **fields):
    return client.post(reverse("briefs:record_add", args=[brief.slug, 1]), fields)


def designed(**options):
    return SimpleUploadedFile("designed.pdf", pdf(**options))


def test_a_designed_pdf_becomes_the_file_of_record_and_its_successor_says_why(
    client, organiser, brief, edition
):  # fmt: skip
    publish_edition(edition, by=organiser)
    client.force_login(organiser)
    add_record(client, brief, file=designed(), symbol="ST/ESCAP/3000")
    refused = add_record(client, brief, file=designed(pages=4))
    add_record(
        client, brief, file=designed(pages=4), symbol="ST/ESCAP/3000/Rev.1",
        address="https://repository.example.org/1", reason="A caption was wrong.",
    )  # fmt: skip
    client.logout()

    assert "reason" in refused.context["form"].errors
    second, first = FileOfRecord.objects.order_by("-number")
    assert (first.pages, first.sha256) == (3, hashlib.sha256(pdf()).hexdigest())
    assert (second.pages, second.number) == (4, 2)
    page = client.get(reverse("briefs:edition_detail", args=[brief.slug, 1]))
    text = page.content.decode()
    assert page.context["records"] == [second, first]
    assert text.index("Designed version") < text.index("ST/ESCAP/3000/Rev.1")
    assert "A caption was wrong." in text
    file = client.get(reverse("briefs:record_file", args=[brief.slug, 1, 2]))
    assert b"".join(file.streaming_content) == pdf(pages=4)
    assert "ST-ESCAP-3000-Rev.1.pdf" in file.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (lambda: {"symbol": "X"}, "Choose a PDF or give its address"),
        (lambda: {"file": SimpleUploadedFile("a.pdf", b"PK\x03\x04")}, "accepted are: PDF"),
        (lambda: {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing")}, "damaged"),
        (lambda: {"file": designed(password="secret")}, "password"),
        (lambda: {"address": "javascript:alert(1)"}, "Enter a valid URL"),
        (lambda: {"address": "ftp://example.org/a"}, "Enter a valid URL"),
    ],
)
def test_another_file_of_record_is_refused_in_words(
    client, organiser, brief, edition, fields, words
):  # fmt: skip
    client.force_login(organiser)

    page = add_record(client, brief, **fields())

    assert words in str(page.context["form"].errors)
    assert not FileOfRecord.objects.exists()


def test_a_record_without_file_and_address_cannot_be(edition):
    with pytest.raises(IntegrityError), transaction.atomic():
        FileOfRecord.objects.create(edition=edition, number=1)
