"""Editors at the same instant, in threads with database connections of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.http import QueryDict

from accounts.models import User
from recovery_plans.models import PathwaySection
from tests import factories
from tests.typing_people import typed
from writing.forms import VersionedForm
from writing.models import Change
from writing.services import StaleVersion, save_version

EDITORS, SAVES = 8, 50

pytestmark = pytest.mark.django_db(transaction=True)


class SectionForm(VersionedForm):
    class Meta:
        model = PathwaySection
        fields = ["narrative", "status"]


@pytest.fixture
def section():
    return factories.make_plan(factories.make_project()).sections.first()


@pytest.fixture
def editors():
    return [factories.make_user() for _editor in range(EDITORS)]


def at_once(work, editors):
    def run(user: User):
        try:
            return work(user)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(editors)) as threads:
        return list(threads.map(run, editors))


def test_no_accepted_save_is_lost_and_every_refused_one_is_told(section, editors):
    def write(user):
        told = []
        for count in range(SAVES):
            row = PathwaySection.objects.get(pk=section.pk)
            line = f"{user.pk}-{count}"
            try:
                save_version(
                    row,
                    fields={"narrative": f"{row.narrative}{line}\n"},
                    expected_version=row.version,
                    by=user,
                )
                told.append((line, "accepted"))
            except StaleVersion:
                told.append((line, "refused"))
        return told

    told = [one for of_editor in at_once(write, editors) for one in of_editor]

    section.refresh_from_db()
    accepted = {line for line, answer in told if answer == "accepted"}
    assert len(told) == EDITORS * SAVES
    assert set(section.narrative.split()) == accepted
    assert section.version - 1 == len(accepted)
    assert Change.objects.of(section).latest("version").after == section.narrative.strip()


def test_editors_who_bring_texts_together_end_with_everything_all_wrote(section, editors):
    def write(user):
        for count in range(4):
            form = SectionForm(instance=PathwaySection.objects.get(pk=section.pk))
            text = f"{form['narrative'].value()}\n\n{user.pk}-{count}"
            save_until_accepted(section, user, typed(form, narrative=text))

    at_once(write, editors)

    section.refresh_from_db()
    assert set(section.narrative.split()) == {
        f"{user.pk}-{count}" for user in editors for count in range(4)
    }


def save_until_accepted(section, user, data):
    for _attempt in range(200):
        form = SectionForm(post(data), instance=PathwaySection.objects.get(pk=section.pk))
        if form.is_valid() and form.save_by(user):
            return
        if form.is_together:
            data = typed(form)
        else:
            data = {**data, "keep": "both", "seen": form.conflict.version}
    raise AssertionError("never accepted")


def post(data):
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in data.items()})
    return query


def test_editors_of_different_fields_never_meet_a_conflict(section, editors):
    first, second = editors[:2]
    values = {first: ("narrative", [f"Text {n}" for n in range(12)]),
              second: ("status", ["ready", "in_progress"] * 6)}  # fmt: skip

    def write(user):
        field, texts = values[user]
        answers = []
        for text in texts:
            row = PathwaySection.objects.get(pk=section.pk)
            form = SectionForm(
                post(typed(SectionForm(instance=row), **{field: text})), instance=row
            )
            answers.append(form.is_valid() and form.save_by(user))
        return answers

    answers = at_once(write, [first, second])

    section.refresh_from_db()
    assert answers == [[True] * 12] * 2
    assert (section.narrative, section.status, section.version) == ("Text 11", "in_progress", 25)
