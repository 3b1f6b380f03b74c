"""What the page of a workshop shows, for whoever asks: one pure read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Prefetch, Q

from briefs.models import Brief
from desk.deeds import Deed, deeds_of_workshops
from desk.next_workshop import NextWorkshop, describe_next, next_workshop
from desk.times import LocalTime
from participants.funnel import Funnel
from participants.groups import Group, groups_of
from participants.missing import Missing, missing_in
from participants.models import Delegation, ParticipationRecord, Registration
from participants.participation import Participation, participation_of
from participants.report import BreakdownRow, frozen_table, tables_of_groups
from participants.suppression import PublicRow, Told, told_of
from participants.workshop_report import participation_of_groups
from projects.models import Language
from recommendations.models import ActionResponse, Finding, RoundWording, ValidationRound
from recovery_plans.models import RecoveryPlan
from workshops.models import Material, Workshop, WorkshopBody, WorkshopQuerySet


@dataclass(frozen=True)
class PlanThatAnswers:
    plan: RecoveryPlan
    actions: int


@dataclass(frozen=True)
class CameOfIt:
    """What followed from a workshop, as far as the reader may see it."""

    briefs: list[Brief]
    recommendations: int  # put to a round here that is closed
    as_worded: int  # of them, validated in the words that still stand
    plans: list[PlanThatAnswers]
    findings: int

    def __bool__(self) -> bool:
        return bool(self.briefs or self.plans or self.findings)


@dataclass(frozen=True)
class SoFar:
    """Women and men from the invitation on, and what is not known of them."""

    funnel: Funnel
    missing: list[Missing]


@dataclass(frozen=True)
class WorkshopPage:
    workshop: Workshop
    participation: Participation
    who: Sequence[PublicRow | BreakdownRow]
    is_suppressed: bool
    is_earlier: bool  # the groups stand as before a correction too small to tell
    so_far: SoFar | None  # for whoever runs it, while others can still be asked
    times: list[LocalTime]
    hosts: list[str]
    materials: list[Material]
    came_of_it: CameOfIt
    deed: Deed | None  # for whoever runs it
    fills: NextWorkshop | None  # for whoever runs it, while its list is being filled
    follows: NextWorkshop | None  # for everybody else
    reads_people: bool
    runs: bool
    delegations: Sequence[Delegation]  # of the cities that the user writes for
    has_example: bool

    @property
    def languages(self) -> list[str]:
        names = dict(Language.choices)
        return [str(names.get(code, code)) for code in self.workshop.working_languages]

    @property
    def sources(self) -> list[str]:
        """The addresses of its sources; what else the source says stands in the note."""
        return [word for word in self.workshop.source.split() if word.startswith("http")]


@dataclass(frozen=True)
class WorkshopLine:
    workshop: Workshop
    participation: Participation
    has_example: bool  # it is invented, or somebody on its list is


GROUPS_BY = "organisation_kind"
BEFORE_IT_CLOSES = {Workshop.State.DRAFT, Workshop.State.OPEN}
HOSTS = Prefetch("hosts", WorkshopBody.objects.select_related("body").order_by("order"))


def workshops_listed() -> WorkshopQuerySet:
    return Workshop.objects.select_related("project", "city").prefetch_related(HOSTS)


def workshops_whole(workshops: WorkshopQuerySet) -> WorkshopQuerySet:
    """With all the rows that a workshop's page lists, in a fixed number of queries."""
    return workshops.select_related("project", "phase", "city__country").prefetch_related(
        HOSTS, "objectives", "sessions", "materials", "also_serves"
    )


def workshop_lines(workshops: Sequence[Workshop]) -> list[WorkshopLine]:
    """The lines of any number of workshops in three queries."""
    participation = participation_of(workshops)
    invented = invented_among(workshops)
    return [
        WorkshopLine(workshop, participation[workshop.pk], workshop.pk in invented)
        for workshop in workshops
    ]


def invented_among(workshops: Sequence[Workshop]) -> set[int]:
    """Those that are invented themselves, or that have somebody invented on their list."""
    listed = Registration.objects.filter(person__is_example=True, workshop__in=workshops)
    known = listed.order_by().values_list("workshop", flat=True).distinct()
    return {workshop.pk for workshop in workshops if workshop.is_example} | set(known)


def workshop_page_of(workshop: Workshop, *, user: Any) -> WorkshopPage:
    runs = workshop.can_be_run_by(user)
    reads = runs or workshop.people_can_be_read_by(user)
    described = describe_next(workshop)
    record = workshop.participation_records.order_by("-number").first()
    groups = groups_of(workshop)
    who, is_earlier = _who(record, groups, reads=reads)
    return WorkshopPage(
        workshop=workshop,
        participation=participation_of_groups(workshop, record, groups),
        who=who,
        is_suppressed=not reads,
        is_earlier=is_earlier,
        so_far=_so_far(workshop, groups) if runs else None,
        times=described.times,
        hosts=described.hosts,
        materials=[each for each in workshop.materials.all() if each.is_public or reads],
        came_of_it=came_of(workshop, user=user),
        deed=next(iter(deeds_of_workshops([workshop])), None) if runs else None,
        fills=described if runs and workshop.state in BEFORE_IT_CLOSES else None,
        follows=described if workshop.takes_registrations else _follows(workshop),
        reads_people=reads,
        runs=runs,
        delegations=[] if runs or not user.is_authenticated else own_delegations(workshop, user),
        has_example=workshop.is_example
        or any(group.columns["person__is_example"] for group in groups),
    )


def own_delegations(workshop: Workshop, user: Any) -> Sequence[Delegation]:
    return list(Delegation.objects.sent_by(user).filter(workshop=workshop))


def _who(
    record: ParticipationRecord | None, groups: list[Group], *, reads: bool
) -> tuple[Sequence[PublicRow | BreakdownRow], bool]:
    """By type of organisation; for the public once it is signed off, if anything may be told.

    A list that still moves would tell who came: the public could compare it with the day before.
    And whether they stand as an earlier record has them, for the same reason.
    """
    if reads:
        table = (
            frozen_table(record, GROUPS_BY) if record else tables_of_groups(groups, [GROUPS_BY])[0]
        )
        return table.rows, False
    if record is None:
        return [], False
    told = _told(record)
    tells = any(row.total is not None for row in told.rows)
    return (told.rows, told.is_earlier) if tells else ([], False)


def _told(record: ParticipationRecord) -> Told:
    earlier = (
        ParticipationRecord.objects.filter(
            workshop=record.workshop_id, number__lt=record.number
        ).order_by("number")
        if record.number > 1
        else ()
    )
    return told_of(frozen_table(each, GROUPS_BY).rows for each in (*earlier, record))


def _so_far(workshop: Workshop, groups: list[Group]) -> SoFar | None:
    if workshop.state not in BEFORE_IT_CLOSES or workshop.has_begun or not groups:
        return None
    return SoFar(Funnel.of_groups(groups), missing_in(groups, has_begun=False))


def came_of(workshop: Workshop, *, user: Any) -> CameOfIt:
    items = list(
        RoundWording.objects.filter(
            round__workshop=workshop, round__state=ValidationRound.State.CLOSED
        )
        .select_related("wording")
        .annotate(latest=Max("wording__recommendation__wordings__number"))
    )
    recommendations = {item.wording.recommendation_id for item in items}
    return CameOfIt(
        briefs=list(Brief.objects.visible_to(user).filter(workshops=workshop)),
        recommendations=len(recommendations),
        as_worded=sum(
            bool(item.is_validated) and item.wording.number == item.latest for item in items
        ),
        plans=_plans_that_answer(recommendations, user),
        findings=Finding.objects.visible_to(user).filter(workshop=workshop).count(),
    )


def _plans_that_answer(recommendations: set[int], user: Any) -> list[PlanThatAnswers]:
    """Plans with actions that answer the recommendations; of a draft only for its readers."""
    whole = RecoveryPlan.objects.read_whole_by(user).values("pk")
    responses = ActionResponse.objects.filter(
        Q(action__is_published=True) | Q(action__plan__in=whole),
        recommendation__in=recommendations,
        action__removed_at__isnull=True,
    ).select_related("action__plan__project_city__city")
    actions = {response.action_id: response.action for response in responses}
    counts = Counter(action.plan for action in actions.values())
    return [PlanThatAnswers(plan, count) for plan, count in counts.items()]


def _follows(workshop: Workshop) -> NextWorkshop | None:
    coming = next_workshop(workshop.project)
    return coming if coming and coming.workshop != workshop else None
