from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.requests import UserRequest
from participants.models import RegistrationQuerySet
from participants.services import ListClosed, mark_as_attended, record_session
from participants.views.attendance import ON_A_SHEET, codes_shown, expected_at, recorded_words
from participants.views.scope import workshop_run
from workshops.models import Session


def session_attendance(request: UserRequest, slug: str, order: int) -> HttpResponse:
    """Who was at one session: the confirmed people, a page at a time."""
    workshop = workshop_run(request, slug)
    session = get_object_or_404(workshop.sessions, order=order)
    expected = expected_at(workshop)
    page = Paginator(expected, ON_A_SHEET).get_page(request.GET.get("page"))
    if request.method == "POST":
        record_session_sheet(request, session, shown=expected.filter(code__in=codes_shown(request)))
        if page.has_next():
            return redirect(f"{request.path}?page={page.next_page_number()}")
        return redirect("participants:attendance", slug)
    shown = [each.pk for each in page]
    came = session.attendances.filter(registration__in=shown)
    return render(
        request,
        "participants/session_attendance.html",
        {
            "workshop": workshop,
            "session": session,
            "page": page,
            "came": set(came.values_list("registration", flat=True)),
            "has_examples": any(each.person.is_example for each in page),
        },
    )


def record_session_sheet(
    request: UserRequest, session: Session, *, shown: RegistrationQuerySet
) -> None:
    codes = set(request.POST.getlist("came"))
    people = dict(shown.values_list("pk", "code"))
    came = [pk for pk, code in people.items() if code in codes or "everybody" in request.POST]
    try:
        changed = record_session(session, shown=people, came=came, by=request.user)
        if "attended" in request.POST:
            mark_as_attended(session, by=request.user)
    except ListClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, recorded_words(changed))
