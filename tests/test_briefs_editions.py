import io

import pypdf
import pytest
from django.db import IntegrityError

from briefs.document import BriefDocument
from briefs.models import BriefExport, Edition
from briefs.render import TEMPLATE_VERSION
from briefs.services import (
    EditionIsNotDraft,
    EditionIsNotPublished,
    EditionIsWithdrawn,
    file_name,
    make_edition,
    publish_edition,
    request_export,
    withdraw_edition,
)
from briefs.tasks import make_brief as make_brief_file
from documents import pdf
from jobs.models import JobQuerySet
from tests.brief_factories import make_rich_brief


@pytest.fixture
def brief(project):
    return make_rich_brief(project)


@pytest.fixture
def edition(brief, organiser):
    return make_edition(brief, by=organiser)


def ask(edition, by):
    return request_export(edition, format="pdf", paper="a4", by=by)


def text_of(export):
    with export.file.open() as file:
        reader = pypdf.PdfReader(io.BytesIO(file.read()))
        return [page.extract_text() for page in reader.pages]


def test_an_edition_keeps_what_was_said_when_it_was_made(edition, brief):
    assert (edition.number, edition.state, edition.template_version) == (
        1,
        "draft",
        TEMPLATE_VERSION,
    )

    brief.title = "Changed since"
    brief.save()

    kept = BriefDocument.from_json(Edition.objects.get().content)
    assert kept.title == "Recovery of cities"
    assert kept.checksum == edition.checksum
    assert kept.as_of == edition.as_of


def test_editions_are_numbered_on(edition, brief, organiser):
    assert make_edition(brief, by=organiser).number == 2


def test_publishing_and_withdrawing_go_one_way(edition, organiser):
    with pytest.raises(EditionIsNotPublished):
        withdraw_edition(edition, by=organiser, reason="A figure was wrong.")

    assert publish_edition(edition, by=organiser).state == "published"
    with pytest.raises(EditionIsNotDraft):
        publish_edition(edition, by=organiser)

    assert withdraw_edition(edition, by=organiser, reason="Wrong.").state == "withdrawn"
    with pytest.raises(EditionIsWithdrawn):
        ask(edition, organiser)


def test_two_clicks_make_one_file(edition, organiser):
    assert ask(edition, organiser) == ask(edition, organiser)
    assert BriefExport.objects.count() == 1


def test_two_clicks_at_the_same_moment_make_one_file(edition, organiser, monkeypatch):
    first = ask(edition, organiser)
    monkeypatch.setattr(
        JobQuerySet, "first", lambda _jobs: None
    )  # not there when it was looked for

    assert ask(edition, organiser) == first


def test_the_database_holds_one_file_for_all_of_that(edition, organiser):
    ask(edition, organiser)

    with pytest.raises(IntegrityError):
        BriefExport.objects.create(edition=edition, format="pdf", is_draft=True)


def test_after_a_failure_a_new_file_is_made(edition, organiser):
    failed = ask(edition, organiser)
    BriefExport.objects.update(state="failed", error="No room.")

    assert ask(edition, organiser) != failed


def test_a_draft_has_a_file_of_its_own(edition, organiser):
    draft = ask(edition, organiser)
    publish_edition(edition, by=organiser)

    published = ask(edition, organiser)

    assert (draft.is_draft, published.is_draft) == (True, False)
    assert file_name(draft).startswith(edition.brief.project.code.lower())
    assert file_name(draft).endswith("-policy-brief-edition-1-draft-a4-en.pdf")
    assert file_name(published).endswith("-policy-brief-edition-1-a4-en.pdf")


def test_the_task_makes_the_file_and_says_what_it_is(edition, organiser):
    export = ask(edition, organiser)

    make_brief_file(export.pk)

    export.refresh_from_db()
    assert (export.state, export.percent, export.error) == ("done", 100, "")
    assert export.renderer == f"{pdf.RENDERER}, template {TEMPLATE_VERSION}"
    assert export.pages == len(text_of(export))
    assert all("DRAFT" in text or "Draft ·" in text for text in text_of(export))


def test_a_published_file_bears_no_draft_mark(edition, organiser):
    export = ask(publish_edition(edition, by=organiser), organiser)

    make_brief_file(export.pk)

    export.refresh_from_db()
    assert not any("DRAFT" in text or "Draft ·" in text for text in text_of(export))
    assert edition.checksum in text_of(export)[-1].replace("\n", "")


def test_the_file_is_made_of_the_frozen_content_though_the_city_is_gone(edition, brief, organiser):
    export = ask(edition, organiser)
    brief.brief_cities.all().delete()

    make_brief_file(export.pk)

    export.refresh_from_db()
    assert any("Suva" in text for text in text_of(export))


def test_why_it_failed_is_said_in_words(edition, organiser, monkeypatch):
    def refuse(*args, **kwargs):
        raise pdf.PdfFailed("A style sheet of the document is missing.")

    export = ask(edition, organiser)
    monkeypatch.setattr(pdf, "render_pdf", refuse)

    make_brief_file(export.pk)

    export.refresh_from_db()
    assert (export.state, export.error) == ("failed", "A style sheet of the document is missing.")
