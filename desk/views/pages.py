from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from desk.figures import actions_by_pathway, figures_of
from desk.forms import projects_handled_by
from desk.privacy.clocks import dates_of_all
from desk.privacy.kinds import HOW_LONG, TOLD
from desk.words import EXAMPLE_ON_PAGE
from projects.models import Project

PROJECTS_SHOWN = 50


@login_not_required  # how figures are counted is said beside every public figure
def figures(request: HttpRequest) -> HttpResponse:
    project = Project.objects.visible_to(request.user).main()
    bars = actions_by_pathway(project) if project else []
    context = {
        "project": project,
        "figures": figures_of(project) if project else None,
        "bars": bars,
        "actions": sum(bar.actions for bar in bars),
        "now": timezone.now(),
        "example_text": EXAMPLE_ON_PAGE,
    }
    return render(request, "desk/figures.html", context)


@login_not_required  # people who register without an account must be able to read it
def privacy(request: HttpRequest) -> HttpResponse:
    projects = list(Project.objects.visible_to(request.user).order_by("pk")[:PROJECTS_SHOWN])
    context = {
        "dates": dates_of_all(projects),
        "classes": [(each, HOW_LONG[each.clock]) for each in TOLD],
        "handles": request.user.is_authenticated and projects_handled_by(request.user).exists(),
    }
    return render(request, "desk/privacy.html", context)


@login_not_required  # an accessibility statement is for everybody
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/accessibility.html")


@login_not_required  # help with signing in is needed before signing in
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/help.html")
