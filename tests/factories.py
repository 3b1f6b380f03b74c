"""Plain functions that make rows; every field may be given, the rest is made up."""

import datetime
import string
from itertools import count

from django.utils import timezone

from accounts.models import User
from cities.models import (
    City,
    CityMembership,
    Country,
    Diagnostic,
    Practice,
    ProfileFact,
    ProjectCity,
)
from cities.services import begin_diagnostic
from frameworks.models import Dimension, Framework, Pathway, Pillar
from participants.models import Person, Registration
from participants.names import keys_of
from projects.models import Body, Project, ProjectMembership
from recovery_plans.models import Action, PathwaySection, RecoveryPlan
from workshops.models import Facilitator, Workshop

PASSWORD = "correct horse battery staple"
number = count(1)
country_number = count(1)
LETTERS = string.digits + string.ascii_letters


def make_user(**fields):
    fields.setdefault("email", f"user{next(number)}@example.org")
    return User.objects.create_user(password=fields.pop("password", PASSWORD), **fields)


def make_framework(pathways=15, **fields):
    framework = Framework.objects.create(
        **{"code": f"F-{next(number)}", "title": "A framework", **fields}
    )
    pillars = [
        Pillar.objects.create(framework=framework, code=code, order=order, title=title)
        for order, (code, title) in enumerate(
            [("UTP", "Planning"), ("URE", "Resilience"), ("SIC", "Smart"), ("UFI", "Finance")], 1
        )
    ]
    for order in range(pathways):
        pillar = pillars[order * 4 // max(pathways, 1)]
        Pathway.objects.create(
            framework=framework, pillar=pillar, code=f"{pillar.code}-{order + 1}", order=order + 1,
            title=f"Pathway {order + 1}",
        )  # fmt: skip
    return framework


def make_body(**fields):
    return Body.objects.create(
        **{"code": f"B{next(number)}", "name": "Regional commission", **fields}
    )


def make_project(**fields):
    fields.setdefault("code", f"P{next(number)}")
    fields.setdefault("name", "Recovery of cities")
    if "framework" not in fields:
        fields["framework"] = make_framework()
    return Project.objects.create(**fields)


def make_country(**fields):
    """Codes with a digit in front, which no real country has beside it in the reference data."""
    first, second = divmod(next(country_number) % (10 * len(LETTERS)), len(LETTERS))
    code = f"{first}{LETTERS[second]}"
    return Country.objects.create(
        **{
            "alpha2": code, "alpha3": f"{code}X", "m49": f"{code}X",
            "name": f"Country {code}", **fields,
        }
    )  # fmt: skip


def make_city(**fields):
    fields.setdefault("slug", f"city-{next(number)}")
    fields.setdefault("name", fields["slug"].title())
    if "country" not in fields:
        fields["country"] = make_country()
    return City.objects.create(**fields)


def make_project_city(project, **fields):
    if "city" not in fields:
        fields["city"] = make_city()
    return ProjectCity.objects.create(project=project, **fields)


def accepted(**fields):
    return {"accepted_at": timezone.now(), **fields}


def make_organiser(project, **fields):
    user = fields.pop("user", None) or make_user()
    fields.setdefault("role", ProjectMembership.Role.ORGANISER)
    ProjectMembership.objects.create(**accepted(project=project, user=user, **fields))
    return user


def make_reader(project, **fields):
    return make_organiser(project, role=ProjectMembership.Role.READER, **fields)


def make_facilitator(workshop, user=None):
    user = user or make_user()
    Facilitator.objects.create(**accepted(workshop=workshop, user=user))
    return user


def make_officer(project_city, role=CityMembership.Role.OFFICER, user=None, **fields):
    user = user or make_user()
    CityMembership.objects.create(
        **accepted(project_city=project_city, user=user, role=role, **fields)
    )
    return user


def make_workshop(project=None, **fields):
    fields.setdefault("slug", f"workshop-{next(number)}")
    fields.setdefault("title", "Regional workshop")
    fields.setdefault("kind", Workshop.Kind.REGIONAL)
    fields.setdefault("state", Workshop.State.CLOSED)
    if fields["state"] == Workshop.State.OPEN:
        day = timezone.localdate() + datetime.timedelta(days=14)
        fields.setdefault("starts_on", day)
        fields.setdefault("ends_on", day)
        fields.setdefault("time_zone", "Pacific/Fiji")
    return Workshop.objects.create(project=project or make_project(), **fields)


def make_person(project, **fields):
    fields.setdefault("full_name", f"Person {next(number)}")
    return Person.objects.create(
        project=project, **fields, **keys_of(fields["full_name"], fields.get("email", ""))
    )


def make_registration(workshop, **fields):
    person_fields = {
        name: fields.pop(name) for name in ("full_name", "email", "phone") if name in fields
    }
    if "person" not in fields:
        fields["person"] = make_person(
            workshop.project, gender=fields.get("gender", ""), **person_fields
        )
    return Registration.objects.create(workshop=workshop, **fields)


def make_plan(project, **fields):
    if "project_city" not in fields:
        fields["project_city"] = make_project_city(project)
    fields.setdefault("currency", "FJD")
    plan = RecoveryPlan.objects.create(framework=project.framework, **fields)
    PathwaySection.objects.bulk_create(
        PathwaySection(plan=plan, pathway=pathway) for pathway in plan.framework.pathways.all()
    )
    return plan


def make_action(plan, **fields):
    fields.setdefault("number", plan.actions.count() + 1)
    fields.setdefault("title", f"Action {fields['number']}")
    if "pathway" not in fields:
        fields["pathway"] = plan.framework.pathways.first()
    return Action.objects.create(plan=plan, **fields)


def make_fact(city, **fields):
    words = {"label": "Population", "value": "93,970", "unit": "people", "on": "2017",
             "source": "Census 2017, table 2"}  # fmt: skip
    return ProfileFact.objects.create(city=city, **{**words, **fields})


def make_diagnostic(project_city, **fields):
    """With one dimension, which has one indicator, where there are none yet."""
    if not Dimension.objects.exists():
        dimension = Dimension.objects.create(code="D1", order=1, title="Business environment")
        dimension.indicators.create(code="RPI 1-1", order=1, title="Local economy diversity")
    diagnostic = begin_diagnostic(project_city, by=make_user())
    Diagnostic.objects.filter(pk=diagnostic.pk).update(**fields)
    diagnostic.refresh_from_db()
    return diagnostic


def make_practice(project, **fields):
    words = {"title": f"Practice {next(number)}", "problem": "Stalls stood under water.",
             "deed": "The market was raised.", "source": "Council report 2020"}  # fmt: skip
    return Practice.objects.create(project=project, **{**words, **fields})
