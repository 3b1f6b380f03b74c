"""Reference data: loaded whole, loaded again without harm, corrections of staff kept."""

import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

from cities.models import City, Country
from frameworks.models import DiagnosticIndicator, Dimension, Goal, Pathway, Pillar, Target

REFERENCE = settings.BASE_DIR / "reference"


@pytest.fixture
def _loaded(db):
    call_command("load_reference")


@pytest.fixture
def release(tmp_path):
    """A folder like the shipped one, in which a test may make the next release."""
    folder = tmp_path / "release"
    shutil.copytree(REFERENCE, folder)
    return folder


def change(folder, name, before, after):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_shipped_files_pass_their_own_check():
    done = subprocess.run(
        [sys.executable, str(REFERENCE / "check.py")], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, done.stdout)


@pytest.mark.usefixtures("_loaded")
def test_every_row_is_loaded():
    models = [Pillar, Pathway, Goal, Target, Dimension, DiagnosticIndicator, Country, City]

    counts = [model.objects.count() for model in models]

    assert counts == [4, 15, 17, 169, 5, 17, 249, 20]


@pytest.mark.usefixtures("_loaded")
def test_loading_again_changes_nothing(capsys):
    before = list(Pathway.objects.values()) + list(City.objects.values())

    call_command("load_reference")

    assert list(Pathway.objects.values()) + list(City.objects.values()) == before
    assert "cities: 0 made, 0 updated, 0 corrections kept" in capsys.readouterr().out


@pytest.mark.usefixtures("_loaded")
def test_namibia_is_not_read_as_missing():
    assert Country.objects.get(alpha2="NA").name == "Namibia"


@pytest.mark.usefixtures("_loaded")
def test_codes_keep_their_noughts_and_their_order():
    codes = list(Target.objects.filter(goal__number=11).values_list("code", flat=True))

    assert Country.objects.get(alpha2="AF").m49 == "004"
    assert codes == [*[f"11.{n}" for n in range(1, 8)], "11.a", "11.b", "11.c"]


@pytest.mark.usefixtures("_loaded")
def test_pathways_are_ordered_through_the_edition_and_are_working_titles():
    pathways = Pathway.objects.filter(framework__code="FoAPC-2019")

    orders = list(pathways.values_list("order", flat=True))

    assert orders == list(range(1, 16))
    assert pathways.last().code == "UFI-4"
    assert set(pathways.values_list("wording", flat=True)) == {"working"}


@pytest.mark.usefixtures("_loaded")
def test_city_has_its_name_place_and_zone():
    city = City.objects.select_related("country").get(slug="hoi-an")

    facts = (city.name, city.country.name, str(city.latitude), city.time_zone)
    assert facts == ("Hội An", "Viet Nam", "15.87944", "Asia/Ho_Chi_Minh")


@pytest.mark.usefixtures("_loaded")
def test_new_release_updates_what_nobody_corrected(release):
    change(release, "policy_pathways.csv", "Write sustainability", "Set sustainability")

    call_command("load_reference", folder=release)

    pathway = Pathway.objects.get(code="UTP-1")
    assert pathway.title == "Set sustainability and quality-of-life targets into every plan"
    assert pathway.shipped["title"] == pathway.title


@pytest.mark.usefixtures("_loaded")
def test_correction_of_staff_outlives_a_new_release(release, capsys):
    Pathway.objects.filter(code="UTP-1").update(title="The official title")
    change(release, "policy_pathways.csv", "Write sustainability", "Set sustainability")
    change(release, "policy_pathways.csv", "Set measurable targets", "Agree measurable targets")

    call_command("load_reference", folder=release)

    pathway = Pathway.objects.get(code="UTP-1")
    assert pathway.title == "The official title"
    assert pathway.description.startswith("Agree measurable targets")
    assert "pathways: 0 made, 1 updated, 1 corrections kept" in capsys.readouterr().out


@pytest.mark.usefixtures("_loaded")
def test_correction_outlives_the_release_after_next(release):
    City.objects.filter(slug="suva").update(time_zone="Pacific/Auckland")
    change(release, "city_time_zones.csv", "Pacific/Fiji", "Pacific/Tongatapu")
    call_command("load_reference", folder=release)
    change(release, "city_time_zones.csv", "Pacific/Tongatapu", "Pacific/Apia")

    call_command("load_reference", folder=release)

    assert City.objects.get(slug="suva").time_zone == "Pacific/Auckland"


@pytest.mark.usefixtures("_loaded")
def test_row_that_a_release_leaves_out_stays(release):
    change(release, "sdg_targets.csv", "1.1,1,End extreme poverty everywhere\n", "")

    call_command("load_reference", folder=release)

    assert Target.objects.filter(code="1.1").count() == 1


def test_loading_asks_a_fixed_number_of_queries(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        call_command("load_reference")
