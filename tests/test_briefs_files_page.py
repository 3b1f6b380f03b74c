import pytest
from django.urls import reverse

from briefs.models import BriefExport
from briefs.services import begin_brief, make_edition, request_export
from briefs.tasks import make_brief as make_brief_file
from briefs.tasks import write_letters
from jobs.models import Letter


@pytest.fixture
def export(project, organiser):
    brief = begin_brief(project, title="Brief", slug="brief", language="en", by=organiser)
    edition = make_edition(brief, by=organiser)
    return request_export(edition, format="json", paper="data", by=organiser)


def test_a_letter_is_written_once_when_the_file_is_over_and_was_wished_for(
    client, export, organiser
):
    client.force_login(organiser)
    client.post(reverse("briefs:export_letter", args=["brief", export.pk]))

    make_brief_file(export.pk)
    make_brief_file(export.pk)

    letter = Letter.objects.get(subject__contains="Your file is ready")
    assert letter.to == organiser.email
    assert reverse("briefs:export_detail", args=["brief", export.pk]) in letter.body


def test_a_letter_is_written_though_no_worker_came_to_the_end(client, export, organiser):
    client.force_login(organiser)
    client.post(reverse("briefs:export_letter", args=["brief", export.pk]))
    BriefExport.objects.filter(pk=export.pk).update(state="failed", error="The worker stopped.")

    write_letters()
    write_letters()

    letter = Letter.objects.get()
    assert "Not made" in letter.subject
    assert "The worker stopped." in letter.body


def test_nobody_is_written_to_who_did_not_wish_it(export):
    make_brief_file(export.pk)

    assert not Letter.objects.exists()


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_says_of_each_file_who_when_and_what(
    client, export, organiser, more, django_assert_num_queries
):
    client.force_login(organiser)
    make_brief_file(export.pk)
    for _number in range(more):
        BriefExport.objects.create(
            edition=export.edition, format="pdf", state="failed", error="No room.",
            asked_by=organiser,
        )  # fmt: skip
    address = reverse("briefs:brief_files", args=["brief"])

    with django_assert_num_queries(5):
        page = client.get(address).content.decode()

    export.refresh_from_db()
    assert export.sha256 in page
    assert str(organiser) in page
    assert page.count("No room.") == more
