from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import UserRequest
from desk.figures import workshops_of
from desk.filters import FiguresFilter
from desk.project_figures import (
    BY,
    ProjectTable,
    missing_by_workshop,
    project_table,
    sheet_of,
)
from desk.public_figures import public_figures
from desk.public_figures import sheet_of as public_sheet_of
from desk.views.paging import kept_query
from participants.missing import GAPS
from participants.models import Person
from participants.views.breakdown import ENDINGS, sheet_response
from projects.models import Project

ROWS_A_PAGE = 100


def project_read(request: UserRequest, code: str) -> Project:
    """Everybody else has the public figures."""
    return get_object_or_404(Project.objects.read_by(request.user), code=code)


def project_figures(request: UserRequest, code: str) -> HttpResponse:
    """One table of the project, of the workshops and by the thing that the address says."""
    project = project_read(request, code)
    filters = filter_of(request, project)
    table = table_asked_for(request, project, filters)
    page = Paginator(table.rows_with_bars, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": project,
        "filter": filters,
        "table": table,
        "page": page,
        "choices": BY.items(),
        "keep": kept_query(request),
        "keep_filters": kept_query(request, "by"),
        "has_example": counts_examples(project),
    }
    return render(request, "desk/project_figures.html", context)


def counts_examples(project: Project) -> bool:
    return Person.objects.filter(project=project, is_example=True).exists()


def filter_of(request: UserRequest, project: Project) -> FiguresFilter:
    return FiguresFilter(request.GET, project=project, queryset=workshops_of(project))


def table_asked_for(request: UserRequest, project: Project, filters: FiguresFilter) -> ProjectTable:
    by = request.GET.get("by", "")
    return project_table(project, filters.qs, by=by, filters=filters.said)


def project_figures_file(request: UserRequest, code: str, ending: str) -> HttpResponse:
    """The table of the page with the same address, with all its rows."""
    project = project_read(request, code)
    table = table_asked_for(request, project, filter_of(request, project))
    return sheet_response(sheet_of(table), known(ending))


def known(ending: str) -> str:
    if ending not in ENDINGS:
        raise Http404
    return ending


def project_missing(request: UserRequest, code: str) -> HttpResponse:
    """What is not known of those who are counted, workshop by workshop, with the way to them."""
    project = project_read(request, code)
    own = workshops_of(project).filter(project=project)
    page = Paginator(missing_by_workshop(own), ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(row, [(key, gap.words, row[key]) for key, gap in GAPS.items()]) for row in page]
    context = {
        "project": project, "page": page, "rows": rows,
        "gaps": [gap.words for gap in GAPS.values()],
    }  # fmt: skip
    return render(request, "desk/project_missing.html", context)


@login_not_required  # totals of what is public anyway; see desk.public_figures
def project_public_figures(request: HttpRequest, code: str) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.user), code=code)
    context = {
        "project": project,
        "figures": public_figures(project),
        "reads_whole": project.can_be_read_by(request.user),
        "has_example": counts_examples(project),
    }
    return render(request, "desk/public_figures.html", context)


@login_not_required  # the same as a file
def project_public_figures_file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.user), code=code)
    return sheet_response(public_sheet_of(public_figures(project)), known(ending))
