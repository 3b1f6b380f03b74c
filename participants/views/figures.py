from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from participants import services
from participants.filters import RegistrationFilter
from participants.forms.figures import CorrectionForm, FiguresForm
from participants.participation import participation_from
from participants.views.scope import workshop_run
from participants.workshop_report import report_of
from writing.clock import Clock


def sign_off(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_run(request, slug)
    form = FiguresForm(request.POST or None)
    if form.is_valid():
        try:
            services.sign_off(workshop, by=request.user, figures=form.figures())
        except services.CannotSignOff as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The figures are signed off. They never move again."))
            return redirect("participants:participant_list", slug)
    return render(
        request,
        "participants/sign_off.html",
        {
            "workshop": workshop,
            "form": form,
            "report": report_of(workshop),
            "counts": RegistrationFilter(QueryDict(), workshop=workshop).counts,
            "clock": Clock.in_zone(workshop.time_zone, otherwise=request.user),
        },
    )


def correction(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_run(request, slug)
    form = CorrectionForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.correct_figures(
                workshop, by=request.user, reason=reason, figures=form.figures()
            )
        except services.CannotSignOff as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The corrected figures stand beside the old ones."))
            return redirect("participants:participant_list", slug)
    records = workshop.participation_records.select_related("signed_by").order_by("-number")
    return render(
        request,
        "participants/correction.html",
        {
            "workshop": workshop,
            "form": form,
            "records": records,
            "live": participation_from(workshop, None),
            "clock": Clock.of(request.user),
        },
    )
