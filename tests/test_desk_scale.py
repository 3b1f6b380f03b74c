import pytest
from django.core.management import CommandError, call_command

from participants.models import Person, Registration
from projects.models import Project
from recovery_plans.models import PathwaySection, RecoveryPlan
from workshops.models import Workshop


@pytest.fixture
def _embedded(settings):
    settings.FULL_SHAPE = False


def counts():
    models = (Person, Registration, Workshop, RecoveryPlan, PathwaySection)
    return [model.objects.count() for model in models]


@pytest.mark.usefixtures("_embedded")
def test_a_project_of_the_size_asked_for_is_made_up(db):
    call_command("seed_scale", people=50, workshops=3, plans=2)

    assert counts() == [50, 50, 3, 2, 30]


@pytest.mark.usefixtures("_embedded")
def test_it_may_be_made_up_twice(db):
    call_command("seed_scale", people=3, workshops=1, plans=1)
    call_command("seed_scale", people=3, workshops=1, plans=1)

    assert counts() == [6, 6, 2, 2, 30]
    assert Project.objects.filter(code="SCALE-2").exists()


@pytest.mark.usefixtures("_embedded")
def test_ten_times_the_people_cost_no_more_queries(db, django_assert_max_num_queries):
    call_command("load_reference")

    with django_assert_max_num_queries(40):
        call_command("seed_scale", people=1000, workshops=10, plans=10)


def test_it_is_refused_in_the_full_shape_unless_told(db, settings):
    settings.FULL_SHAPE = True

    with pytest.raises(CommandError, match="--yes"):
        call_command("seed_scale", people=1)
