"""Where the pages of `projects` stand."""

from django.utils import timezone


def projects(world, page, state):
    address = {"code": world.project.code}
    if page in {"indicator_list", "indicator_add"}:
        return address
    indicator = world.project.indicators.create(title="Cities with a plan")
    if page in {"value_edit", "value_remove"}:
        value = indicator.values.create(value=2, on=timezone.localdate(), source="Records")
        address["value"] = value.pk
    return {**address, "pk": indicator.pk}
