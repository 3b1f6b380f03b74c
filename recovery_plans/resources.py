from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import IntegerWidget, Widget

from documents.resources import KeysWidget, KeyWidget, ManyField
from frameworks.models import Pathway, Target
from projects.models import Organisation, Project
from projects.names import organisation_key
from projects.services import find_or_create_organisations
from recovery_plans.models import Action, RecoveryPlan
from recovery_plans.services import PlanClosed, save_action
from recovery_plans.services.text import lock_open_plan
from writing.resources import VersionedResource
from writing.services import save_first_version


def plans_organised(user: Any) -> QuerySet[RecoveryPlan]:
    projects = Project.objects.organised_by(user).values("pk")
    return RecoveryPlan.objects.filter(project_city__project__in=projects).select_related(
        "framework", "project_city__project", "project_city__city"
    )


def every_pathway(user: Any) -> QuerySet[Pathway]:
    return Pathway.objects.select_related("framework")


def every_target(user: Any) -> QuerySet[Target]:
    return Target.objects.all()


def plan_key(plan: RecoveryPlan) -> str:
    """DA13/suva"""
    return f"{plan.project_city.project.code}/{plan.project_city.city.slug}"


def pathway_key(pathway: Pathway) -> str:
    return f"{pathway.framework.code}/{pathway.code}"


class OrganisationWidget(Widget):
    """The organisation of a name in the plan's project; those of a whole file are made at once."""

    found: Mapping[str, Mapping[str, Organisation]] = {}  # by code of the project and key

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Organisation | None:
        return self.found.get(project_code(row), {}).get(organisation_key(value or ""))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.name if value else ""


def project_code(row: Mapping[str, Any]) -> str:
    return str(row["plan"]).strip().partition("/")[0]


class NewAction:
    """What `save_action` asks of a page, for a row of a file or of the back office."""

    def __init__(self, action: Action, fields: dict[str, Any]) -> None:
        self.action, self.fields = action, fields

    def save_by(self, user: Any) -> bool:
        save_first_version(self.action, fields=self.fields, by=user)
        return True


class ActionResource(VersionedResource):
    """An action is known by its plan (project/city) and its number; without a number it is new.

    Only plans that are open for writing take any of it.
    """

    rows_bring_their_key = False
    plan = Field(attribute="plan", widget=KeyWidget(plans_organised, key=plan_key))
    number = Field(attribute="number", widget=IntegerWidget(), readonly=True)
    pathway = Field(attribute="pathway", widget=KeyWidget(every_pathway, key=pathway_key))
    other_pathways = ManyField(
        attribute="other_pathways", widget=KeysWidget(every_pathway, key=pathway_key)
    )
    targets = ManyField(
        attribute="targets", widget=KeysWidget(every_target, key=lambda row: row.code)
    )
    lead = Field(attribute="lead", widget=OrganisationWidget())

    class Meta:
        model = Action
        import_id_fields = ("plan", "number")
        fields = (
            "plan", "number", "title", "pathway", "other_pathways", "targets", "lead",
            "objective", "starts_on", "ends_on", "costing", "state", "state_reason", "state_on",
            "legal_needs", "institutional_needs", "risk", "gender_note",
        )  # fmt: skip

    @classmethod
    def with_related(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Actions that were taken out of their plans neither leave nor come back by a file."""
        return rows.filter(removed_at__isnull=True).select_related(
            "lead", "pathway__framework", "plan__project_city__project", "plan__project_city__city"
        ).prefetch_related("other_pathways__framework", "targets")  # fmt: skip

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self.open_plans: set[int] = set()
        names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in dataset.dict if {"plan", "lead"} <= set(dataset.headers) else []:
            if row["lead"]:
                names[project_code(row)].append((row["lead"], ""))
        self.fields["lead"].widget.found = {
            project.code: find_or_create_organisations(project, names[project.code])
            for project in Project.objects.organised_by(self.user).filter(code__in=names)
        }

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        super().validate_instance(instance, *args, **kwargs)
        others = vars(instance).get("chosen_other_pathways", [])
        if any(
            one.framework_id != instance.plan.framework_id for one in [instance.pathway, *others]
        ):
            raise ValidationError({"pathway": _("The plan follows another framework.")})

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        try:
            if is_create:
                save_action(instance, NewAction(instance, self.typed(instance)), by=self.user)
                return
            if instance.plan_id not in self.open_plans:
                lock_open_plan(instance.plan)
                self.open_plans.add(instance.plan_id)
        except PlanClosed as closed:
            raise ValidationError(_("This plan is not open for writing.")) from closed
        super().do_instance_save(instance, is_create)
