"""Invented facts, a diagnostic and a practice of one city."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from cities.models import City, Diagnostic, Practice, ProfileFact, ProjectCity
from cities.services import begin_diagnostic
from desk.example.files import read_invented
from frameworks.models import DiagnosticIndicator, Pathway
from projects.models import Project

Facts = dict[str, Any]


def load_diagnostic(project: Project, *, by: User) -> None:
    file = read_invented("diagnostic")
    for order, row in enumerate(file["facts"], 1):
        city = City.objects.get(slug=row.pop("city"))
        ProfileFact.objects.create(city=city, order=order, is_example=True, **row)
    _load_ratings(project, file, by=by)
    for row in file["practices"]:
        _load_practice(project, row)


def _load_ratings(project: Project, file: Facts, *, by: User) -> None:
    told = {name: text.strip() for name, text in file["diagnostic"].items()}
    place = ProjectCity.objects.get(project=project, city__slug=told.pop("city"))
    diagnostic = begin_diagnostic(place, by=by, is_example=True)
    Diagnostic.objects.filter(pk=diagnostic.pk).update(**told, published_at=timezone.now())
    for row in file["ratings"]:
        rated = diagnostic.ratings.filter(dimension__code=row["dimension"])
        rated.update(rating=row["rating"], evidence=row["evidence"].strip(), source=row["source"])
    for row in file["indicators"]:
        indicator = DiagnosticIndicator.objects.get(code=row.pop("code"))
        diagnostic.indicator_ratings.create(indicator=indicator, **row)


def _load_practice(project: Project, row: Facts) -> None:
    pathways = row.pop("pathways")
    city = City.objects.get(slug=row.pop("city"))
    texts = {name: text.strip() for name, text in row.items()}
    practice = Practice.objects.create(
        project=project, city=city, is_published=True, is_example=True, **texts
    )
    practice.pathways.set(Pathway.objects.filter(framework=project.framework, code__in=pathways))
