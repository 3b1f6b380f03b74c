from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from recommendations.forms import AnswersForm, PersonToAnswerForm, RoundForm
from recommendations.models import Answer, ValidationRound
from recommendations.services import RoundIsClosed, close_round, open_round, record_answers
from recommendations.tally import tally_of
from recommendations.views.findings import project_or_404
from workshops.models import Workshop


def round_add(request: UserRequest, code: str) -> HttpResponse:
    project = project_or_404(request, code)
    workshops = Workshop.objects.run_by(request.user).filter(project=project)
    if not workshops.exists():
        raise PermissionDenied

    form = RoundForm(request.POST or None, project=project, workshops=workshops)
    if form.is_valid():
        validation_round = open_round(
            form.cleaned_data["workshop"],
            title=form.cleaned_data["title"],
            recommendations=form.cleaned_data["recommendations"],
            silence_is_no_objection=form.cleaned_data["silence_is_no_objection"],
        )
        messages.success(request, _("The round is open."))
        return redirect("recommendations:round_detail", validation_round.pk)
    return render(request, "recommendations/round_form.html", {"project": project, "form": form})


def round_or_404(request: UserRequest, pk: int) -> ValidationRound:
    visible = ValidationRound.objects.visible_to(request.user)
    found: ValidationRound = get_object_or_404(
        visible.select_related("project", "workshop__project"), pk=pk
    )
    return found


def round_detail(request: UserRequest, pk: int) -> HttpResponse:
    validation_round = round_or_404(request, pk)
    can_run = validation_round.can_be_run_by(request.user)
    form = PersonToAnswerForm(request.GET or None, validation_round=validation_round)
    if can_run and form.is_bound and form.is_valid():
        chosen = form.cleaned_data["registration"]
        return redirect("recommendations:answers_edit", pk, chosen.code)
    return render(
        request,
        "recommendations/round_detail.html",
        {
            "round": validation_round,
            "project": validation_round.project,
            "tally": tally_of(validation_round),
            "form": form,
            "can_run": can_run,
        },
    )


def answers_edit(request: UserRequest, pk: int, code: str) -> HttpResponse:
    """What one person said in the room, entered by whoever runs the round."""
    validation_round = round_or_404(request, pk)
    if not validation_round.can_be_run_by(request.user):
        raise PermissionDenied
    people = validation_round.people().select_related("person")
    registration = get_object_or_404(people, code=code)

    items = list(validation_round.items.select_related("wording__recommendation"))
    given = Answer.objects.filter(item__round=validation_round, registration=registration)
    form = AnswersForm(
        request.POST or None, items=items, answers={answer.item_id: answer for answer in given}
    )
    if form.is_valid():
        try:
            record_answers(
                validation_round,
                registration=registration,
                positions=form.by_item("position"),
                comments=form.by_item("comment"),
            )
        except RoundIsClosed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The answers are noted."))
            return redirect("recommendations:round_detail", pk)
    return render(
        request,
        "recommendations/answers_form.html",
        {"round": validation_round, "registration": registration, "form": form},
    )


@require_POST
def round_close(request: UserRequest, pk: int) -> HttpResponse:
    validation_round = round_or_404(request, pk)
    if not validation_round.can_be_run_by(request.user):
        raise PermissionDenied
    close_round(validation_round, by=request.user)
    messages.success(request, _("The round is closed; its result no longer changes."))
    return redirect("recommendations:round_detail", pk)
