"""A city's box: written by organisers and the city, confirmed by its focal point."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from briefs.boxes import (
    BoxHasMoved,
    BoxLine,
    actions_to_choose,
    box_lines,
    confirm_box,
    published_plan_of,
)
from briefs.document.cities import MOST_FLAGSHIPS, box_of
from briefs.document.published import PublishedPlan
from briefs.forms import CityBoxForm, ConfirmForm
from briefs.models import MOST_VISION_WORDS, BriefCity
from recovery_plans.models import RecoveryPlan
from writing.clock import Clock
from writing.presence import open_for_writing
from writing.replies import reply_not_saved, reply_saved


def box_or_404(request: UserRequest, slug: str, city: str) -> BriefCity:
    boxes = BriefCity.objects.visible_to(request.user).select_related(
        "brief__project", "project_city__city__country", "confirmed_by"
    )
    return get_object_or_404(boxes, brief__slug=slug, project_city__city__slug=city)


@vary_on_headers("HX-Request")
def city_box(request: UserRequest, slug: str, city: str) -> HttpResponse:
    place = box_or_404(request, slug, city)
    if request.method == "POST" and not place.can_be_written_by(request.user):
        raise PermissionDenied
    clock = clock_of(place, request)
    published = published_plan_of(place)

    form = CityBoxForm(
        request.POST or None, instance=place, actions=actions_to_choose(place, published)
    )
    if form.is_valid() and form.save_by(request.user):
        return reply_saved(request, form, clock=clock, to=address_of(place))
    if request.headers.get("HX-Request"):
        return reply_not_saved(request, form, clock=clock)
    return render(request, "briefs/city_box.html", page_of(request, place, published, form))


def page_of(
    request: UserRequest, place: BriefCity, published: PublishedPlan | None, form: CityBoxForm
) -> dict[str, Any]:
    can_write = place.can_be_written_by(request.user)
    clock = clock_of(place, request)
    status = place.status_beside(published.revision if published else None)
    return {
        "place": place,
        "brief": place.brief,
        "city": place.project_city.city,
        "line": BoxLine(place, status),
        "published": published,
        "box": box_of(place, published),
        "form": form,
        "can_write": can_write,
        "can_confirm": place.can_be_confirmed_by(request.user),
        "can_read_brief": place.brief.can_be_read_whole_by(request.user),
        "clock": clock,
        "here": open_for_writing(place, request.user, clock=clock) if can_write else None,
        "most_words": MOST_VISION_WORDS,
        "most_actions": MOST_FLAGSHIPS,
    }


def address_of(place: BriefCity) -> str:
    return reverse("briefs:city_box", args=[place.brief.slug, place.project_city.city.slug])


def clock_of(place: BriefCity, request: UserRequest) -> Clock:
    city = place.project_city.city
    return Clock.at(city.time_zone, city.name, otherwise=request.user)


@require_POST
def city_box_confirm(request: UserRequest, slug: str, city: str) -> HttpResponse:
    place = box_or_404(request, slug, city)
    if not place.can_be_confirmed_by(request.user):
        raise PermissionDenied

    form = ConfirmForm(request.POST)
    try:
        if not form.is_valid():
            raise BoxHasMoved(_("This page was out of date. Read the box again, then confirm it."))
        confirm_box(place, **form.cleaned_data, by=request.user)
    except BoxHasMoved as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The box is confirmed as it stands below."))
    return redirect(address_of(place))


@require_safe
@vary_on_headers("HX-Request")
def plan_boxes(request: UserRequest, plan_id: int) -> HttpResponse:
    """On the page of a plan: the boxes that briefs have of its city."""
    plans = RecoveryPlan.objects.read_whole_by(request.user).with_city()
    plan = get_object_or_404(plans, pk=plan_id)
    places = BriefCity.objects.filter(project_city=plan.project_city).select_related(
        "brief", "project_city__city"
    )
    is_piece = bool(request.headers.get("HX-Request"))
    page = "briefs/_plan_boxes.html" if is_piece else "briefs/plan_boxes.html"
    lines = box_lines(places.order_by("brief__title", "pk"))
    return render(request, page, {"plan": plan, "lines": lines})
