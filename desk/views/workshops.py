from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from workshops.models import Workshop


@login_not_required  # published workshops are public, with totals only
def workshop_list(request: HttpRequest) -> HttpResponse:
    workshops = Workshop.objects.visible_to(request.user)
    return render(request, "desk/workshop_list.html", {"workshops": workshops})


@login_not_required  # published workshops are public, with totals only
def workshop_detail(request: HttpRequest, slug: str) -> HttpResponse:
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), slug=slug)
    return render(request, "desk/workshop_detail.html", {"workshop": workshop})
