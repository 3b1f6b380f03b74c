"""A field that can hold personal data is thought of before it is added."""

from django.apps import apps

from desk.privacy.classes import FIELDS, INHERITED, classes_of, must_be_classed
from desk.privacy.kinds import KEY, NONE, SECRET, TOLD

OURS = [
    model for model in apps.get_models() if not model._meta.label.startswith(("jobs_app.", "tests"))
]
UNTOLD = {KEY, NONE, SECRET}


def test_every_field_that_can_hold_personal_data_is_classed():
    unclassed = {
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if must_be_classed(field) and field.name not in classes_of(model)
    }

    assert unclassed == set()


def test_every_classed_field_exists():
    there = {
        model._meta.label: {field.name for field in model._meta.get_fields() if field.concrete}
        for model in OURS
    }
    inherited = {
        name for classed in INHERITED.values() for names in classed.values()
        for name in names.split()
    }  # fmt: skip
    gone = {
        f"{label}.{name}"
        for label, classed in FIELDS.items()
        for names in classed.values()
        for name in names.split()
        if name not in there.get(label, set()) | inherited
    }

    assert gone == set()


def test_no_field_has_two_classes():
    twice = {
        label: names
        for label, classed in FIELDS.items()
        if len(names := " ".join(classed.values()).split()) != len(set(names))
    }

    assert twice == {}


def test_each_class_says_purpose_basis_and_who_sees_it():
    used = {personal for classed in FIELDS.values() for personal in classed}

    assert used - UNTOLD == set(TOLD)
    assert all(each.purpose and each.basis and each.seen_by for each in TOLD)
    assert len({str(each.basis) for each in TOLD}) > 3
