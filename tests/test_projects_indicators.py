"""Indicators of a project and their dated values."""

from django.urls import reverse


def test_a_value_is_dated_sourced_and_once_a_day(client, organiser, project):
    client.force_login(organiser)
    indicator = project.indicators.create(title="Cities with a plan")
    add = reverse("projects:value_add", args=[project.code, indicator.pk])
    value = {"value": "2.5", "on": "2022-11-30", "source": "Records"}

    first = client.post(add, value)
    twice = client.post(add, value)
    bare = client.post(add, {**value, "on": "2099-01-01", "source": ""})
    kept = client.post(reverse("projects:indicator_remove", args=[project.code, indicator.pk]))

    assert first.status_code == kept.status_code == 302
    assert list(twice.context["form"].errors) == ["on"]
    assert list(bare.context["form"].errors) == ["on", "source"]
    assert [str(one) for one in indicator.values.all()] == ["2.5 (2022-11-30)"]
