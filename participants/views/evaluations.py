"""What the participants said of a workshop, summed up: entered by those who run it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from participants.forms.evaluations import EvaluationResultForm
from participants.models import FEWEST_ANSWERS, EvaluationResult
from participants.participation import participation_of
from participants.views.scope import workshop_read, workshop_run
from workshops.models import Workshop
from writing.clock import Clock
from writing.services import record_change


def evaluation(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_read(request, slug)
    results = list(workshop.evaluation_results.all())
    context = {
        "workshop": workshop,
        "results": results,
        "has_examples": workshop.is_example or any(each.is_example for each in results),
        "participation": participation_of([workshop])[workshop.pk],
        "fewest": FEWEST_ANSWERS,
    }
    return render(request, "participants/evaluation.html", context)


def evaluation_add(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_run(request, slug)
    return result_form(request, workshop, EvaluationResult(workshop=workshop))


def evaluation_edit(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    workshop = workshop_run(request, slug)
    return result_form(request, workshop, get_object_or_404(workshop.evaluation_results, pk=pk))


def result_form(request: UserRequest, workshop: Workshop, result: EvaluationResult) -> HttpResponse:
    form = EvaluationResultForm(request.POST or None, instance=result)
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("The result is kept."))
        page = "evaluation_add" if "next" in request.POST else "evaluation"
        return redirect(f"participants:{page}", workshop.slug)
    context = {
        "workshop": workshop,
        "result": result,
        "form": form,
        "clock": Clock.of(request.user),
    }
    return render(request, "participants/evaluation_form.html", context)


@require_POST
def evaluation_remove(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    workshop = workshop_run(request, slug)
    result = get_object_or_404(workshop.evaluation_results, pk=pk)
    record_change(
        workshop, field="evaluation", before=str(result), after="", by=request.user
    )  # fmt: skip
    result.delete()
    messages.success(request, _("The result is removed."))
    return redirect("participants:evaluation", slug)
