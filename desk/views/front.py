from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.front import front_page_of
from desk.words import EXAMPLE_ON_PAGE
from projects.models import Project


@login_not_required  # the public front page
def front(request: HttpRequest) -> HttpResponse:
    project = Project.objects.visible_to(request.user).main()
    if project is None:
        return render(request, "desk/front_empty.html")
    context = {"page": front_page_of(project, user=request.user), "example_text": EXAMPLE_ON_PAGE}
    return render(request, "desk/front.html", context)
