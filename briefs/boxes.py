"""The boxes of cities: how each stands beside its city's plan, and the focal point's word on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from briefs.document import BriefDocument
from briefs.document.content import CityBox
from briefs.document.published import PublishedPlan, published_plans
from briefs.models import Brief, BriefCity
from recovery_plans.models import Action, PlanRevision, RecoveryPlan
from writing.services import record_change


class BoxHasMoved(Exception):
    """The box, or the plan beside it, is no longer the one that was read."""


@dataclass(frozen=True)
class BoxLine:
    """A box and how it stands."""

    place: BriefCity
    status: BriefCity.Status

    @property
    def words(self) -> str:
        return str(self.status.label)

    @property
    def address(self) -> str:
        city = self.place.project_city.city
        return reverse("briefs:city_box", args=[self.place.brief.slug, city.slug])

    @property
    def tag(self) -> str:
        return TAGS[self.status]


TAGS = {
    BriefCity.Status.EMPTY: "",
    BriefCity.Status.OPEN: "tag-ask",
    BriefCity.Status.CHANGED: "tag-ask",
    BriefCity.Status.STALE: "tag-ask",
    BriefCity.Status.CONFIRMED: "tag-good",
}


def box_lines(places: Iterable[BriefCity]) -> list[BoxLine]:
    """In their order; one query for the plans of all."""
    rows = list(places)
    published = published_revisions(rows)
    return [BoxLine(row, row.status_beside(published.get(row.project_city_id))) for row in rows]


def boxes_of(brief: Brief) -> list[BoxLine]:
    places = brief.brief_cities.select_related("project_city__city", "confirmed_revision")
    lines = places.defer("confirmed_revision__content").order_by("order", "pk")
    for place in lines:
        place.brief = brief
    return box_lines(lines)


def published_revisions(places: Sequence[BriefCity]) -> dict[int, PlanRevision]:
    """By city of the project, without their content."""
    plans = (
        RecoveryPlan.objects.filter(project_city__in=[place.project_city_id for place in places])
        .exclude(state=RecoveryPlan.State.WITHDRAWN)
        .select_related("published")
        .defer("published__content")
    )
    return {plan.project_city_id: plan.published for plan in plans if plan.published}


def lines_to_confirm(user: Any) -> list[BoxLine]:
    """The boxes that wait for the word of the user, who is the focal point of their cities."""
    related = "brief", "project_city__city", "confirmed_revision"
    waiting = BriefCity.objects.to_confirm_by(user).select_related(*related)
    waiting = waiting.defer("confirmed_revision__content")
    confirmed = BriefCity.Status.CONFIRMED
    return [line for line in box_lines(waiting.order_by("pk")) if line.status != confirmed]


def unconfirmed_boxes(document: BriefDocument) -> list[tuple[str, str]]:
    """City and words: the boxes of an edition that their city had not confirmed as they are."""
    boxes = [(city.name, city.box) for city in document.cities if city.box]
    return [
        (name, str(BriefCity.Status(status).label))
        for name, box in boxes
        for status in [frozen_status(box)]
        if status != BriefCity.Status.CONFIRMED
    ]


def frozen_status(box: CityBox) -> str:
    if box.confirmed_on is None:
        return BriefCity.Status.OPEN
    if box.is_changed:
        return BriefCity.Status.CHANGED
    return BriefCity.Status.STALE if box.is_stale else BriefCity.Status.CONFIRMED


def published_plan_of(place: BriefCity) -> PublishedPlan | None:
    return published_plans([place]).get(place.project_city_id)


def actions_to_choose(place: BriefCity, published: PublishedPlan | None) -> Any:
    """Those of the published plan; until there is one, those that are being written."""
    actions = Action.objects.current().filter(plan__project_city=place.project_city_id)
    if published:
        numbers = [action.number for action in published.text.actions]
        actions = actions.filter(number__in=numbers)
    return actions.order_by("number")


@transaction.atomic
def confirm_box(place: BriefCity, *, version: int, revision: int | None, by: User) -> None:
    """By the focal point, as it was read: in that version, beside that revision of the plan.

    Confirming twice is no error. Raises BoxHasMoved.
    """
    published = published_revisions([place]).get(place.project_city_id)
    if (published.pk if published else None) != revision:
        raise BoxHasMoved(_("The plan has changed since you opened this page. Read it again."))
    row = BriefCity.objects.filter(pk=place.pk, version=version).exclude(vision="")
    confirmed = row.update(
        confirmed_by=by, confirmed_at=timezone.now(), confirmed_revision=published,
        confirmed_version=version,
    )  # fmt: skip
    if not confirmed:
        raise BoxHasMoved(_("The box has changed since you opened this page. Read it again."))
    before = place.confirmed_at.isoformat() if place.confirmed_at else ""
    record_change(
        place, field="confirmed_at", before=before, after=timezone.now().isoformat(), by=by
    )
