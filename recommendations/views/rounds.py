from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from participants.models import Registration
from recommendations.forms import AnswersForm, PersonToAnswerForm, RoundForm
from recommendations.models import Answer, ValidationRound
from recommendations.replies import commented
from recommendations.services import (
    NothingToValidate,
    RoundIsClosed,
    close_round,
    open_round,
    record_answers,
    reworded_since,
    send_links,
)
from recommendations.tally import tally_of
from recommendations.views.findings import project_or_404
from workshops.models import Workshop

MOST_DIGITS = 18


def round_add(request: UserRequest, code: str) -> HttpResponse:
    project = project_or_404(request, code)
    workshops = Workshop.objects.run_by(request.user).filter(project=project)
    if not workshops.exists():
        raise PermissionDenied

    form = RoundForm(
        request.POST or None, project=project, workshops=workshops, initial=asked_again(request)
    )
    if form.is_valid():
        try:
            validation_round = open_round(form.cleaned_data.pop("workshop"), **form.cleaned_data)
        except NothingToValidate as refusal:
            form.add_error("recommendations", str(refusal))
        else:
            messages.success(request, _("The round is open."))
            return redirect("recommendations:round_detail", validation_round.pk)
    return render(request, "recommendations/round_form.html", {"project": project, "form": form})


def asked_again(request: UserRequest) -> dict[str, Any]:
    """A round begun from another: the wordings that have changed since, for the same people."""
    number = request.GET.get("after", "")
    if not (number.isascii() and number.isdigit() and len(number) < MOST_DIGITS):
        return {}
    earlier = ValidationRound.objects.visible_to(request.user).filter(pk=number).first()
    if earlier is None:
        return {}
    return {
        "title": _("%(title)s, reworded") % {"title": earlier.title},
        "workshop": earlier.workshop_id,
        "answers_by": earlier.answers_by,
        "silence_is_no_objection": earlier.silence_is_no_objection,
        "recommendations": [one.pk for one in reworded_since(earlier)],
    }


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
            "links": validation_round.links.count(),
            "reworded": reworded_since(validation_round) if is_closed(validation_round) else [],
            "comments": commented(validation_round).count(),
        },
    )


def is_closed(validation_round: ValidationRound) -> bool:
    return validation_round.state == ValidationRound.State.CLOSED


def round_screen(request: UserRequest, pk: int) -> HttpResponse:
    """For the wall of the room: how many have answered, and what they say; it looks by itself."""
    validation_round = round_or_404(request, pk)
    return render(
        request,
        "recommendations/round_screen.html",
        {"round": validation_round, "tally": tally_of(validation_round)},
    )


@require_POST
def round_send(request: UserRequest, pk: int) -> HttpResponse:
    """A private link to each who may answer; `again`: a new one to those who have not."""
    validation_round = round_or_404(request, pk)
    if not validation_round.can_be_run_by(request.user):
        raise PermissionDenied
    if not validation_round.is_open:
        messages.error(request, _("The round is closed; nobody is written to."))
        return redirect("recommendations:round_detail", pk)
    count = send_links(validation_round, again="again" in request.POST)
    messages.success(
        request,
        ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", count)
        % {"n": count},
    )
    return redirect("recommendations:round_detail", pk)


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
    if form.is_valid() and noted(validation_round, registration, form):
        messages.success(request, _("The answers are noted."))
        return redirect("recommendations:round_detail", pk)
    return render(
        request,
        "recommendations/answers_form.html",
        {"round": validation_round, "registration": registration, "form": form},
    )


def noted(validation_round: ValidationRound, registration: Registration, form: AnswersForm) -> bool:
    """False, with the reason on the form, once the round is closed."""
    try:
        record_answers(
            validation_round,
            registration=registration,
            positions=form.by_item("position"),
            comments=form.by_item("comment"),
        )
    except RoundIsClosed as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
def round_close(request: UserRequest, pk: int) -> HttpResponse:
    validation_round = round_or_404(request, pk)
    if not validation_round.can_be_run_by(request.user):
        raise PermissionDenied
    close_round(validation_round, by=request.user)
    messages.success(request, _("The round is closed; its result no longer changes."))
    return redirect("recommendations:round_detail", pk)
