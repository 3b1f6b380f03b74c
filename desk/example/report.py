"""Indicators of the project, what the invented people said, and a report that is half written."""

from typing import Any

from accounts.models import User
from briefs.models import HeadingKind, ReportHeading
from briefs.reports.services import begin_report
from desk.example.files import read_invented
from participants.models import EvaluationResult
from projects.models import Language, Project, ProjectIndicator, ProjectIndicatorValue
from workshops.models import Workshop

Facts = dict[str, Any]


def load_report(project: Project, *, by: User) -> None:
    file = read_invented("report")
    for order, row in enumerate(file["indicators"], 1):
        _load_indicator(project, order, row, by=by)
    _load_evaluation(file["evaluation"], by=by)
    _load_report(project, file["report"], by=by)


def _load_indicator(project: Project, order: int, row: Facts, *, by: User) -> None:
    values = row.pop("values")
    indicator = ProjectIndicator.objects.create(
        project=project, order=order, is_example=True, changed_by=by, **row
    )
    ProjectIndicatorValue.objects.bulk_create(
        ProjectIndicatorValue(indicator=indicator, changed_by=by, **value) for value in values
    )


def _load_evaluation(facts: Facts, *, by: User) -> None:
    workshop = Workshop.objects.get(slug=facts["workshop"])
    EvaluationResult.objects.bulk_create(
        EvaluationResult(
            workshop=workshop, order=order, source=facts["source"], is_example=True,
            changed_by=by, **row,
        )
        for order, row in enumerate(facts["results"], 1)
    )  # fmt: skip


def _load_report(project: Project, facts: Facts, *, by: User) -> None:
    """The workshops whose day no source tells are said to belong to its period."""
    undated = Workshop.objects.filter(project=project, starts_on=None, is_example=False)
    report = begin_report(
        project, title=facts["title"], starts_on=facts["starts_on"], ends_on=facts["ends_on"],
        language=Language.ENGLISH, undated_workshops=undated, by=by, is_example=True,
    )  # fmt: skip
    summary = ReportHeading.objects.filter(report=report, kind=HeadingKind.TEXT, order=1)
    summary.update(text=facts["text"].strip())
