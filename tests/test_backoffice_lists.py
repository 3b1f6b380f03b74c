"""Every model has its list in the back office: searched, and never slower by a query a row."""

import pytest
from django.apps import apps
from django.contrib import admin as django_admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import City
from frameworks.models import Pathway
from participants.models import Person
from recovery_plans.models import Action
from tests.backoffice_forms import BackOffice, refused_by_policy
from tests.backoffice_world import World, makers, models

OURS = (
    "accounts", "jobs", "writing", "frameworks", "projects", "cities", "workshops",
    "participants", "recovery_plans", "recommendations", "briefs", "desk",
)  # fmt: skip


@pytest.fixture
def back_office(client, admin):
    client.force_login(admin)
    return BackOffice(client)


def test_every_model_is_in_the_back_office():
    ours = {model for model in apps.get_models() if model._meta.app_label in OURS}
    ours -= {model for model in ours if model._meta.auto_created}

    assert ours - set(django_admin.site._registry) == set()
    assert ours - set(makers()) == set()


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_list_costs_the_same_for_one_row_and_for_three(back_office, project, model):
    make, world = makers()[model], World(project)
    address = back_office.address(model, "list") + "?q=a"
    make(world)
    back_office.client.get(address)

    with CaptureQueriesContext(connection) as for_one:
        shown = back_office.client.get(back_office.address(model, "list"))
    make(world)
    make(world)
    with CaptureQueriesContext(connection) as for_three:
        back_office.client.get(back_office.address(model, "list"))

    assert shown.status_code == back_office.client.get(address).status_code == 200
    assert len(for_three) == len(for_one) <= 20


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_row_and_empty_form_open(back_office, project, model):
    row = makers()[model](World(project))

    change = back_office.client.get(back_office.address(model, "change", row.pk))
    add = back_office.client.get(back_office.address(model, "add"))

    assert change.status_code == 200
    assert add.status_code in {200, 403}
    assert refused_by_policy(change) + refused_by_policy(add) == []


@pytest.mark.parametrize("model", [Person, City, Pathway, Action])
def test_pages_of_files_hold_nothing_that_the_content_policy_refuses(back_office, project, model):
    makers()[model](World(project))
    addresses = [back_office.address(model, page) for page in ("list", "import", "export")]

    pages = [back_office.client.get(address) for address in ["/admin/", *addresses]]

    assert [page.status_code for page in pages] == [200] * 4
    assert [refused_by_policy(page) for page in pages] == [[]] * 4
