"""What somebody has to do next, from whichever room: the one warm panel of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from briefs.boxes import lines_to_confirm
from briefs.models import Brief, Edition
from desk.models import PrivacyRequest
from participants.filters import SHORT_LISTS
from participants.models import Delegation, Registration
from participants.next_deed import next_deed
from projects.models import Project
from recovery_plans.models import RecoveryPlan
from recovery_plans.next_step import next_step
from recovery_plans.overview import PlanOverview
from recovery_plans.transitions import PlanState
from workshops.models import Workshop

COUNTED = ("everyone", "pending", "attendance")
REQUESTS_SHOWN = 3
NOBODY = dict.fromkeys(COUNTED, 0)


@dataclass(frozen=True)
class Deed:
    about: str  # the workshop, plan or brief
    text: str
    url: str
    button: str
    quote: str = ""  # what somebody asked, in their own words
    is_example: bool = False


def list_counts(workshops: Iterable[Workshop]) -> dict[int, Mapping[str, int]]:
    """How many are on the short lists of each workshop, in one query; none for an empty list."""
    rows: Any = (
        Registration.objects.filter(workshop__in=list(workshops))
        .order_by()
        .values("workshop")
        .annotate(**{key: Count("pk", filter=SHORT_LISTS[key].condition) for key in COUNTED})
    )
    return {row["workshop"]: row for row in rows}


def deed_of_workshop(workshop: Workshop, counts: Mapping[str, int]) -> Deed | None:
    """What whoever runs the workshop does next; of a workshop long over without a list nothing."""
    if workshop.state == Workshop.State.DRAFT:
        text = _("It is a draft: nobody else sees it. Give its days and open it for registration.")
        url = reverse("workshops:workshop_edit", args=[workshop.slug])
        return Deed(workshop.title, text, url, _("Edit the workshop"))
    if workshop.has_ended and not counts["everyone"]:
        return None
    deed = next_deed(workshop, counts)
    if deed is None:
        return None
    return Deed(workshop.title, deed.text, deed.url, deed.button, is_example=workshop.is_example)


def deeds_of_workshops(workshops: Iterable[Workshop]) -> list[Deed]:
    """In the order of the workshops; one query for all of them."""
    workshops = list(workshops)
    counts = list_counts(workshops)
    deeds = [deed_of_workshop(each, counts.get(each.pk, NOBODY)) for each in workshops]
    return [deed for deed in deeds if deed is not None]


def deeds_of_delegations(user: Any) -> list[Deed]:
    """Delegations of the user's cities that can be named now; one query."""
    sent = Delegation.objects.sent_by(user).filter(workshop__state=Workshop.State.OPEN)
    return [
        deed_of_delegation(delegation)
        for delegation in sent.order_by("workshop__starts_on", "pk")
        if delegation.workshop.takes_registrations
    ]


def deed_of_delegation(delegation: Delegation) -> Deed:
    workshop = delegation.workshop
    text = _("Name who comes from %(city)s.") % {"city": delegation}
    url = reverse("participants:delegation_detail", args=[workshop.slug, delegation.pk])
    button = _("Open the delegation")
    return Deed(workshop.title, text, url, button, is_example=workshop.is_example)


def deed_of_plan(plan: RecoveryPlan, user: Any) -> Deed:
    """What the plan's own page calls next for this user; a few queries for each plan."""
    step = next_step(PlanOverview(plan), user)
    link = None if step.is_deed else step.button  # a deed is posted on the plan's own page
    return Deed(
        about=str(plan),
        text=step.title,
        quote=step.quote,
        url=link.url if link else reverse("recovery_plans:plan_detail", args=[plan.pk]),
        button=link.words if link else _("Open the plan"),
        is_example=plan.is_example,
    )


def deeds_of_boxes(user: Any) -> list[Deed]:
    """Boxes of briefs that wait for the word of this focal point; two queries."""
    return [
        Deed(
            about=line.place.brief.title,
            text=_("Confirm the box of %(city)s: %(status)s.")
            % {"city": line.place.project_city.city, "status": line.words},
            url=line.address,
            button=_("Read the box"),
            is_example=line.place.brief.is_example,
        )
        for line in lines_to_confirm(user)
    ]


def deeds_of_organiser(projects: Iterable[Project]) -> list[Deed]:
    """Plans that wait for a review, then briefs that have no public edition."""
    projects = list(projects)
    waiting = RecoveryPlan.objects.filter(
        project_city__project__in=projects, state=PlanState.SUBMITTED
    ).select_related("project_city__city")
    published = Q(editions__state=Edition.State.PUBLISHED)
    briefs: Any = Brief.objects.filter(project__in=projects).annotate(
        latest=Max("editions__number"), public=Count("editions", filter=published)
    )
    return [
        *(_review(plan) for plan in waiting),
        *(_make_edition(brief) for brief in briefs if not brief.public),
    ]


def deeds_of_requests(user: Any, organises: list[Project]) -> list[Deed]:
    """Requests about personal data that wait for an answer, the most urgent first."""
    if not organises:
        return []
    waiting = PrivacyRequest.objects.visible_to(user).open().order_by("due_on", "pk")
    return [_answer(asked) for asked in waiting[:REQUESTS_SHOWN]]


def _answer(asked: PrivacyRequest) -> Deed:
    return Deed(
        about=_("%(request)s: %(kind)s") % {"request": asked, "kind": asked.get_kind_display()},
        text=_("Somebody asks about their personal data. Answer by %(day)s.")
        % {"day": date_format(asked.due_on, "j F Y")},
        url=reverse("desk:privacy_request_detail", args=[asked.pk]),
        button=_("Open the request"),
    )


def _review(plan: RecoveryPlan) -> Deed:
    return Deed(
        about=str(plan),
        text=_("The city has submitted its plan. Read it, then ask for changes or complete it."),
        url=reverse("recovery_plans:plan_detail", args=[plan.pk]),
        button=_("Review the plan"),
        is_example=plan.is_example,
    )


def _make_edition(brief: Any) -> Deed:
    return Deed(
        about=brief.title,
        text=_("An edition is made, but not public yet.")
        if brief.latest
        else _("Once its parts are written, make the first edition and ask for the PDF."),
        url=reverse("briefs:brief_detail", args=[brief.slug]),
        button=_("Open the brief"),
        is_example=brief.is_example,
    )
