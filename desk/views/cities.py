from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from desk.city_page import cities_with_projects, city_lines, city_page_of
from desk.filters import CityFilter
from desk.views.paging import kept_query
from desk.words import EXAMPLE_ON_PAGE
from projects.models import Project

CITIES_A_PAGE = 50


@login_not_required  # cities are public
def city_list(request: HttpRequest) -> HttpResponse:
    in_order = cities_with_projects().order_by("name", "pk")
    cities = CityFilter(request.GET, queryset=in_order)  # type: ignore[no-untyped-call]
    page = Paginator(cities.qs.distinct(), CITIES_A_PAGE).get_page(request.GET.get("page"))
    lines = city_lines(list(page), user=request.user)
    context = {
        "filter": cities,
        "page": page,
        "lines": lines,
        "keep": kept_query(request),
        "practices_of": Project.objects.filter(practices__is_published=True).distinct(),
        "has_example": any(line.has_example for line in lines),
        "example_text": EXAMPLE_ON_PAGE,
    }
    return render(request, "desk/city_list.html", context)


@login_not_required  # cities are public
def city_detail(request: HttpRequest, slug: str) -> HttpResponse:
    city = get_object_or_404(cities_with_projects(), slug=slug)
    context = {"page": city_page_of(city, user=request.user), "example_text": EXAMPLE_ON_PAGE}
    return render(request, "desk/city_detail.html", context)
