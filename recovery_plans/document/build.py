from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.db.models import Prefetch

from documents.copies import copy_of
from frameworks.models import Pillar, Words
from recovery_plans.document.text import (
    ActionText,
    AnnexText,
    ChapterText,
    IndicatorText,
    MilestoneText,
    MoneyText,
    PathwayText,
    PillarText,
    PlanDocument,
    PriorityText,
    TargetText,
    ValueText,
)
from recovery_plans.models import (
    Action,
    ActionQuerySet,
    Annex,
    Indicator,
    Money,
    PathwaySection,
    RecoveryPlan,
)
from recovery_plans.money import MoneyTotals, add_up, totals_of
from recovery_plans.progress import Progress, Way, mean_of, percent_of, share_of, way_of

Shares = dict[int, tuple[bool, Fraction | None]]  # by number: stopped?, how far carried out


def build_plan(plan: RecoveryPlan) -> PlanDocument:
    """All of a plan as it is written now. Thirteen queries, however long it is."""
    plan = RecoveryPlan.objects.with_city().get(pk=plan.pk)
    actions = list(_actions_of(plan))
    shares = {action.number: _share(action) for action in actions}
    texts: dict[int, list[ActionText]] = {}
    for action in actions:
        texts.setdefault(action.pathway_id, []).append(_action(action, plan, shares))
    return PlanDocument(
        **_head(plan),
        priorities=tuple(
            PriorityText(text=priority.text, workshop=str(priority.workshop or ""))
            for priority in plan.priorities.select_related("workshop")
        ),
        chapters=tuple(
            ChapterText(key=chapter.key, title=chapter.title, text=chapter.text)
            for chapter in plan.chapters.all()
        ),
        pillars=_pillars(plan, texts, shares),
        progress=_progress(shares, shares),
        money=sum(
            (_totals(text, plan.currency) for group in texts.values() for text in group),
            MoneyTotals(plan.currency),
        ),
        annexes=tuple(_annex(one) for one in plan.annexes.current().select_related("action")),
    )


def build_action(action: Action) -> ActionText:
    """One action alone, as it is written now."""
    shares = {action.number: _share(action)}
    return _action(action, action.plan, shares)


def _head(plan: RecoveryPlan) -> dict[str, Any]:
    place, framework = plan.project_city, plan.framework
    return {
        "title": str(plan),
        "city": place.city.name,
        "country": place.city.country.name,
        "time_zone": place.city.time_zone,
        "project": place.project.name,
        "body": place.body.name if place.body else "",
        "language": plan.language,
        "currency": plan.currency,
        "framework": framework.code,
        "framework_title": framework.title,
        "is_example": plan.is_example,
        "vision": plan.vision,
        "period_start": plan.period_start,
        "period_end": plan.period_end,
        "parent_plan": plan.parent_plan,
    }


def _actions_of(plan: RecoveryPlan) -> ActionQuerySet:
    return (
        plan.actions.current()
        .select_related("pathway", "lead")
        .prefetch_related(
            "other_pathways", "targets", "partners", "milestones", "indicators__values",
            Prefetch("money", Money.objects.select_related("fiscal_year")),
        )
    )  # fmt: skip


def _annex(annex: Annex) -> AnnexText:
    copy = copy_of(annex.file.name, is_picture=annex.is_picture)
    return AnnexText(
        key=annex.pk,
        title=annex.title,
        file_name=annex.file_name,
        action=annex.action.number if annex.action else None,
        alt_text=annex.alt_text,
        size=copy.size,
        sha256=copy.sha256,
        picture=copy.picture,
    )


def _pillars(
    plan: RecoveryPlan, texts: dict[int, list[ActionText]], shares: Shares
) -> tuple[PillarText, ...]:
    sections = plan.sections.select_related("pathway__pillar").order_by("pathway__order")
    return tuple(
        _pillar(pillar, [_pathway(section, texts, shares) for section in group], shares)
        for pillar, group in groupby(sections, key=lambda section: section.pathway.pillar)
    )


def _pillar(pillar: Pillar, pathways: list[PathwayText], shares: Shares) -> PillarText:
    numbers = [action.number for pathway in pathways for action in pathway.actions]
    return PillarText(
        code=pillar.code,
        order=pillar.order,
        title=pillar.title,
        pathways=tuple(pathways),
        progress=_progress(numbers, shares),
    )


def _pathway(
    section: PathwaySection, texts: dict[int, list[ActionText]], shares: Shares
) -> PathwayText:
    pathway, actions = section.pathway, texts.get(section.pathway_id, [])
    return PathwayText(
        code=pathway.code,
        title=pathway.title,
        description=pathway.description,
        is_working_title=pathway.wording != Words.VERIFIED,
        is_part=section.is_part,
        reason=section.reason,
        narrative=section.narrative,
        status=section.status,
        actions=tuple(actions),
        progress=_progress([action.number for action in actions], shares),
    )


def _action(action: Action, plan: RecoveryPlan, shares: Shares) -> ActionText:
    money = list(action.money.all())
    return ActionText(
        **_text_fields(action),
        milestones=tuple(
            MilestoneText(title=one.title, due_on=one.due_on, done_on=one.done_on)
            for one in action.milestones.all()
        ),
        money=tuple(_money(line, plan.currency) for line in money),
        indicators=tuple(_indicator(indicator) for indicator in action.indicators.all()),
        percent=percent_of(shares[action.number][1]),
        sums=add_up(((line.kind, line.amount) for line in money), costing=action.costing),
    )


def _text_fields(action: Action) -> dict[str, Any]:
    plain = (
        "number", "title", "objective", "starts_on", "ends_on", "legal_needs",
        "institutional_needs", "risk", "gender_note", "costing", "state", "state_reason",
        "state_on",
    )  # fmt: skip
    return {name: getattr(action, name) for name in plain} | {
        "pathway": action.pathway.code,
        "other_pathways": tuple(pathway.code for pathway in action.other_pathways.all()),
        "targets": tuple(TargetText(one.code, one.label) for one in action.targets.all()),
        "lead": action.lead.name if action.lead else "",
        "partners": tuple(partner.name for partner in action.partners.all()),
    }


def _money(line: Money, currency: str) -> MoneyText:
    return MoneyText(
        kind=line.kind,
        amount=line.amount,
        currency=currency,
        fiscal_year=line.fiscal_year.label if line.fiscal_year else "",
        source=line.source,
        on=line.on,
    )


def _indicator(indicator: Indicator) -> IndicatorText:
    return IndicatorText(
        title=indicator.title,
        unit=indicator.unit,
        baseline=indicator.baseline,
        baseline_on=indicator.baseline_on,
        target=indicator.target,
        target_on=indicator.target_on,
        remark=_way(indicator).remark,
        values=tuple(
            ValueText(
                value=one.value, on=one.on, source=one.source, is_estimate=one.is_estimate
            )
            for one in indicator.values.all()
        ),
    )  # fmt: skip


def _way(indicator: Indicator) -> Way:
    values = indicator.values.all()  # the latest first
    return way_of(indicator.baseline, indicator.target, values[0].value if values else None)


def _share(action: Action) -> tuple[bool, Fraction | None]:
    milestones = action.milestones.all()
    share = share_of(
        state=action.state,
        milestones=len(milestones),
        reached=sum(milestone.done_on is not None for milestone in milestones),
        ways=[_way(indicator) for indicator in action.indicators.all()],
    )
    return action.state == Action.State.STOPPED, share


def _progress(numbers: Iterable[int], shares: Shares) -> Progress:
    chosen = [shares[number] for number in numbers]
    return mean_of(
        (share for is_stopped, share in chosen if not is_stopped),
        stopped=sum(is_stopped for is_stopped, _share in chosen),
    )


def _totals(text: ActionText, currency: str) -> MoneyTotals:
    is_stopped = text.state == Action.State.STOPPED
    return totals_of(text.sums, currency=currency, is_stopped=is_stopped)
