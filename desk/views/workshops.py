from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from desk.filters import WorkshopFilter
from desk.views.paging import kept_query
from desk.words import EXAMPLE_ON_PAGE
from desk.workshop_page import workshop_lines, workshop_page_of, workshops_listed, workshops_whole
from projects.models import Project
from workshops.models import Workshop

WORKSHOPS_A_PAGE = 25


@login_not_required  # published workshops are public, with totals only
def workshop_list(request: HttpRequest) -> HttpResponse:
    visible = workshops_listed().visible_to(request.user)
    in_order = visible.order_by(F("starts_on").desc(nulls_last=True), "title", "pk")
    workshops = WorkshopFilter(request.GET, queryset=in_order)
    page = Paginator(workshops.qs, WORKSHOPS_A_PAGE).get_page(request.GET.get("page"))
    lines = workshop_lines(list(page))
    context = {
        "filter": workshops,
        "page": page,
        "lines": lines,
        "keep": kept_query(request),
        "projects_read": Project.objects.read_by(request.user),
        "can_add": Project.objects.organised_by(request.user).exists(),
        "has_example": any(line.has_example for line in lines),
        "example_text": EXAMPLE_ON_PAGE,
    }
    return render(request, "desk/workshop_list.html", context)


@login_not_required  # published workshops are public, with totals only
def workshop_detail(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Workshop.objects.visible_to(request.user)
    workshop = get_object_or_404(workshops_whole(visible), slug=slug)
    context = {
        "page": workshop_page_of(workshop, user=request.user),
        "example_text": EXAMPLE_ON_PAGE,
    }
    return render(request, "desk/workshop_detail.html", context)
