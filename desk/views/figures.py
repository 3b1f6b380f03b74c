from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
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
from participants.marks import current_mark
from participants.missing import GAPS
from participants.models import Person
from participants.views.breakdown import ENDINGS, sheet_response
from projects.models import Project, ProjectQuerySet

ROWS_A_PAGE = 100


def project_read(request: UserRequest, code: str) -> CountedProject:
    """Everybody else has the public figures."""
    return project_counted(Project.objects.read_by(request.user), code)


class CountedProject(NamedTuple):
    project: Project
    mark: object  # of the figures, before anything is counted
    has_example: bool


def project_counted(projects: ProjectQuerySet, code: str) -> CountedProject:
    """The project with all that its figures need besides: one query."""
    examples = Person.objects.filter(project=OuterRef("pk"), is_example=True)
    said = projects.annotate(figures_mark=current_mark(), has_example=Exists(examples))
    project: Any = get_object_or_404(said, code=code)
    return CountedProject(project, project.figures_mark, project.has_example)


def project_figures(request: UserRequest, code: str) -> HttpResponse:
    """One table of the project, of the workshops and by the thing that the address says."""
    counted = project_read(request, code)
    project = counted.project
    filters = filter_of(request, project)
    table = table_asked_for(request, counted, filters)
    page = Paginator(table.across.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": project,
        "filter": filters,
        "table": table,
        "page": page,
        "rows": table.across.with_bars(page),
        "choices": BY.items(),
        "keep": kept_query(request),
        "keep_filters": kept_query(request, "by"),
        "has_example": counted.has_example,
    }
    return render(request, "desk/project_figures.html", context)


def filter_of(request: UserRequest, project: Project) -> FiguresFilter:
    return FiguresFilter(request.GET, project=project, queryset=workshops_of(project))


def table_asked_for(
    request: UserRequest, counted: CountedProject, filters: FiguresFilter
) -> ProjectTable:
    by = request.GET.get("by", "")
    return project_table(
        counted.project, filters.qs, by=by, filters=filters.said, mark=counted.mark
    )


def project_figures_file(request: UserRequest, code: str, ending: str) -> HttpResponseBase:
    """The table of the page with the same address, with all its rows."""
    counted = project_read(request, code)
    table = table_asked_for(request, counted, filter_of(request, counted.project))
    return sheet_response(sheet_of(table), known(ending))


def known(ending: str) -> str:
    if ending not in ENDINGS:
        raise Http404
    return ending


def project_missing(request: UserRequest, code: str) -> HttpResponse:
    """What is not known of those who are counted, workshop by workshop, with the way to them."""
    project = project_read(request, code).project
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
    project, mark, has_example = project_counted(Project.objects.visible_to(request.user), code)
    context = {
        "project": project,
        "figures": public_figures(project, mark=mark),
        "reads_whole": project.can_be_read_by(request.user),
        "has_example": has_example,
    }
    return render(request, "desk/public_figures.html", context)


@login_not_required  # the same as a file
def project_public_figures_file(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:
    project, mark, _ = project_counted(Project.objects.visible_to(request.user), code)
    figures = public_figures(project, mark=mark)
    return sheet_response(public_sheet_of(figures), known(ending))
