import datetime

import pytest
from django import forms
from django.http import QueryDict

from recovery_plans.models import Action, PathwaySection
from tests import factories
from tests.typing_people import typed
from writing.forms import MarkdownInput, VersionedForm
from writing.models import Change


class SectionForm(VersionedForm):
    class Meta:
        model = PathwaySection
        fields = ["narrative", "status"]
        widgets = {"narrative": MarkdownInput, "status": forms.RadioSelect}


class ActionForm(VersionedForm):
    class Meta:
        model = Action
        fields = ["title", "starts_on", "ends_on", "lead", "other_pathways"]


def post(data):
    """As a browser sends it: everything text, line ends as CR LF."""
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value])])
    return query


@pytest.fixture
def section(plan):
    section = plan.sections.first()
    section.narrative = "The belt will be planted."
    section.save()
    return section


def opened(section):
    return SectionForm(instance=PathwaySection.objects.get(pk=section.pk))


def sent(section, data):
    return SectionForm(post(data), instance=PathwaySection.objects.get(pk=section.pk))


def saved(section, data, by):
    form = sent(section, data)
    return form.is_valid() and form.save_by(by), form


def test_a_save_raises_the_version_and_keeps_before_and_after(section, officer):
    data = typed(opened(section), narrative="The belt will be planted in two seasons.")

    is_saved, form = saved(section, data, officer)

    section.refresh_from_db()
    change = Change.objects.of(section).get()
    assert is_saved
    assert form.instance.version == 2
    assert (section.narrative, section.version, section.changed_by) == (
        "The belt will be planted in two seasons.", 2, officer,
    )  # fmt: skip
    assert (change.field, change.before, change.after, change.version, change.by) == (
        "narrative", "The belt will be planted.", "The belt will be planted in two seasons.", 2,
        officer,
    )  # fmt: skip


def test_saving_what_is_shown_changes_nothing(section, officer):
    section.narrative = "One line\nand another, by the loader\n"
    section.save()

    browser = typed(opened(section))
    browser["narrative"] = browser["narrative"].replace("\n", "\r\n")
    is_saved, _form = saved(section, browser, officer)

    section.refresh_from_db()
    assert (is_saved, section.version, Change.objects.count()) == (True, 1, 0)


def test_different_fields_merge_by_themselves(section, officer, organiser):
    mine = typed(opened(section), narrative="By two wards.")
    saved(section, typed(opened(section), status="ready"), organiser)

    is_saved, form = saved(section, mine, officer)

    section.refresh_from_db()
    assert is_saved
    assert (section.narrative, section.status, section.version) == ("By two wards.", "ready", 3)
    assert form.changed_elsewhere == ["How far is this section?"]


def test_the_form_that_shows_an_old_value_never_writes_it(section, officer, organiser):
    mine = typed(opened(section), narrative="By two wards.")
    saved(section, typed(opened(section), status="ready"), organiser)
    _is_saved, form = saved(section, mine, officer)
    mine |= {
        "version": form.instance.version, "base": form.next_base, "narrative": "By three wards.",
    }  # fmt: skip

    saved(section, mine, officer)

    section.refresh_from_db()
    assert (section.narrative, section.status) == ("By three wards.", "ready")


@pytest.fixture
def clash(section, officer, organiser):
    """What the officer posts after the organiser saved the same field."""
    mine = typed(opened(section), narrative="Mine.", status="in_progress")
    saved(section, typed(opened(section), narrative="Theirs."), organiser)
    return mine


def test_the_same_field_is_a_conflict_that_keeps_the_text(section, officer, organiser, clash):
    is_saved, form = saved(section, clash, officer)

    section.refresh_from_db()
    conflict = form.conflict
    assert not is_saved
    assert list(form.errors) == ["narrative"]
    assert form["narrative"].value() == "Mine."
    assert section.narrative == "Theirs."
    assert (conflict.opened_version, conflict.version, conflict.by) == (1, 2, organiser)
    assert [(field.name, field.mine, field.theirs) for field in conflict.fields] == [
        ("narrative", "Mine.", "Theirs.")
    ]


def test_the_same_person_in_two_tabs_is_a_conflict(section, officer):
    second_tab = typed(opened(section), narrative="Second tab.")
    saved(section, typed(opened(section), narrative="First tab."), officer)

    is_saved, form = saved(section, second_tab, officer)

    assert (is_saved, form.conflict.by) == (False, officer)


def test_keep_mine_saves_mine_and_leaves_theirs_in_the_history(section, officer, clash):
    is_saved, _form = saved(section, clash | {"keep": "mine", "seen": 2}, officer)

    section.refresh_from_db()
    assert is_saved
    assert (section.narrative, section.status, section.version) == ("Mine.", "in_progress", 3)
    assert list(Change.objects.of(section).filter(field="narrative").values_list(
        "before", "after"
    )) == [("Theirs.", "Mine."), ("The belt will be planted.", "Theirs.")]  # fmt: skip


def test_keep_mine_over_the_own_other_tab_does_not_swallow_it(section, officer):
    second_tab = typed(opened(section), narrative="Second tab.")
    saved(section, typed(opened(section), narrative="First tab."), officer)

    saved(section, second_tab | {"keep": "mine", "seen": 2}, officer)

    assert set(Change.objects.of(section).values_list("after", flat=True)) == {
        "First tab.", "Second tab.",
    }  # fmt: skip


def test_keep_theirs_saves_the_rest_and_sets_mine_aside(section, officer, clash):
    is_saved, _form = saved(section, clash | {"keep": "theirs", "seen": 2}, officer)

    section.refresh_from_db()
    aside = Change.objects.of(section).get(is_set_aside=True)
    assert is_saved
    assert (section.narrative, section.status) == ("Theirs.", "in_progress")
    assert (aside.before, aside.after, aside.by) == ("Theirs.", "Mine.", officer)


def test_keep_both_puts_both_into_the_form_and_then_saves(section, officer, clash):
    is_saved, form = saved(section, clash | {"keep": "both", "seen": 2}, officer)
    together = typed(form)
    then_saved, _form = saved(section, together, officer)

    section.refresh_from_db()
    assert (is_saved, form.is_together, then_saved) == (False, True, True)
    assert form["narrative"].value() == "Theirs.\n\nMine."
    assert (section.narrative, section.status) == ("Theirs.\n\nMine.", "in_progress")
    assert Change.objects.of(section).filter(is_set_aside=True, after="Mine.").count() == 1


def test_a_choice_made_over_a_text_not_seen_is_asked_again(section, officer, organiser, clash):
    saved(section, typed(opened(section), narrative="Theirs, once more."), organiser)

    is_saved, form = saved(section, clash | {"keep": "mine", "seen": 2}, officer)

    section.refresh_from_db()
    assert not is_saved
    assert section.narrative == "Theirs, once more."
    assert form.conflict.version == 3


def test_a_save_in_the_same_instant_is_checked_again(section, officer, organiser):
    mine = typed(opened(section), narrative="Mine.")
    form = sent(section, mine)
    assert form.is_valid()
    saved(section, typed(opened(section), status="ready"), organiser)

    is_saved = form.save_by(officer)

    section.refresh_from_db()
    assert is_saved
    assert (section.narrative, section.status, section.version) == ("Mine.", "ready", 3)


def test_a_save_of_the_same_field_in_the_same_instant_is_a_conflict(section, officer, organiser):
    form = sent(section, typed(opened(section), narrative="Mine."))
    assert form.is_valid()
    saved(section, typed(opened(section), narrative="Theirs."), organiser)

    is_saved = form.save_by(officer)

    assert (is_saved, form.conflict.version) == (False, 2)


def test_a_row_removed_meanwhile_is_said_and_the_text_kept(section, officer):
    form = sent(section, typed(opened(section), narrative="Mine."))
    assert form.is_valid()
    section.delete()

    is_saved = form.save_by(officer)

    assert not is_saved
    assert form.non_field_errors() == ["This was removed meanwhile. Your text is still below."]
    assert form["narrative"].value() == "Mine."


def test_a_post_without_version_never_overwrites(section, officer):
    is_saved, form = saved(section, {"narrative": "From nowhere.", "status": "ready"}, officer)

    section.refresh_from_db()
    assert not is_saved
    assert section.narrative == "The belt will be planted."
    assert {field.name for field in form.conflict.fields} == {"narrative", "status"}


def test_a_post_with_version_only_saves_over_that_version(section, officer):
    is_saved, _form = saved(
        section, {"narrative": "Mine.", "status": "ready", "version": 1}, officer
    )

    section.refresh_from_db()
    assert is_saved
    assert (section.narrative, section.status) == ("Mine.", "ready")


def test_a_text_of_a_megabyte_is_refused_in_words_and_stays_in_the_form(section, officer):
    long = "word " * 200_000
    is_saved, form = saved(section, typed(opened(section), narrative=long), officer)

    assert not is_saved
    assert list(form.errors) == ["narrative"]
    assert form["narrative"].value() == long


def test_dates_and_relations_are_kept_by_name(plan, officer):
    action = factories.make_action(plan)
    pathway = plan.framework.pathways.last()
    data = typed(
        ActionForm(instance=action), other_pathways=[pathway], starts_on=datetime.date(2026, 1, 1)
    )

    form = ActionForm(post(data), instance=Action.objects.get(pk=action.pk))
    is_saved = form.is_valid() and form.save_by(officer)

    action.refresh_from_db()
    assert is_saved
    assert list(action.other_pathways.all()) == [pathway]
    assert set(Change.objects.of(action).values_list("field", "before", "after")) == {
        ("other_pathways", "", str(pathway)),
        ("starts_on", "", "2026-01-01"),
    }


def test_constraints_judge_the_row_as_it_would_become(plan, officer, organiser):
    action = factories.make_action(plan)
    mine = typed(ActionForm(instance=action), ends_on="2026-01-01")
    theirs = typed(ActionForm(instance=action), starts_on="2026-06-01")
    first = ActionForm(post(theirs), instance=Action.objects.get(pk=action.pk))
    assert first.is_valid()
    assert first.save_by(organiser)

    second = ActionForm(post(mine), instance=Action.objects.get(pk=action.pk))

    assert not second.is_valid()
    assert second.non_field_errors() == ["The end is before the beginning."]


def test_a_new_row_begins_its_history(plan, officer):
    action = Action(plan=plan, number=7, pathway=plan.framework.pathways.first())
    pathways = [str(plan.framework.pathways.last().pk)]
    form = ActionForm(post({"title": "Plant", "other_pathways": pathways}), instance=action)

    is_saved = form.is_valid() and form.save_by(officer)

    assert is_saved
    assert (action.version, action.changed_by) == (1, officer)
    assert sorted(Change.objects.of(action).values_list("field", flat=True)) == [
        "other_pathways", "title",
    ]  # fmt: skip
