from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from projects.models import Project
from workshops.forms import NewWorkshopForm, WorkshopForm
from workshops.models import Workshop
from workshops.services import COPIED, CannotMove, move_workshop
from workshops.transitions import MOVES, moves_from
from writing.clock import Clock


def workshop_add(request: UserRequest) -> HttpResponse:
    """A new draft; `?like=` takes everything but days, people and address from another one."""
    projects = Project.objects.organised_by(request.user).order_by("code")
    if not projects:
        raise PermissionDenied
    model_of = model_workshop(request)
    project = model_of.project if model_of else chosen_project(request, list(projects))
    form = NewWorkshopForm(
        request.POST or None, project=project, user=request.user, like=model_of,
        initial={name: getattr(model_of, name) for name in COPIED} if model_of else {},
    )  # fmt: skip
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("The workshop is a draft now. Open it when it may be seen."))
        return redirect("desk:workshop_detail", form.instance.slug)
    return render(
        request,
        "workshops/workshop_add.html",
        {
            "form": form,
            "project": project,
            "projects": projects,
            "like": model_of,
            "last": project.workshops.order_by("-pk").first(),
        },
    )


def model_workshop(request: UserRequest) -> Workshop | None:
    slug = request.GET.get("like")
    if not slug:
        return None
    organised = Project.objects.organised_by(request.user)
    return get_object_or_404(Workshop.objects.filter(project__in=organised), slug=slug)


def chosen_project(request: UserRequest, projects: list[Project]) -> Project:
    asked = request.GET.get("project")
    return next((project for project in projects if project.code == asked), projects[0])


def workshop_edit(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_to_run(request, slug)
    form = WorkshopForm(
        request.POST or None, instance=workshop, project=workshop.project, user=request.user
    )
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("The workshop is saved."))
        return redirect("desk:workshop_detail", slug)
    return render(
        request,
        "workshops/workshop_edit.html",
        {
            "form": form,
            "workshop": workshop,
            "moves": moves_from(workshop.state),
            "can_add": workshop.project.can_be_organised_by(request.user),
            "clock": Clock.of(request.user),
        },
    )


@require_POST
def workshop_state(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_to_run(request, slug)
    move = request.POST.get("move", "")
    if move not in MOVES or move == "sign_off":
        raise PermissionDenied
    try:
        moved = move_workshop(workshop, move=move, by=request.user)
    except CannotMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The workshop is now: %(state)s.") % {"state": moved.get_state_display()}
        )
    return redirect("workshops:workshop_edit", slug)


def workshop_to_run(request: UserRequest, slug: str) -> Workshop:
    workshop = get_object_or_404(
        Workshop.objects.visible_to(request.user)
        .saying_whether_run_by(request.user)
        .select_related("project", "changed_by"),
        slug=slug,
    )
    if not workshop.is_run:
        raise PermissionDenied
    return workshop
