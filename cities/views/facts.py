from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from cities.forms import FactForm
from cities.models import ProfileFact, ProjectCity
from cities.views.scope import clock_of, place_or_404, require
from writing.replies import reply_not_saved, reply_saved


def place_to_describe(request: UserRequest, code: str, slug: str) -> ProjectCity:
    place = place_or_404(request.user, code, slug)
    require(place.can_be_described_by(request.user))
    return place


def fact_list(request: UserRequest, code: str, slug: str) -> HttpResponse:
    place = place_or_404(request.user, code, slug)
    return render(
        request,
        "cities/fact_list.html",
        {
            "place": place,
            "facts": place.city.facts.all(),
            "can_edit": place.can_be_described_by(request.user),
        },
    )


def fact_add(request: UserRequest, code: str, slug: str) -> HttpResponse:
    place = place_to_describe(request, code, slug)
    return _write(request, place, ProfileFact(city=place.city))


@vary_on_headers("HX-Request")
def fact_edit(request: UserRequest, code: str, slug: str, pk: int) -> HttpResponse:
    place = place_to_describe(request, code, slug)
    return _write(request, place, get_object_or_404(place.city.facts, pk=pk))


def _write(request: UserRequest, place: ProjectCity, fact: ProfileFact) -> HttpResponse:
    form = FactForm(request.POST or None, instance=fact)
    clock = clock_of(place, request.user)
    to = reverse("cities:fact_list", args=[place.project.code, place.city.slug])
    if form.is_valid() and form.save_by(request.user):
        return reply_saved(request, form, clock=clock, to=to)
    if request.headers.get("HX-Request"):
        return reply_not_saved(request, form, clock=clock)
    context = {"place": place, "fact": fact, "form": form, "clock": clock, "back": to}
    return render(request, "cities/fact_form.html", context)


@require_POST
def fact_remove(request: UserRequest, code: str, slug: str, pk: int) -> HttpResponse:
    place = place_to_describe(request, code, slug)
    get_object_or_404(place.city.facts, pk=pk).delete()
    messages.success(request, _("The fact is removed."))
    return redirect("cities:fact_list", code, slug)
