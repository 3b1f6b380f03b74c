"""What organisers and readers of a project see of all its cities at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from cities.models import ProjectCity
from documents.downloads import made_now
from documents.sheets.write import Cell, csv_stream, xlsx_bytes
from projects.models import Project
from recovery_plans.across import MONEY, PlanMatrix, build_matrix
from recovery_plans.across.actions import counted, header_of_actions, rows_of_actions
from recovery_plans.across.sheet import header_of_matrix, rows_of_matrix
from recovery_plans.across.watch import (
    Concern,
    count_concerns,
    findings_of,
    plans_watched,
    with_concern,
)
from recovery_plans.forms.across import ActionSearchForm, MatrixForm
from recovery_plans.models import RecoveryPlan
from recovery_plans.rates import NO_RATES, rates_of

CITIES_A_PAGE = 100
AS_COLUMNS = 16  # more cities than these stand as rows
ACTIONS_A_PAGE = PLANS_A_PAGE = 50
MOST_EXCEL_ROWS = 5_000  # built in memory; a longer table is taken as CSV, which streams


def project_read(request: HttpRequest) -> tuple[Project, list[Project]]:
    """The project in the address, else the first; and all that the user organises or reads."""
    mine = Project.objects.read_by(request.user).select_related("framework").order_by("pk")
    by_code = {project.code: project for project in mine}
    if not by_code:
        raise Http404
    first = next(iter(by_code.values()))
    return by_code.get(request.GET.get("project", ""), first), list(by_code.values())


@require_safe
def plan_matrix(request: UserRequest) -> HttpResponse:
    project, projects = project_read(request)
    form = MatrixForm(request.GET, project=project, projects=projects)
    page = Paginator(form.cities(), CITIES_A_PAGE).get_page(request.GET.get("page"))
    matrix = matrix_of(project, page, form)
    return render(
        request,
        "recovery_plans/plan_matrix.html",
        {
            "project": project,
            "form": form,
            "matrix": matrix,
            "page": page,
            "keep": without_page(request),
            "is_turned": len(matrix.columns) > AS_COLUMNS,
            "is_example": any(one.plan.is_example for one in matrix.columns),
        },
    )


def matrix_of(project: Project, cities: Iterable[ProjectCity], form: MatrixForm) -> PlanMatrix:
    is_money = form.measure in MONEY
    rates = rates_of(project, on=timezone.localdate()) if is_money else NO_RATES
    return build_matrix(project.framework, list(cities), measure=form.measure, rates=rates)


@require_safe
def plan_matrix_file(request: UserRequest, kind: str) -> HttpResponseBase:
    """Exactly the table that the page with the same address shows, of every city found."""
    project, projects = project_read(request)
    form = MatrixForm(request.GET, project=project, projects=projects)
    matrix = matrix_of(project, form.cities(), form)
    title = f"{project.code}, {matrix.measure.label}"
    return table_file(kind, title, header_of_matrix(matrix), rows_of_matrix(matrix))


@require_safe
def plan_watch(request: UserRequest) -> HttpResponse:
    project, _projects = project_read(request)
    now = timezone.now()
    plans = RecoveryPlan.objects.filter(project_city__project=project).with_city()
    watched = plans_watched(plans, now=now)
    concern = request.GET.get("concern", "")
    concern = concern if concern in Concern.values else ""
    page = Paginator(with_concern(watched, concern), PLANS_A_PAGE).get_page(request.GET.get("page"))
    counts = count_concerns(watched)
    return render(
        request,
        "recovery_plans/plan_watch.html",
        {
            "project": project,
            "concern": concern,
            "concerns": [(one, counts[one.value]) for one in Concern],
            "page": page,
            "rows": [(plan, findings_of(plan, now=now)) for plan in page],
            "keep": without_page(request),
            "is_example": any(plan.is_example for plan in page),
        },
    )


@require_safe
def action_search(request: UserRequest) -> HttpResponse:
    project, projects = project_read(request)
    form = ActionSearchForm(request.GET, project=project, projects=projects)
    found = form.actions(today=timezone.localdate())
    page = Paginator(found, ACTIONS_A_PAGE).get_page(request.GET.get("page"))
    rows = counted(page)
    return render(
        request,
        "recovery_plans/action_search.html",
        {
            "project": project,
            "form": form,
            "page": page,
            "rows": rows,
            "keep": without_page(request),
            "has_excel": page.paginator.count <= MOST_EXCEL_ROWS,
            "is_example": any(action.plan.is_example for action, _money, _percent in rows),
        },
    )


@require_safe
def action_file(request: UserRequest, kind: str) -> HttpResponseBase:
    """Exactly the actions that the page with the same address finds, in its order."""
    project, projects = project_read(request)
    form = ActionSearchForm(request.GET, project=project, projects=projects)
    found = form.actions(today=timezone.localdate())
    if kind == "xlsx" and found.count() > MOST_EXCEL_ROWS:
        return redirect(f"{reverse('recovery_plans:action_csv')}?{request.GET.urlencode()}")
    title = f"{project.code}, actions"
    return table_file(kind, title, header_of_actions(), rows_of_actions(found))


def without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def table_file(
    kind: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponseBase:
    name = f"{slugify(title)}.{kind}"
    if kind == "csv":
        return made_now(csv_stream(header, rows), name=name)
    return made_now(xlsx_bytes(title, header, rows), name=name)
