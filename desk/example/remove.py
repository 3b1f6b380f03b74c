"""Taking the example out of a project: what is invented goes, what is real stays."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from briefs.models import (
    Brief,
    BriefExport,
    BriefFinding,
    BriefRecommendation,
    ClearanceStep,
    Edition,
    FileOfRecord,
    ProjectReport,
    ReportExport,
)
from cities.models import (
    Diagnostic,
    DiagnosticExport,
    DiagnosticFile,
    Practice,
    ProfileFact,
)
from desk.example.history import remove_history_of_what_goes
from desk.example.plans import invented_fiscal_years
from desk.example.source_figures import sign_off_from_source
from participants.models import (
    Consent,
    EvaluationResult,
    ParticipationRecord,
    Person,
    PersonMerge,
    Registration,
)
from projects.models import Organisation, Project, ProjectIndicator
from recommendations.models import Answer, Finding, Recommendation, RoundWording, ValidationRound
from recovery_plans.models import Adoption, PlanExport, PlanRevision, RecoveryPlan
from workshops.models import Material, Workshop


def project_with_example(user: Any) -> Project | None:
    """A project with invented rows that the user works on; removing them is another right."""
    # Sought apart: joined, each person would meet each workshop and each plan.
    of_project: dict[Any, str] = {
        Person: "project", Workshop: "project", RecoveryPlan: "project_city__project",
        Brief: "project",
    }  # fmt: skip
    invented = Q()
    for model, path in of_project.items():
        rows = model._default_manager.filter(**{path: OuterRef("pk")}, is_example=True)
        invented |= Q(Exists(rows))
    return Project.objects.read_by(user).filter(invented).first()


@transaction.atomic
def remove_example(project: Project, *, by: User) -> None:
    """Remove every invented row of the project, and the example users but the one who asks.

    All or nothing; done again, nothing happens. Project, bodies, cities, real workshops and figures
    taken from a source stay; a real workshop that lived on invented people gets the figures that
    its source gives. What real people have written into an invented plan or brief goes with it.
    """
    with remove_history_of_what_goes():
        _remove_briefs(Brief.objects.filter(project=project, is_example=True))
        _remove_reports(project)
        _remove_rounds(project)
        _remove_recommendations(project)
        _remove_plans(RecoveryPlan.objects.filter(project_city__project=project, is_example=True))
        _remove_diagnostics(project)
        real = _remove_people(project)
        _remove_workshops(Workshop.objects.filter(project=project, is_example=True))
        _remove_organisations(project)
        _give_figures_of_source(real, by=by)
        User.objects.filter(is_example=True).exclude(pk=by.pk).delete()


def _remove_briefs(briefs: QuerySet[Brief]) -> None:
    """With their editions and the files made of them; a real translation stands on its own."""
    exports = BriefExport.objects.filter(edition__brief__in=briefs)
    _delete_files(exports.values_list("file", flat=True))
    exports.delete()
    for files in (
        FileOfRecord.objects.filter(edition__brief__in=briefs).values_list("file", flat=True),
        ClearanceStep.objects.filter(brief__in=briefs).values_list("returned_file", flat=True),
    ):
        _delete_files(files)
    Edition.objects.filter(brief__in=briefs).delete()
    Brief.objects.filter(translation_of__in=briefs).update(translation_of=None)
    briefs.delete()


def _remove_reports(project: Project) -> None:
    """With their files, the invented indicators and what invented people said of workshops."""
    reports = ProjectReport.objects.filter(project=project, is_example=True)
    exports = ReportExport.objects.filter(report__in=reports)
    _delete_files(exports.values_list("file", flat=True))
    exports.delete()
    reports.delete()
    ProjectIndicator.objects.filter(project=project, is_example=True).delete()
    EvaluationResult.objects.filter(workshop__project=project, is_example=True).delete()


def _remove_rounds(project: Project) -> None:
    """Invented rounds, rounds at an invented workshop, and invented wordings in any other."""
    RoundWording.objects.filter(
        wording__recommendation__project=project, wording__recommendation__is_example=True
    ).delete()
    ValidationRound.objects.filter(
        Q(is_example=True) | Q(workshop__is_example=True), project=project
    ).delete()


def _remove_recommendations(project: Project) -> None:
    """Also out of the real briefs that chose them."""
    findings = Finding.objects.filter(project=project, is_example=True)
    recommendations = Recommendation.objects.filter(project=project, is_example=True)
    BriefFinding.objects.filter(finding__in=findings).delete()
    BriefRecommendation.objects.filter(recommendation__in=recommendations).delete()
    findings.delete()
    recommendations.delete()


def _remove_plans(plans: QuerySet[RecoveryPlan]) -> None:
    """With their revisions, files, decisions and the budget years nothing else is counted in."""
    plans = RecoveryPlan.objects.filter(pk__in=list(plans.values_list("pk", flat=True)))
    adoptions = Adoption.objects.filter(plan__in=plans)
    _delete_files(adoptions.values_list("file", flat=True))
    adoptions.delete()
    exports = PlanExport.objects.filter(plan__in=plans)
    _delete_files(exports.values_list("file", flat=True))
    exports.delete()
    plans.update(published=None, state=RecoveryPlan.State.WITHDRAWN)
    PlanRevision.objects.filter(plan__in=plans).delete()
    plans.delete()
    invented_fiscal_years().filter(money__isnull=True).delete()


def _remove_diagnostics(project: Project) -> None:
    """With their evidence and reports; and the invented facts and practices of the cities."""
    diagnostics = Diagnostic.objects.filter(project_city__project=project, is_example=True)
    exports = DiagnosticExport.objects.filter(diagnostic__in=diagnostics)
    evidence = DiagnosticFile.objects.filter(diagnostic__in=diagnostics)
    for files in (exports, evidence):
        _delete_files(files.values_list("file", flat=True))
    exports.delete()
    diagnostics.delete()
    Practice.objects.filter(project=project, is_example=True).delete()
    ProfileFact.objects.filter(city__project_cities__project=project, is_example=True).delete()


def _remove_people(project: Project) -> list[Workshop]:
    """Invented people, and whoever was only registered for an invented workshop.

    Returns the real workshops on whose list somebody was invented. Figures that were signed off
    from such a list were never true and go; those counted in the room or of a source stay.
    """
    registrations = Registration.objects.filter(
        Q(person__is_example=True) | Q(workshop__is_example=True), workshop__project=project
    )
    leaving = set(registrations.values_list("person", flat=True))
    real = list(
        Workshop.objects.filter(registrations__in=registrations, is_example=False).distinct()
    )
    for workshop in real:
        _take_back_figures(workshop)
    Answer.objects.filter(registration__in=registrations).delete()
    Consent.objects.filter(workshop__project=project, workshop__is_example=True).delete()
    registrations.delete()

    people = Person.objects.filter(
        Q(is_example=True) | Q(pk__in=leaving, registrations__isnull=True), project=project
    )
    PersonMerge.objects.filter(Q(kept__in=people) | Q(merged__in=people)).delete()
    Person.objects.filter(merged_into__in=people).update(merged_into=None)
    people.delete()
    return real


def _take_back_figures(workshop: Workshop) -> None:
    of_list = workshop.participation_records.filter(basis=ParticipationRecord.Basis.LIST)
    was_signed_off = of_list.delete()[0]
    if was_signed_off and not workshop.participation_records.exists():
        workshop.state = Workshop.State.CLOSED
        workshop.save(update_fields=["state"])


def _remove_workshops(workshops: QuerySet[Workshop]) -> None:
    _delete_files(Material.objects.filter(workshop__in=workshops).values_list("file", flat=True))
    ParticipationRecord.objects.filter(workshop__in=workshops).delete()
    Finding.objects.filter(workshop__in=workshops).update(workshop=None)
    workshops.delete()


def _remove_organisations(project: Project) -> None:
    """Those that nothing real refers to; the others are no longer called invented."""
    invented = Organisation.objects.filter(project=project, is_example=True)
    used = (
        Q(registrations__isnull=False)
        | Q(led_actions__isnull=False)
        | Q(partnered_actions__isnull=False)
    )
    kept = list(invented.filter(used).values_list("pk", flat=True).distinct())
    invented.exclude(pk__in=kept).delete()
    Organisation.objects.filter(pk__in=kept).update(is_example=False)


def _give_figures_of_source(workshops: list[Workshop], *, by: User) -> None:
    """Where the list was wholly invented, what the source says takes its place."""
    for workshop in workshops:
        is_empty = not workshop.registrations.exists()
        if is_empty and not workshop.participation_records.exists():
            sign_off_from_source(workshop, by=by)


def _delete_files(names: QuerySet[Any, str]) -> None:
    """Once the rows are gone for good."""
    for name in filter(None, names):
        transaction.on_commit(partial(default_storage.delete, name))
