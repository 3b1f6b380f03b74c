"""The two invented recovery plans, moved through their states by the users of the example."""

from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from cities.models import City, FiscalYear, ProjectCity
from desk.example.files import read_invented
from desk.example.users import ORGANISER
from frameworks.models import Pathway, Target
from projects.models import Language, Organisation, Project
from projects.names import organisation_key
from projects.services import find_or_create_organisations
from recovery_plans.models import (
    Action,
    Indicator,
    IndicatorValue,
    Milestone,
    Money,
    Priority,
    ProgressNote,
    RecoveryPlan,
    WritingStatus,
)
from recovery_plans.periods import last_half_year
from recovery_plans.services import add_comment, create_plan, move_plan
from recovery_plans.services.note import move_note
from recovery_plans.transitions import PlanState
from workshops.models import Workshop
from writing.services import save_first_version

Facts = dict[str, Any]
PLANS = ("suva", "hoi_an")
TEXT_OF_ACTION = (
    "title", "objective", "starts_on", "ends_on", "legal_needs", "institutional_needs", "risk",
    "gender_note", "costing", "state",
)  # fmt: skip


def load_plans(project: Project) -> None:
    """Suva: revision 1 is public, the next draft was sent back. Hội An: a first draft."""
    suva = read_invented("suva")
    plan = _load_plan(project, suva)
    _publish(plan)
    _report(plan, suva["note"])
    _ask_for_changes(plan, suva["request"])
    _load_plan(project, read_invented("hoi_an"))


def _load_plan(project: Project, facts: Facts) -> RecoveryPlan:
    slug = facts["plan"]["city"]
    place = ProjectCity.objects.select_related("city").get(project=project, city__slug=slug)
    plan = create_plan(
        place,
        by=_officer(slug),
        currency=facts["plan"]["currency"],
        language=Language.ENGLISH,
        is_example=True,
    )
    _write_head(plan, facts["plan"])
    _write_chapters(plan, facts["chapters"])
    _write_sections(plan, facts["sections"])
    _write_priorities(plan, facts["priorities"])
    years = _load_fiscal_years(place.city, facts["fiscal_years"])
    organisations = _load_organisations(project, facts["actions"])
    for number, row in enumerate(facts["actions"], 1):
        _load_action(plan, number, row, organisations, years)
    return plan


def _write_head(plan: RecoveryPlan, head: Facts) -> None:
    fields = ("title", "vision", "period_start", "period_end", "parent_plan")
    for name in fields:
        setattr(plan, name, head[name])
    plan.save(update_fields=fields)


def _write_chapters(plan: RecoveryPlan, texts: dict[str, str]) -> None:
    for chapter in plan.chapters.filter(key__in=texts):
        chapter.text = texts[chapter.key].strip()
        chapter.status = WritingStatus.READY
        chapter.save(update_fields=["text", "status"])


def _write_sections(plan: RecoveryPlan, rows: list[Facts]) -> None:
    """A row with a reason is not part of the plan; a pathway without a row is not decided yet."""
    sections = {
        section.pathway.code: section for section in plan.sections.select_related("pathway")
    }
    for row in rows:
        section = sections[row["pathway"]]
        section.is_part = "reason" not in row
        section.reason = row.get("reason", "")
        section.narrative = row.get("narrative", "").strip()
        if section.is_part:
            section.status = row.get("status", WritingStatus.READY)
        section.save(update_fields=["is_part", "reason", "narrative", "status"])


def _write_priorities(plan: RecoveryPlan, rows: list[Facts]) -> None:
    workshops = {workshop.slug: workshop for workshop in Workshop.objects.all()}
    Priority.objects.bulk_create(
        Priority(
            plan=plan,
            order=order,
            text=row["text"],
            workshop=workshops.get(row.get("workshop", "")),
        )
        for order, row in enumerate(rows, 1)
    )


def _load_fiscal_years(city: City, rows: list[Facts]) -> dict[str, FiscalYear]:
    for row in rows:
        FiscalYear.objects.get_or_create(city=city, label=row["label"], defaults=row)
    return {year.label: year for year in city.fiscal_years.all()}


def invented_fiscal_years() -> QuerySet[FiscalYear]:
    """The budget years that came with the example, whoever counts in them by now."""
    of_example = [
        Q(
            city__slug=facts["plan"]["city"],
            label__in=[row["label"] for row in facts["fiscal_years"]],
        )
        for facts in map(read_invented, PLANS)
    ]
    return FiscalYear.objects.filter(reduce(or_, of_example))


def _load_organisations(project: Project, actions: list[Facts]) -> dict[str, Organisation]:
    names = [name for row in actions for name in (row["lead"], *row.get("partners", []))]
    return find_or_create_organisations(project, [(name, "") for name in names], is_example=True)


def _load_action(
    plan: RecoveryPlan,
    number: int,
    row: Facts,
    organisations: dict[str, Organisation],
    years: dict[str, FiscalYear],
) -> None:
    pathways = Pathway.objects.filter(framework=plan.framework)
    action = Action.objects.create(
        plan=plan,
        number=number,
        order=number,
        pathway=pathways.get(code=row["pathway"]),
        lead=organisations[organisation_key(row["lead"])],
        **{name: row[name] for name in TEXT_OF_ACTION if name in row},
    )
    action.other_pathways.set(pathways.filter(code__in=row.get("other_pathways", [])))
    action.targets.set(Target.objects.filter(code__in=row.get("targets", [])))
    action.partners.set(organisations[organisation_key(name)] for name in row.get("partners", []))
    _load_money(action, row.get("money", []), years)
    _load_milestones(action, row.get("milestones", []))
    for indicator in row.get("indicators", []):
        _load_indicator(action, indicator)


def _load_money(action: Action, rows: list[Facts], years: dict[str, FiscalYear]) -> None:
    Money.objects.bulk_create(
        Money(
            action=action,
            kind=row["kind"],
            amount=Decimal(row["amount"]),
            fiscal_year=years[row["fiscal_year"]],
            source=row["source"],
        )
        for row in rows
    )


def _load_milestones(action: Action, rows: list[Facts]) -> None:
    Milestone.objects.bulk_create(
        Milestone(action=action, order=order, **row) for order, row in enumerate(rows, 1)
    )


def _load_indicator(action: Action, row: Facts) -> None:
    values = row.pop("values", [])
    indicator = Indicator.objects.create(action=action, **_with_decimals(row))
    IndicatorValue.objects.bulk_create(
        IndicatorValue(indicator=indicator, **_with_decimals(value)) for value in values
    )


def _with_decimals(row: Facts) -> Facts:
    """TOML has floats where the database has exact numbers."""
    return {
        name: Decimal(str(value)) if name in {"value", "baseline", "target"} else value
        for name, value in row.items()
    }


def _publish(plan: RecoveryPlan) -> None:
    focal_point, reviewer = _focal_point(plan), _user(ORGANISER)
    move_plan(plan, to=PlanState.SUBMITTED, by=focal_point)
    move_plan(plan, to=PlanState.REVIEWED, by=reviewer)
    move_plan(plan, to=PlanState.PUBLISHED, by=focal_point)


def _report(plan: RecoveryPlan, text: str) -> None:
    """What the city said of the last half-year, accepted by the reviewer."""
    period, focal_point = last_half_year(timezone.localdate()), _focal_point(plan)
    note = ProgressNote(plan=plan, starts_on=period.starts_on, ends_on=period.ends_on)
    save_first_version(note, fields={"text": text}, by=focal_point)
    move_note(note, to=ProgressNote.State.SENT, by=focal_point)
    note.refresh_from_db()
    move_note(note, to=ProgressNote.State.ACCEPTED, by=_user(ORGANISER))


def _ask_for_changes(plan: RecoveryPlan, request: Facts) -> None:
    """The city has begun the next draft and submitted it; the reviewer asks about one section."""
    focal_point, reviewer = _focal_point(plan), _user(ORGANISER)
    move_plan(plan, to=PlanState.DRAFT, by=focal_point)
    move_plan(plan, to=PlanState.SUBMITTED, by=focal_point)
    section = plan.sections.get(pathway__code=request["section"])
    add_comment(plan, text=request["question"], by=reviewer, about=section, is_request=True)
    move_plan(plan, to=PlanState.CHANGES_REQUESTED, by=reviewer)
    section.status = WritingStatus.IN_PROGRESS
    section.save(update_fields=["status"])


def _focal_point(plan: RecoveryPlan) -> User:
    return _user(f"focal.{plan.project_city.city.slug}@example.org")


def _officer(slug: str) -> User:
    return _user(f"officer.{slug}@example.org")


def _user(email: str) -> User:
    return User.objects.get(email=email)
