from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from cities.models import City


@login_not_required  # cities are public
def city_list(request: HttpRequest) -> HttpResponse:
    return render(
        request, "desk/city_list.html", {"cities": City.objects.select_related("country")}
    )


@login_not_required  # cities are public
def city_detail(request: HttpRequest, slug: str) -> HttpResponse:
    city = get_object_or_404(City.objects.select_related("country"), slug=slug)
    return render(request, "desk/city_detail.html", {"city": city})
