import dataclasses
import io
import re
import zipfile

import page
import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from documents.pdf import render_pdf
from documents.word import Paper, block_id_of, read_word
from jobs.work import run_job
from recovery_plans.document import build_plan
from recovery_plans.issue import Issue, file_name, issue_of
from recovery_plans.models import Adoption, PlanExport, RecoveryPlan
from recovery_plans.printed import pictures_of, plan_html
from recovery_plans.services import (
    move_plan,
    record_adoption,
    request_draft_file,
    request_file,
)
from recovery_plans.services.export import render_export
from recovery_plans.word import plan_word
from tests.plan_factories import make_focal_point, make_full_plan

HOSTILE = (
    '<script>alert(1)</script><link rel="attachment" href="file:///etc/passwd">'
    "![c](http://example.org/y.png) [a](javascript:alert(1)) {{ settings.SECRET_KEY }} \x00\x08"
)
PDF, WORD = PlanExport.Format.PDF, PlanExport.Format.WORD
A4, LETTER = PlanExport.Paper.A4, PlanExport.Paper.LETTER


@pytest.fixture
def full_plan(project):
    return make_full_plan(project)


def published(plan):
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="reviewed")
    return move_plan(plan, to="published", by=make_focal_point(plan)).published


def an_issue(plan, **fields):
    issue = Issue(
        build_plan(plan), "Reviewed, not yet adopted", 1, timezone.now(), "a" * 64, "", Paper.A4
    )
    return dataclasses.replace(issue, **fields)


def printed(issue):
    pictures = pictures_of(issue.document)
    pdf = render_pdf(plan_html(issue), identifier=b"test", pictures=pictures)
    return pdf, pypdf.PdfReader(io.BytesIO(pdf))


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", ["en", "vi", "ar"])
def test_the_pdf_is_accessible_numbered_and_has_no_blank_page(full_plan, paper, language):
    RecoveryPlan.objects.filter(pk=full_plan.pk).update(language=language)

    pdf, reader = printed(an_issue(full_plan, paper=paper))

    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    texts = [one.extract_text() for one in reader.pages]
    assert [text for text in texts if len(re.sub(r"\s", "", text)) < 60] == []
    width = {Paper.A4: 595, Paper.LETTER: 612}[paper]
    assert {round(float(one.mediabox.width)) for one in reader.pages} == {width}


def test_two_renders_are_the_same_bytes(full_plan):
    issue = an_issue(full_plan)

    assert printed(issue)[0] == printed(issue)[0]
    assert plan_word(issue) == plan_word(issue)


def test_a_draft_says_so_on_every_page(full_plan):
    issue = an_issue(full_plan, number=None, stamp="Draft")

    _pdf, reader = printed(issue)

    for one in reader.pages:
        assert "DRAFT" in one.extract_text().replace(" ", "").replace("\n", "")
    assert [heads_of(plan_word(each)).count("DRAFT") for each in (issue, an_issue(full_plan))] == [
        2, 0,
    ]  # fmt: skip


def heads_of(word):
    """Of the first page and of all others."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/header")]
        return "".join(archive.read(name).decode() for name in names)


def test_hostile_text_is_text_in_both_files(full_plan):
    full_plan.chapters.update(title="</h2>" + HOSTILE.replace("\x00", ""), text=HOSTILE[:-2])
    full_plan.actions.update(risk=HOSTILE[:-2], title=HOSTILE[:-2])
    issue = an_issue(full_plan)

    _pdf, reader = printed(issue)
    text = " ".join(one.extract_text() for one in reader.pages)
    word = read_word(plan_word(issue))

    assert "<script>alert(1)</script>" in text.replace("\n", "")
    assert "{{ settings.SECRET_KEY }}" in " ".join(text.split())
    assert "script" in word.blocks["chapter-situation"]


def test_word_keeps_each_text_in_its_block(full_plan):
    blocks = read_word(plan_word(an_issue(full_plan))).blocks

    first = full_plan.sections.filter(is_part=True).get()
    assert blocks["vision"] == "Vision *of visions*"
    assert blocks[f"section-{first.pathway.code}"] == "Narrative **of the pathway**"
    assert blocks["action-7"] == "Objective *of the action*"
    assert blocks["chapter-situation"].startswith("## Situation heading\n\n- Situation item")


@pytest.mark.parametrize("key", ["a" * 60, "with_line", "été", "-"])
def test_a_key_that_no_block_may_bear_is_replaced(key):
    made = block_id_of("chapter", key)

    assert re.fullmatch(r"chapter-[0-9a-f]{16}", made)


def test_publishing_asks_for_the_first_files(full_plan):
    revision = published(full_plan)

    files = revision.exports.order_by("format").values_list("format", "paper", "stamp", "state")

    assert list(files) == [
        ("docx", "a4", "Reviewed, not yet adopted", "queued"),
        ("pdf", "a4", "Reviewed, not yet adopted", "queued"),
    ]


def test_a_file_is_made_once_and_served_again(full_plan, officer):
    revision = published(full_plan)

    first = request_file(revision, format=PDF, paper=LETTER, by=officer)
    again = request_file(revision, format=PDF, paper=LETTER, by=officer)

    assert first == again
    assert PlanExport.objects.filter(paper=LETTER).count() == 1


def test_once_it_is_adopted_another_file_says_so(full_plan, officer):
    revision = published(full_plan)
    adoption = Adoption(
        plan=full_plan, revision=revision, body="Council", on=timezone.localdate(),
        result="adopted",
    )  # fmt: skip

    record_adoption(adoption, by=officer)

    stamps = set(revision.exports.filter(format=PDF).values_list("stamp", flat=True))
    assert len(stamps) == 2
    assert any(stamp.startswith("Adopted by Council") for stamp in stamps)


def test_a_draft_is_frozen_when_its_file_is_asked_for(full_plan, officer):
    export = request_draft_file(full_plan, format=WORD, paper=A4, by=officer)
    again = request_draft_file(full_plan, format=WORD, paper=A4, by=officer)
    RecoveryPlan.objects.filter(pk=full_plan.pk).update(vision="Another vision")
    changed = request_draft_file(full_plan, format=WORD, paper=A4, by=officer)

    assert export == again != changed
    assert issue_of(export).document.vision == "Vision *of visions*"
    assert issue_of(export).is_draft


@pytest.mark.parametrize("format", [PDF, WORD])
def test_a_job_makes_the_file(full_plan, officer, format, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    export = request_file(published(full_plan), format=format, paper=A4, by=officer)

    run_job(PlanExport, export.pk, work=render_export)

    export.refresh_from_db()
    assert export.state == PlanExport.State.DONE
    assert export.file_size > 5_000
    assert len(export.sha256) == 64
    assert (export.pages or 0) > 1 or format == WORD


def test_a_file_is_named_by_what_it_is(full_plan, officer):
    export = request_file(published(full_plan), format=PDF, paper=A4, by=officer)

    place = full_plan.project_city
    assert file_name(export) == (
        f"{place.project.code.lower()}-{place.city.slug}-recovery-plan-revision-1-a4-en.pdf"
    )


def test_the_public_page_offers_what_is_made_and_a_reader_asks_for_more(full_plan, client, nobody):
    revision = published(full_plan)
    made = revision.exports.get(format=PDF)
    PlanExport.objects.filter(pk=made.pk).update(state="done", file_size=12_345)
    page_of_plan = reverse("recovery_plans:plan_detail", args=[full_plan.pk])

    public = client.get(page_of_plan)
    client.force_login(nobody)
    signed_in = client.get(page_of_plan)

    assert [file.pk for file in public.context["files"]] == [made.pk]
    assert "Prepare as" not in public.content.decode()
    assert "Prepare as PDF, Letter" in signed_in.content.decode()


def test_asking_leads_to_the_page_where_the_file_is_waited_for(full_plan, client, nobody):
    published(full_plan)
    client.force_login(nobody)

    answer = client.post(
        reverse("recovery_plans:file_make", args=[full_plan.pk]),
        {"revision": "1", "format": "pdf", "paper": "letter"},
    )

    export = PlanExport.objects.get(paper=LETTER)
    assert answer.url == reverse("recovery_plans:file_detail", args=[full_plan.pk, export.pk])
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("typed", [{}, {"format": "exe"}, {"format": "pdf", "paper": "a0"}])
def test_what_no_form_sends_makes_nothing(full_plan, client, nobody, typed):
    published(full_plan)
    client.force_login(nobody)

    answer = client.post(reverse("recovery_plans:file_make", args=[full_plan.pk]), typed)

    assert answer.status_code == 302
    assert PlanExport.objects.filter(asked_by=nobody).count() == 0


def test_a_stranger_to_the_draft_cannot_ask_for_it(full_plan, client, nobody):
    published(full_plan)
    client.force_login(nobody)

    answer = client.post(
        reverse("recovery_plans:file_make", args=[full_plan.pk]), {"format": "pdf", "paper": "a4"}
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_files_costs_the_same(
    full_plan, client, organiser, count, django_assert_num_queries
):
    for number in range(count):
        PlanExport.objects.create(
            plan=full_plan, draft={}, checksum=str(number), stamp="Draft", format="pdf",
            asked_by=organiser,
        )  # fmt: skip
    client.force_login(organiser)

    with django_assert_num_queries(8):
        client.get(reverse("recovery_plans:plan_files", args=[full_plan.pk]))


def test_a_decision_entered_in_the_back_office_makes_files_with_its_stamp(full_plan, client, admin):
    revision = published(full_plan)
    form = {
        "plan": full_plan.pk, "revision": revision.pk, "body": "City Council", "on": "2026-11-02",
        "result": "adopted",
    }  # fmt: skip
    client.force_login(admin)

    answer = client.post(reverse("admin:recovery_plans_adoption_add"), form)

    assert answer.status_code == 302
    stamps = revision.exports.values_list("stamp", flat=True)
    assert [stamp for stamp in stamps if stamp.startswith("Adopted by City Council")] != []
    assert revision.exports.count() == 4
