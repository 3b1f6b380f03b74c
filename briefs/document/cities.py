"""The cities of a brief: where each plan stands, and the box that the city has in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from briefs.document.content import CityBox, CityText, FlagshipText
from briefs.document.published import PublishedPlan
from briefs.models import BriefCity
from cities.models import City
from recovery_plans.amounts import print_amount
from recovery_plans.document import ActionText, PlanDocument
from recovery_plans.models import Action
from recovery_plans.stamp import stamps_of

MOST_FLAGSHIPS = 3


def city_texts(places: Sequence[BriefCity], plans: dict[int, PublishedPlan]) -> Iterable[CityText]:
    stamps = stamps_of(published.plan for published in plans.values())
    for place in places:
        row, published = place.project_city, plans.get(place.project_city_id)
        yield CityText(
            slug=row.city.slug,
            name=row.city.name,
            country=row.city.country.name,
            body=row.body.code if row.body else "",
            revision=published.revision.number if published else None,
            stamp=stamps[published.plan.pk] if published else "",
            actions=len(published.text.actions) if published else 0,
            position=position_of(row.city),
            box=box_of(place, published) if place.has_box else None,
        )


def position_of(city: City) -> tuple[float, float] | None:
    if city.longitude is None or city.latitude is None:
        return None
    return float(city.longitude), float(city.latitude)


def box_of(place: BriefCity, published: PublishedPlan | None) -> CityBox:
    """Without a published plan the vision stands alone."""
    confirmed = place.confirmed_at
    plan = published.text if published else None
    actions = plan.actions if plan else []
    return CityBox(
        vision=place.vision,
        flagships=tuple(flagships_of(place, plan)) if plan else (),
        pathways=len({action.pathway for action in actions}),
        costed=sum(action.costing != Action.Costing.NOT_COSTED for action in actions),
        money=tuple(money_of(plan)) if plan else (),
        confirmed_on=timezone.localdate(confirmed) if confirmed else None,
        is_stale=place.is_stale(published.revision if published else None),
        is_changed=place.is_changed,
    )


def flagships_of(place: BriefCity, plan: PlanDocument) -> Iterator[FlagshipText]:
    """The chosen ones that stand in the published plan, in its words."""
    chosen = sorted(action.number for action in place.flagship_actions.all())
    printed = {action.number: action for action in plan.actions}
    found = [printed[number] for number in chosen if number in printed]
    for action in found[:MOST_FLAGSHIPS]:
        yield flagship_text(action, plan.currency)


def flagship_text(action: ActionText, currency: str) -> FlagshipText:
    return FlagshipText(
        number=action.number,
        title=action.title,
        pathway=action.pathway,
        cost=amount(action.sums.cost, currency),
        secured=amount(action.sums.secured, currency),
    )


def amount(value: Decimal | None, currency: str) -> str:
    return "" if value is None else print_amount(value, currency)


def money_of(plan: PlanDocument) -> Iterator[tuple[str, str]]:
    """Never added up over cities: each plan counts in its own currency."""
    if plan.money.costed:
        yield _("Cost"), print_amount(plan.money.cost, plan.currency)
        yield _("Secured"), print_amount(plan.money.secured, plan.currency)
