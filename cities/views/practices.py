from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from cities.forms import PracticeForm, PracticeSearchForm
from cities.models import Practice, ProjectCity
from cities.views.scope import require
from projects.models import Project
from writing.clock import Clock
from writing.presence import open_for_writing
from writing.replies import reply_not_saved, reply_saved

PRACTICES_A_PAGE = 25
WORDS = 10


def project_or_404(code: str) -> Project:
    return get_object_or_404(Project.objects.select_related("framework"), code=code)


@login_not_required  # published practices are public
def practice_list(request: HttpRequest, code: str) -> HttpResponse:
    project = project_or_404(code)
    form = PracticeSearchForm(request.GET, project=project)
    visible = Practice.objects.visible_to(request.user).filter(project=project)
    found = with_words(visible, form.cleaned_data.get("words") or "")
    if pathway := form.cleaned_data.get("pathway"):
        found = found.filter(pathways=pathway)
    in_order = found.select_related("city__country").prefetch_related("pathways").distinct()
    page = Paginator(in_order.order_by("title", "pk"), PRACTICES_A_PAGE).get_page(
        request.GET.get("page")
    )
    keep = request.GET.copy()
    keep.pop("page", None)
    context = {
        "project": project,
        "form": form,
        "page": page,
        "keep": keep.urlencode(),
        "can_add": may_add(request.user, project),
        "is_example": any(one.is_example for one in page),
    }
    return render(request, "cities/practice_list.html", context)


def with_words(practices: QuerySet[Practice], words: str) -> QuerySet[Practice]:
    for word in words.split()[:WORDS]:
        practices = practices.filter(
            Q(title__icontains=word)
            | Q(problem__icontains=word)
            | Q(deed__icontains=word)
            | Q(result__icontains=word)
            | Q(city__name__icontains=word)
        )
    return practices


def may_add(user: Any, project: Project) -> bool:
    is_of_a_city = ProjectCity.objects.written_by(user).filter(project=project).exists()
    return is_of_a_city or project.can_be_organised_by(user)


def practice_or_404(user: Any, pk: int) -> Practice:
    visible = Practice.objects.visible_to(user)
    return get_object_or_404(visible.select_related("project__framework", "city__country"), pk=pk)


@login_not_required  # published practices are public
def practice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    practice = practice_or_404(request.user, pk)
    context = {
        "practice": practice,
        "pathways": practice.pathways.select_related("pillar"),
        "can_edit": practice.can_be_edited_by(request.user),
    }
    return render(request, "cities/practice_detail.html", context)


def practice_add(request: UserRequest, code: str) -> HttpResponse:
    project = project_or_404(code)
    if not Project.objects.read_by(request.user).filter(pk=project.pk).exists() and not may_add(
        request.user, project
    ):
        raise Http404
    require(may_add(request.user, project))
    return _write(request, Practice(project=project))


@vary_on_headers("HX-Request")
def practice_edit(request: UserRequest, pk: int) -> HttpResponse:
    practice = practice_or_404(request.user, pk)
    require(practice.can_be_edited_by(request.user))
    return _write(request, practice)


def _write(request: UserRequest, practice: Practice) -> HttpResponse:
    form = PracticeForm(
        request.POST or None, instance=practice, project=practice.project, by=request.user
    )
    zone = practice.city.time_zone if practice.city else ""
    clock = Clock.at(zone, practice.city.name if practice.city else "", otherwise=request.user)
    if form.is_valid() and form.save_by(request.user):
        to = reverse("cities:practice_detail", args=[form.instance.pk])
        return reply_saved(request, form, clock=clock, to=to)
    if request.headers.get("HX-Request"):
        return reply_not_saved(request, form, clock=clock)
    here = open_for_writing(practice, request.user, clock=clock) if practice.pk else None
    context = {"practice": practice, "form": form, "clock": clock, "here": here}
    return render(request, "cities/practice_form.html", context)
