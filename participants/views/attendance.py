from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import UserRequest
from participants.forms.attendance import HeadCountForm, marks_in
from participants.models import Registration
from participants.services import FiguresSignedOff, record_attendance
from participants.views.registrations import signed_off_words
from participants.views.scope import workshop_run

ON_A_SHEET = 200
Mark = Registration.Attendance
COMMONEST_FIRST = (Mark.FULLY, Mark.PARTLY, Mark.NO_SHOW)


def attendance(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_run(request, slug)
    expected = (
        Registration.objects.filter(workshop=workshop, state=Registration.State.CONFIRMED)
        .select_related("person").order_by("person__sort_key", "pk")
    )  # fmt: skip
    page = Paginator(expected, ON_A_SHEET).get_page(request.GET.get("page"))
    if request.method == "POST":
        marks = marks_in(request.POST, page.object_list)
        if "rest" in request.POST:
            unmarked = [each for each in page.object_list if not each.attendance]
            marks = {each.pk: Mark.FULLY for each in unmarked} | marks
        try:
            changed = record_attendance(workshop, attendance=marks, by=request.user)
        except FiguresSignedOff:
            messages.error(request, signed_off_words())
        else:
            messages.success(request, recorded_words(len(changed)))
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
            "head_counts": workshop.head_counts.select_related("session", "counted_by"),
            "head_count_form": HeadCountForm(workshop=workshop),
        },
    )


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
