"""Accounts, jobs, writing, frameworks, projects and cities."""

import datetime

from django.contrib.contenttypes.models import ContentType

from accounts import models as accounts
from cities import models as cities
from frameworks import models as frameworks
from jobs import models as jobs
from projects import models as projects
from tests import factories
from tests.backoffice_world.world import DAY, World, a_diagnostic, user
from tests.factories import number
from writing import models as writing

FIELDS = {
    accounts.AccessLog: lambda w: {"user": user(), "action": "exported", "subject": "x 1"},
    jobs.Letter: lambda w: {"to": "a@example.org"},
    writing.Change: lambda w: {
        "content_type": ContentType.objects.get_for_model(projects.Project),
        "object_id": 1, "field": "name", "version": 1, "by": user(),
    },
    writing.Presence: lambda w: {
        "content_type": ContentType.objects.get_for_model(projects.Project),
        "object_id": 1, "user": user(),
    },
    frameworks.Goal: lambda w: {"number": next(number), "title": "Goal", "colour": "#000000"},
    frameworks.Target: lambda w: {
        "goal": frameworks.Goal.objects.create(number=next(number), title="G", colour="#0"),
        "code": f"{next(number)}", "order": 1, "label": "Target",
    },
    frameworks.Dimension: lambda w: {"code": f"D{next(number)}"[-4:], "order": next(number)},
    frameworks.DiagnosticIndicator: lambda w: {
        "dimension": frameworks.Dimension.objects.create(
            code=f"{next(number)}"[-4:], order=next(number)
        ),
        "code": f"I{next(number)}", "order": 1, "title": "Indicator",
    },
    projects.Phase: lambda w: {"project": factories.make_project(), "number": 1, "title": "P"},
    projects.ProjectBody: lambda w: {
        "project": w.project, "body": factories.make_body(), "role": "executing",
    },
    projects.ProjectMembership: lambda w: {
        "project": w.project, "user": user(), "role": "reader", "body": factories.make_body(),
    },
    projects.ExchangeRate: lambda w: {
        "project": factories.make_project(), "currency": "FJD", "usd": 1, "source": "x",
    },
    projects.ProjectIndicator: lambda w: {"project": w.project, "title": "Cities with a plan"},
    projects.ProjectIndicatorValue: lambda w: {
        "indicator": w.project.indicators.create(title="Cities with a plan"), "value": 2,
        "on": DAY, "source": "Records",
    },
    cities.CityMembership: lambda w: {
        "project_city": factories.make_project_city(w.project), "user": user(),
        "role": "officer",
    },
    cities.FiscalYear: lambda w: {
        "city": factories.make_city(), "label": "2022", "starts_on": DAY,
        "ends_on": DAY + datetime.timedelta(300),
    },
    cities.IndicatorRating: lambda w: {
        "diagnostic": a_diagnostic(w), "rating": "weak",
        "indicator": frameworks.DiagnosticIndicator.objects.first(),
    },
    cities.DiagnosticFile: lambda w: {
        "diagnostic": a_diagnostic(w), "title": "Census", "file": "diagnostics/census.pdf",
    },
    cities.DiagnosticExport: lambda w: {
        "diagnostic": a_diagnostic(w), "content": {}, "checksum": "a" * 64, "format": "pdf",
        "asked_by": user(),
    },
    frameworks.DiagnosticLink: lambda w: {
        "pathway": factories.make_framework(1).pathways.get(),
        "dimension": a_diagnostic(w).ratings.first().dimension,
    },
    frameworks.PathwaySuccessor: lambda w: {
        "old": factories.make_framework(1).pathways.get(),
        "new": factories.make_framework(1).pathways.get(),
    },
}  # fmt: skip
MADE = {
    accounts.User: lambda w: user(),
    frameworks.Framework: lambda w: factories.make_framework(1),
    frameworks.Pillar: lambda w: factories.make_framework(0).pillars.first(),
    frameworks.Pathway: lambda w: factories.make_framework(1).pathways.get(),
    projects.Body: lambda w: factories.make_body(),
    projects.Project: lambda w: factories.make_project(),
    projects.Organisation: World.organisation,
    cities.Country: lambda w: factories.make_country(),
    cities.City: lambda w: factories.make_city(),
    cities.ProjectCity: lambda w: factories.make_project_city(
        w.project, body=factories.make_body()
    ),
    cities.ProfileFact: lambda w: factories.make_fact(factories.make_city()),
    cities.Diagnostic: a_diagnostic,
    cities.DimensionRating: lambda w: a_diagnostic(w).ratings.first(),
    cities.Practice: lambda w: factories.make_practice(w.project, city=factories.make_city()),
}
