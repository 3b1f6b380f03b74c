"""What is invented in a project, in numbers: said before it is removed."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from briefs.models import Brief
from participants.models import Person, Registration
from projects.models import Project
from recommendations.models import Finding, Recommendation
from recovery_plans.models import RecoveryPlan
from workshops.models import Workshop


@dataclass(frozen=True)
class ExampleContents:
    people: int
    workshops: list[Workshop]
    real_registrations: int  # of people who are not invented, for a workshop that is
    plans: list[RecoveryPlan]
    findings: int
    recommendations: int
    briefs: list[Brief]
    users: int


def contents_of(project: Project, *, asking: User) -> ExampleContents:
    invented = Q(project=project, is_example=True)
    plans = RecoveryPlan.objects.filter(project_city__project=project, is_example=True)
    return ExampleContents(
        people=Person.objects.filter(invented).count(),
        workshops=list(Workshop.objects.filter(invented)),
        real_registrations=Registration.objects.filter(
            workshop__project=project, workshop__is_example=True, person__is_example=False
        ).count(),
        plans=list(plans.with_city()),
        findings=Finding.objects.filter(invented).count(),
        recommendations=Recommendation.objects.filter(invented).count(),
        briefs=list(Brief.objects.filter(invented)),
        users=User.objects.filter(is_example=True).exclude(pk=asking.pk).count(),
    )
