from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import UserRequest
from participants.forms.attendance import HeadCountForm, marks_in
from participants.models import Registration, RegistrationQuerySet
from participants.services import ListClosed, record_attendance
from participants.views.scope import workshop_run
from participants.workshop_report import head_counts_beside_list
from workshops.models import Session, Workshop
from writing.clock import Clock

ON_A_SHEET = 200
Mark = Registration.Attendance
COMMONEST_FIRST = (Mark.FULLY, Mark.PARTLY, Mark.NO_SHOW)


def attendance(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_run(request, slug)
    expected = expected_at(workshop)
    page = Paginator(expected, ON_A_SHEET).get_page(request.GET.get("page"))
    if request.method == "POST":
        record_sheet(request, workshop, shown=list(expected.filter(code__in=codes_shown(request))))
        if page.has_next():
            return redirect(f"{request.path}?page={page.next_page_number()}")
        return redirect("participants:participant_list", slug)
    return render(
        request,
        "participants/attendance.html",
        {
            "workshop": workshop,
            "page": page,
            "marks": [(mark.value, mark.label) for mark in COMMONEST_FIRST],
            "has_examples": any(each.person.is_example for each in page),
            "sessions": sessions_with_people(workshop),
            "head_counts": head_counts_beside_list(workshop),
            "clock": Clock.in_zone(workshop.time_zone, otherwise=request.user),
            "head_count_form": HeadCountForm(workshop=workshop),
        },
    )


def expected_at(workshop: Workshop) -> RegistrationQuerySet:
    return (
        Registration.objects.filter(workshop=workshop, state=Registration.State.CONFIRMED)
        .select_related("person").order_by("person__sort_key", "pk")
    )  # fmt: skip


def sessions_with_people(workshop: Workshop) -> QuerySet[Session]:
    """Each with how many are recorded there, whether they count or not."""
    return workshop.sessions.annotate(people=Count("attendances"))


def codes_shown(request: UserRequest) -> list[str]:
    """Whom the sheet named when it was opened; the list may have changed since."""
    return request.POST.get("shown", "").split()[:ON_A_SHEET]


def record_sheet(request: UserRequest, workshop: Workshop, *, shown: list[Registration]) -> None:
    marks = marks_in(request.POST, shown)
    if "rest" in request.POST:
        marks = {each.pk: Mark.FULLY.value for each in shown if not each.attendance} | marks
    try:
        changed = record_attendance(workshop, attendance=marks, by=request.user)
    except ListClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, recorded_words(len(changed)))


def recorded_words(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    return ngettext(
        "Attendance of %(count)d person recorded.",
        "Attendance of %(count)d people recorded.",
        count,
    ) % {"count": count}


def head_count_add(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_run(request, slug)
    form = HeadCountForm(request.POST or None, workshop=workshop)
    if form.is_valid():
        head_count = form.head_count()
        head_count.counted_by = request.user
        head_count.save()
        messages.success(request, _("The count is kept beside the list."))
        return redirect("participants:attendance", slug)
    return render(request, "participants/head_count.html", {"workshop": workshop, "form": form})
