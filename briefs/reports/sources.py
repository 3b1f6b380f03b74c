"""The rows a project report is counted from, each kind read once, however many there are."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.functional import cached_property

from briefs.models import Edition, ProjectReport, ReportHeading
from cities.models import Diagnostic
from participants.across import HAS_LIST, Across, Question, figures_across
from participants.models import EvaluationResult, ParticipationRecord, Registration
from participants.participation import Participation, latest_records, participation_of
from projects.models import ProjectIndicator, ProjectIndicatorValue
from recommendations.models import Recommendation, ValidationRound
from recommendations.validation import Validation, validations_of
from recovery_plans.models import Adoption, PlanRevision, RecoveryPlan
from recovery_plans.stamp import stamps_of
from recovery_plans.totals import PlanTotals, totals_of_plans
from workshops.models import Workshop

OF_A_WORKSHOP = (
    "project", "phase", "slug", "title", "kind", "state", "starts_on", "ends_on", "start_time",
    "end_time", "time_zone", "is_example",
)  # fmt: skip
NOT_HELD = (Workshop.State.DRAFT, Workshop.State.CANCELLED)


class ReportSources:
    """What is asked for by no part is not read."""

    def __init__(self, report: ProjectReport, *, as_of: datetime.datetime) -> None:
        self.report, self.as_of = report, as_of
        self.project = report.project

    @cached_property
    def headings(self) -> list[ReportHeading]:
        return list(self.report.headings.order_by("order", "pk"))

    def in_period(self, field: str) -> Q:
        """Of days and of moments, the last day whole."""
        first, last = self.report.starts_on, self.report.ends_on
        return Q(**{f"{field}__gte": first, f"{field}__lte": last})

    def moments_in_period(self, field: str) -> Q:
        return self.in_period(f"{field}__date")

    # Workshops and people

    @cached_property
    def served(self) -> list[Workshop]:
        """What the project holds, or another holds for it too; drafts and cancelled ones not."""
        serves = Q(project=self.project) | Q(pk__in=self.project.shared_workshops.values("pk"))
        held = Workshop.objects.filter(serves).exclude(state__in=NOT_HELD)
        read = (
            held.saying_whether_shared().annotate(**HAS_LIST).prefetch_related("project", "phase")
        )
        return list(read.only(*OF_A_WORKSHOP).order_by("starts_on", "pk"))

    @cached_property
    def begun_in_period(self) -> list[Workshop]:
        """By their first day; of those without one what the report says belongs to it."""
        undated = set(self.report.undated_workshops.values_list("pk", flat=True))
        first, last = self.report.starts_on, self.report.ends_on
        return [
            each
            for each in self.served
            if (first <= each.starts_on <= last if each.starts_on else each.pk in undated)
        ]

    @cached_property
    def workshops(self) -> list[Workshop]:
        """Those that began in the period and have ended: what is counted."""
        return [workshop for workshop in self.begun_in_period if workshop.has_ended]

    @property
    def without_day(self) -> list[Workshop]:
        """Of which nobody can say whether they belong to the period, or only the report does."""
        return [workshop for workshop in self.served if workshop.starts_on is None]

    @cached_property
    def participation(self) -> dict[int, Participation]:
        return participation_of(self.workshops)

    @cached_property
    def records(self) -> dict[int, ParticipationRecord]:
        return latest_records(workshop.pk for workshop in self.workshops)

    def figures_by(self, what: str) -> Across:
        return figures_across(Question(self.workshops, what, self.project))

    @cached_property
    def has_invented_people(self) -> bool:
        people = Registration.objects.filter(workshop__in=self.workshops)
        return people.filter(person__is_example=True).exists()

    @cached_property
    def evaluations(self) -> list[EvaluationResult]:
        results = EvaluationResult.objects.filter(workshop__in=self.workshops)
        places = {workshop.pk: place for place, workshop in enumerate(self.workshops)}
        return sorted(results, key=lambda one: (places[one.workshop_id], one.order, one.pk))

    # Plans

    @cached_property
    def cities(self) -> int:
        return self.project.project_cities.count()

    @cached_property
    def plans(self) -> list[RecoveryPlan]:
        plans = RecoveryPlan.objects.filter(project_city__project=self.project)
        related = "project_city__city__country", "project_city__body", "published"
        read = plans.select_related(*related).defer("published__content")
        return list(read.order_by("project_city__city__name", "pk"))

    @cached_property
    def totals(self) -> dict[int, PlanTotals]:
        return totals_of_plans(self.plans)

    @cached_property
    def stamps(self) -> dict[int, str]:
        """Of the published plans: adopted by whom, or not yet."""
        return stamps_of(self.plans)

    @cached_property
    def adoptions(self) -> list[Adoption]:
        """Of the revisions that are public now."""
        published = [plan.published_id for plan in self.plans if plan.published_id]
        adopting = Adoption.objects.filter(revision__in=published, result__in=Adoption.ADOPTING)
        return list(adopting.only("plan", "on"))

    # Indicators

    @cached_property
    def indicators(self) -> Sequence[ProjectIndicator]:
        """Each with its `values` to the end of the period, newest first."""
        until = ProjectIndicatorValue.objects.filter(on__lte=self.report.ends_on).order_by("-on")
        known = Prefetch("values", until, to_attr="known_values")
        return list(self.project.indicators.prefetch_related(known).order_by("order", "pk"))

    # Recommendations

    @cached_property
    def recommendations(self) -> list[Any]:
        """Each with `plans_acting`."""
        rows = Recommendation.objects.filter(project=self.project)
        return list(rows.annotate_coverage().order_by("number"))

    @cached_property
    def validations(self) -> dict[int, Validation]:
        return validations_of(self.recommendations)

    @cached_property
    def rounds(self) -> list[ValidationRound]:
        """Closed in the period."""
        rounds = self.project.rounds.filter(self.moments_in_period("closed_at"))
        return list(rounds.select_related("workshop").order_by("closed_at", "pk"))

    # Publications

    @cached_property
    def editions(self) -> list[Edition]:
        editions = Edition.objects.filter(
            self.moments_in_period("published_at"), brief__project=self.project
        )
        return list(editions.select_related("brief").defer("content").order_by("published_at"))

    @cached_property
    def revisions(self) -> list[PlanRevision]:
        revisions = PlanRevision.objects.filter(
            self.moments_in_period("made_at"), plan__project_city__project=self.project
        )
        read = revisions.select_related("plan__project_city__city").defer("content")
        return list(read.order_by("made_at", "pk"))

    @cached_property
    def diagnostics(self) -> list[Diagnostic]:
        diagnostics = Diagnostic.objects.filter(
            self.moments_in_period("published_at"), project_city__project=self.project
        )
        return list(diagnostics.select_related("project_city__city").order_by("published_at"))
