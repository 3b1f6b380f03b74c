import datetime
import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from recovery_plans.models import PathwaySection
from tests.typing_people import typed
from tests.writing_pages import SectionForm
from writing.clock import Clock
from writing.models import Change, Presence
from writing.presence import also_here, open_for_writing

pytestmark = pytest.mark.urls("tests.writing_pages")
UTC = datetime.UTC
SUVA = Clock("Pacific/Fiji", "Suva")


@pytest.fixture
def section(plan):
    return plan.sections.first()


@pytest.fixture
def page(section):
    return reverse("try", args=[section.pk])


def opened(section):
    return SectionForm(instance=PathwaySection.objects.get(pk=section.pk))


def autosave(client, page, data):
    return client.post(page, data, headers={"HX-Request": "true"})


def conflict_of(client, page, section, officer, organiser):
    """What the officer's page holds after the organiser saved first."""
    mine = typed(opened(section), narrative="Mine.")
    client.force_login(organiser)
    client.post(page, typed(opened(section), narrative="Theirs."))
    client.force_login(officer)
    return mine


def test_the_save_button_saves_and_says_so(client, officer, section, page):
    client.force_login(officer)

    response = client.post(page, typed(opened(section), narrative="One."), follow=True)

    section.refresh_from_db()
    assert section.narrative == "One."
    assert f"Saved {SUVA.tells(section.changed_at)}." in response.text
    assert f"Last saved {SUVA.tells(section.changed_at)}" in response.text


def test_an_autosave_is_answered_by_the_line_and_what_to_go_on_from(client, officer, section, page):
    client.force_login(officer)
    data = typed(opened(section), narrative="One.")

    first = autosave(client, page, data)
    data |= dict(re.findall(r'name="(version|base)"[^>]* value="([^"]*)"', first.text))
    second = autosave(client, page, data | {"narrative": "One. Two."})

    section.refresh_from_db()
    assert first.headers["HX-Trigger"] == second.headers["HX-Trigger"] == "saved"
    assert f"Saved {SUVA.tells(section.changed_at)}" in second.text
    assert (section.narrative, section.version) == ("One. Two.", 3)


def test_an_autosave_is_small_and_quick(client, officer, section, page, django_assert_num_queries):
    client.force_login(officer)
    ContentType.objects.get_for_model(section)
    data = typed(opened(section), narrative="word " * 2000)

    with django_assert_num_queries(6):  # session, user, row, UPDATE, history (2)
        response = autosave(client, page, data)

    assert len(response.content) < 4096


def test_an_autosave_says_what_others_changed(client, officer, organiser, section, page):
    mine = conflict_of(client, page, section, officer, organiser)

    response = autosave(client, page, mine | {"narrative": "", "reason": "It has no coast."})

    section.refresh_from_db()
    assert (section.narrative, section.reason) == ("Theirs.", "It has no coast.")
    assert "Others have changed: What the city will do." in response.text


def test_an_autosave_in_conflict_brings_the_panel(client, officer, organiser, section, page):
    mine = conflict_of(client, page, section, officer, organiser)

    response = autosave(client, page, mine)

    assert response.headers["HX-Trigger"] == "refused"
    assert "Somebody saved this before you" in response.text
    assert "<ins>Mine</ins>." in response.text
    assert "<ins>Theirs</ins>." in response.text
    assert "waiting for your choice above" in response.text


def test_an_autosave_that_is_not_right_says_why(client, officer, section, page):
    client.force_login(officer)

    response = autosave(client, page, typed(opened(section), status="perhaps"))

    assert response.headers["HX-Trigger"] == "refused"
    assert "How far is this section?: Select a valid choice." in response.text


def test_without_javascript_the_conflict_is_a_page_with_both_texts(
    client, officer, organiser, section, page
):
    mine = conflict_of(client, page, section, officer, organiser)

    response = client.post(page, mine)

    assert (
        '<button class="btn btn-primary" name="keep" value="both" form="writing">' in response.text
    )
    assert '<input type="hidden" name="seen" value="2" form="writing">' in response.text
    assert "Mine.</textarea>" in response.text


def test_without_javascript_the_two_are_brought_together(client, officer, organiser, section, page):
    mine = conflict_of(client, page, section, officer, organiser)

    response = client.post(page, mine | {"keep": "both", "seen": 2})

    assert "Both texts are in the form below" in response.text
    assert "Theirs.\n\nMine.</textarea>" in response.text


def test_a_save_whose_answer_got_lost_is_no_conflict_with_oneself(client, officer, section, page):
    client.force_login(officer)
    data = typed(opened(section), narrative="One.")
    autosave(client, page, data)

    response = autosave(
        client, page, data | {"narrative": "One. Two.", "unanswered-narrative": "One."}
    )

    section.refresh_from_db()
    assert response.headers["HX-Trigger"] == "saved"
    assert section.narrative == "One. Two."


def test_text_of_people_is_escaped_everywhere(client, officer, organiser, section, page):
    mine = conflict_of(client, page, section, officer, organiser)

    response = client.post(page, mine | {"narrative": "<script>alert(1)</script>"})

    assert "<script>alert" not in response.text


def test_the_history_says_who_when_and_what(client, officer, section, page):
    client.force_login(officer)
    client.post(page, typed(opened(section), narrative="By 2029."))
    Change.objects.update(started_at=timezone.now() - datetime.timedelta(hours=1))
    client.post(page, typed(opened(section), narrative="By 2030."))

    response = client.get(page)

    assert "By <del>2029</del><ins>2030</ins>." in response.text
    assert str(officer) in response.text


def test_a_history_of_any_length_takes_as_many_queries(
    client, officer, section, page, django_assert_num_queries
):
    client.force_login(officer)
    client.get(page)
    for entries in (1, 3):
        Change.objects.all().delete()
        Change.objects.bulk_create(
            Change(content_type=ContentType.objects.get_for_model(section), object_id=section.pk,
                   field="status", before="ready", after="in_progress", version=2, by=officer)
            for _entry in range(entries)
        )  # fmt: skip

        with django_assert_num_queries(6):
            client.get(page)


def test_the_preview_shows_the_field_that_is_asked_for(client, officer):
    client.force_login(officer)

    response = client.post(
        reverse("writing:preview"), {"field": "narrative", "narrative": "# Who\n\n**keeps** it?"}
    )

    assert '<h3 dir="auto">Who</h3>' in response.text
    assert "<strong>keeps</strong>" in response.text


def test_the_preview_of_nothing_and_of_too_much_is_said(client, officer):
    client.force_login(officer)
    url = reverse("writing:preview")

    assert "no text yet" in client.post(url, {}).text
    assert "too long for a preview" in client.post(url, {"field": "a", "a": "x" * 100_001}).text


def test_the_preview_is_for_those_signed_in(client, db):
    response = client.post(reverse("writing:preview"), {"field": "a", "a": "text"})

    assert response.status_code == 302


def test_others_at_work_are_named(client, officer, organiser, section, page):
    client.force_login(organiser)
    client.get(page)
    client.force_login(officer)

    response = client.get(page)

    assert f"<bdi>{organiser}</bdi>, since" in response.text
    assert f"<bdi>{officer}</bdi>, since" not in response.text


def test_an_open_page_is_heard_of_again(
    client, officer, organiser, section, django_assert_num_queries
):
    here = open_for_writing(section, officer, clock=SUVA)
    open_for_writing(section, organiser, clock=SUVA)
    client.force_login(officer)

    with django_assert_num_queries(4):  # session, user, note, others
        response = client.get(reverse("writing:presence", args=[here.door]))

    assert f"<bdi>{organiser}</bdi>, since" in response.text


def test_a_door_of_somebody_else_or_a_made_up_one_stays_shut(client, officer, organiser, section):
    here = open_for_writing(section, organiser, clock=SUVA)
    client.force_login(officer)

    assert client.get(reverse("writing:presence", args=[here.door])).status_code == 404
    assert client.get(reverse("writing:presence", args=["made-up"])).status_code == 404


def test_who_has_left_is_not_named_and_begins_anew(section, officer, organiser):
    open_for_writing(section, organiser, clock=SUVA)
    long_ago = timezone.now() - datetime.timedelta(minutes=20)
    Presence.objects.update(since=long_ago, seen_at=long_ago)

    left = also_here(section, officer)
    open_for_writing(section, organiser, clock=SUVA)
    [back] = also_here(section, officer)

    assert left == []
    assert back.since > long_ago


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (
            datetime.datetime(2020, 5, 4, 22, 32, tzinfo=datetime.UTC),
            "5 May 2020, 10:32 (Suva time)",
        ),
        (datetime.datetime(2020, 5, 4, 1, 2, tzinfo=UTC), "4 May 2020, 13:02 (Suva time)"),
    ],
)
def test_a_clock_tells_the_time_of_its_place(moment, words):
    assert SUVA.tells(moment) == words


def test_the_clock_of_a_user_is_named_by_the_zone(officer):
    officer.time_zone = "Asia/Ho_Chi_Minh"

    assert Clock.of(officer) == Clock("Asia/Ho_Chi_Minh", "Ho Chi Minh")
    assert Clock.at("", "Suva", otherwise=officer) == Clock.of(officer)
