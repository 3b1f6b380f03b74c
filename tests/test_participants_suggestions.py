import importlib

import pytest
from django.apps import apps
from django.urls import reverse

from projects.models import Organisation
from projects.services import find_or_create_organisations
from tests.factories import make_city, make_project, make_registration


def options(client, workshop, field, text):
    address = reverse("participants:suggestions", args=[workshop.slug, field])
    return client.get(address, {field: text}).context["options"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("comite", ["Comité urbain", "Le comité"]),
        ("COMITÉ urb", ["Comité urbain"]),
        ("urbain comite", ["Comité urbain"]),
        ("no such", []),
        ("ส", ["สำนักผังเมือง"]),
    ],
)
def test_organisations_are_found_without_accents(client, facilitator, workshop, text, found):
    names = ("Le comité", "Comité urbain", "สำนักผังเมือง", "Harbour Board")
    find_or_create_organisations(workshop.project, [(name, "") for name in names])
    find_or_create_organisations(make_project(), [("Comité d’ailleurs", "")])
    client.force_login(facilitator)

    assert options(client, workshop, "organisation", text) == found


def test_cities_are_found_by_any_of_their_names(client, facilitator, workshop):
    make_city(name="Hội An", alternate_names="Faifo|会安")
    make_city(name="Suva")
    client.force_login(facilitator)

    assert options(client, workshop, "city_name", "faif") == ["Hội An"]
    assert options(client, workshop, "city_name", "an hoi") == ["Hội An"]


def test_at_most_twenty_are_offered(client, facilitator, workshop):
    names = [(f"Office {number}", "") for number in range(30)]
    find_or_create_organisations(workshop.project, names)
    client.force_login(facilitator)

    assert len(options(client, workshop, "organisation", "office")) == 20


def test_form_offers_what_stands_at_this_workshop(client, facilitator, workshop):
    find_or_create_organisations(workshop.project, [("Elsewhere", "")])
    make_registration(workshop, organisation_name="Harbour Board", city_name="Suva")
    client.force_login(facilitator)

    text = client.get(reverse("participants:registration_add", args=[workshop.slug])).text

    assert text.count('<option value="Harbour Board">') == 1
    assert text.count('<option value="Suva">') == 1
    assert "Elsewhere" not in text


def test_organisations_of_before_are_found_too(project):
    Organisation.objects.bulk_create(
        [Organisation(project=project, name="Comité", name_key="comité")]
    )
    migration = importlib.import_module("projects.migrations.0004_organisation_search_keys")

    migration.fill(apps, None)

    assert Organisation.objects.get().search_key == "comite"
