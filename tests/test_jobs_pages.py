"""The piece that shows a job, and its back office."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from jobs import services
from jobs.models import Letter, Step
from tests.jobs_app.models import Errand

ADDRESSES = {
    "again_url": "/again/", "cancel_url": "/cancel/", "retry_url": "/retry/",
    "download_url": "/download/",
}  # fmt: skip


def shown(job):
    html = render_to_string("components/job.html", {"job": job, **ADDRESSES})
    return [address for address in ADDRESSES.values() if f'"{address}"' in html], html


def make_errand(state, **fields):
    return Errand(state=state, **fields)


@pytest.mark.parametrize(
    ("state", "addresses"),
    [
        ("queued", ["/again/", "/cancel/"]),
        ("running", ["/again/", "/cancel/"]),
        ("done", ["/download/"]),
        ("failed", ["/retry/"]),
        ("cancelled", ["/retry/"]),
    ],
)
def test_job_offers_what_can_be_done_with_it(state, addresses):
    assert shown(make_errand(state))[0] == addresses


@pytest.mark.parametrize(
    ("state", "polls"), [("queued", 1), ("running", 1), ("done", 0), ("failed", 0)]
)
def test_piece_is_fetched_again_only_until_the_job_is_over(state, polls):
    assert shown(make_errand(state))[1].count("hx-get") == polls


def test_failure_is_shown_in_its_words():
    assert (
        "There is nothing &lt;b&gt;."
        in shown(make_errand("failed", error="There is nothing <b>."))[1]
    )


@pytest.mark.parametrize(
    ("state", "step", "trail"),
    [
        ("queued", "", ["ahead Reading", "ahead Writing", "ahead Checking"]),
        ("running", "", ["now Begun", "ahead Reading", "ahead Writing", "ahead Checking"]),
        ("running", "Writing, page 2", ["done Reading", "now Writing, page 2", "ahead Checking"]),
        ("done", "Checking", ["done Reading", "done Writing", "done Checking"]),
    ],
)
def test_trail_says_what_is_done_and_what_is_ahead(state, step, trail):
    assert make_errand(state, step=step).trail == [
        Step(*reversed(words.split(" ", 1))) for words in trail
    ]


@pytest.mark.django_db
def test_back_office_shows_letters_without_their_text(client, admin):
    letter = Letter.objects.create(to="a@example.org", body="https://secret.example.org")
    client.force_login(admin)

    page = client.get(reverse("admin:jobs_letter_change", args=[letter.pk])).content.decode()

    assert "a@example.org" in page
    assert "secret" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "state", "after"),
    [
        ("cancel", "queued", "cancelled"),
        ("cancel", "done", "done"),
        ("try_again", "failed", "queued"),
        ("try_again", "done", "done"),
    ],
)
def test_back_office_cancels_and_tries_again(client, admin, monkeypatch, action, state, after):
    monkeypatch.setattr(services, "ring", lambda _job: True)
    letter = Letter.objects.create(
        state=state, error="why", ring_at=timezone.now(), to="a@example.org", body="Text"
    )
    client.force_login(admin)

    client.post(
        reverse("admin:jobs_letter_changelist"),
        {"action": action, "_selected_action": [letter.pk]},
    )

    letter.refresh_from_db()
    assert letter.state == after
