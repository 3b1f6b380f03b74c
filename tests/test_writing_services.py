import datetime

import pytest
from django.utils import timezone

from recovery_plans.models import PathwaySection
from tests import factories
from writing.models import Change
from writing.services import StaleVersion, record_change, save_version, set_aside


@pytest.fixture
def section(plan):
    return plan.sections.first()


def write(section, text, by, **options):
    row = PathwaySection.objects.get(pk=section.pk)
    return save_version(
        row, fields={"narrative": text}, expected_version=row.version, by=by, **options
    )


def history(section):
    return [(change.before, change.after) for change in Change.objects.of(section).order_by("pk")]


def an_hour_ago(section):
    moment = timezone.now() - datetime.timedelta(hours=1)
    Change.objects.of(section).update(started_at=moment, at=moment)


def test_a_stale_save_writes_nothing_and_brings_the_row_as_it_stands(section, officer):
    write(section, "First.", officer)

    with pytest.raises(StaleVersion) as stale:
        save_version(section, fields={"narrative": "Late."}, expected_version=1, by=officer)

    assert (stale.value.current.narrative, stale.value.current.version) == ("First.", 2)
    assert history(section) == [("", "First.")]


def test_a_row_read_later_than_the_form_was_opened_is_stale_too(section, officer):
    row = write(section, "First.", officer)

    with pytest.raises(StaleVersion):
        save_version(row, fields={"narrative": "Late."}, expected_version=1, by=officer)


def test_changes_of_one_person_within_ten_minutes_are_one_entry(section, officer):
    write(section, "One.", officer)
    write(section, "One. Two.", officer)
    write(section, "One. Two. Three.", officer)

    assert history(section) == [("", "One. Two. Three.")]
    assert Change.objects.of(section).get().version == 4


def test_later_changes_begin_a_new_entry(section, officer):
    write(section, "One.", officer)
    an_hour_ago(section)
    write(section, "Two.", officer)

    assert history(section) == [("", "One."), ("One.", "Two.")]


def test_somebody_else_in_between_keeps_the_entries_apart(section, officer, organiser):
    write(section, "One.", officer)
    write(section, "Two.", organiser)
    write(section, "Three.", officer)

    assert history(section) == [("", "One."), ("One.", "Two."), ("Two.", "Three.")]


def test_a_text_set_aside_keeps_the_entries_apart(section, officer):
    row = write(section, "First tab.", officer)
    set_aside(row, texts={"narrative": "Second tab."}, by=officer)
    write(section, "Both tabs.", officer)

    assert history(section) == [
        ("", "First tab."), ("First tab.", "Second tab."), ("First tab.", "Both tabs."),
    ]  # fmt: skip


def test_an_erased_entry_does_not_go_on(section, officer):
    write(section, "One.", officer)
    Change.objects.of(section).update(before="", after="", erased_at=timezone.now())
    write(section, "Two.", officer)

    assert history(section) == [("", ""), ("One.", "Two.")]


def test_each_field_has_its_own_entry(section, officer):
    save_version(
        section,
        fields={"narrative": "One.", "status": "ready"},
        expected_version=1,
        by=officer,
    )

    change = Change.objects.of(section).get(field="status")
    assert (change.before_text, change.after_text, change.label) == (
        "Not started", "Ready", "How far is this section?",
    )  # fmt: skip


def test_many_partners_are_one_entry(plan, officer):
    action = factories.make_action(plan)
    first, second = plan.framework.pathways.all()[:2]

    save_version(action, fields={"other_pathways": [second, first]}, expected_version=1, by=officer)
    save_version(action, fields={"other_pathways": [first, second]}, expected_version=2, by=officer)

    assert set(action.other_pathways.all()) == {first, second}
    assert history(action) == [("", f"{first}, {second}")]
    assert action.version == 2


def test_a_thing_without_versions_has_a_history_too(project, organiser):
    record_change(project, field="name", before="Old", after="New", by=organiser)

    assert history(project) == [("Old", "New")]


def test_a_save_in_a_running_history_entry_is_two_queries(
    section, officer, django_assert_num_queries
):
    row = write(section, "One.", officer)

    with django_assert_num_queries(2):
        save_version(row, fields={"narrative": "Two."}, expected_version=2, by=officer)


def test_a_save_that_begins_an_entry_is_three_queries(section, officer, django_assert_num_queries):
    row = write(section, "One.", officer)
    an_hour_ago(section)

    with django_assert_num_queries(3):
        save_version(row, fields={"narrative": "Two."}, expected_version=2, by=officer)
