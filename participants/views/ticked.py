from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.requests import UserRequest
from participants.filters import RegistrationFilter
from participants.models import Registration
from participants.services import ListClosed, move_registrations, record_attendance, send_links
from participants.views.scope import workshop_run
from workshops.models import Workshop

MOST_TICKED = 5_000
Attendance = Registration.Attendance
Deed = Callable[[Workshop, list[int], User], list[Registration]]


def moving(move: str, workshop: Workshop, people: list[int], by: User) -> list[Registration]:
    return move_registrations(workshop, primary_keys=people, move=move, by=by)


def marking(mark: str, workshop: Workshop, people: list[int], by: User) -> list[Registration]:
    return record_attendance(workshop, attendance=dict.fromkeys(people, mark), by=by)


def writing(workshop: Workshop, people: list[int], by: User) -> list[Registration]:
    return send_links(workshop, primary_keys=people)


DEEDS: dict[str, Deed] = {
    "approve": partial(moving, "approve"),
    "decline": partial(moving, "decline"),
    "invite": partial(moving, "invite"),
    "promote": partial(moving, "promote"),
    "withdraw": partial(moving, "withdraw"),
    "reinstate": partial(moving, "reinstate"),
    "attended": partial(marking, Attendance.FULLY.value),
    "absent": partial(marking, Attendance.NO_SHOW.value),
    "letter": writing,
}


@require_POST
def people_ticked(request: UserRequest, slug: str) -> HttpResponse:
    """One deed upon the ticked rows of the list, or upon all that its search found."""
    workshop = workshop_run(request, slug)
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise PermissionDenied
    chosen = chosen_of(request, workshop)
    try:
        done = deed(workshop, chosen, request.user) if chosen else []
    except ListClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done_words(len(done), len(chosen)))
    back = reverse("participants:participant_list", args=[slug])
    return redirect(f"{back}?{request.GET.urlencode()}" if request.GET else back)


def chosen_of(request: UserRequest, workshop: Workshop) -> list[int]:
    """Who is meant, by primary key; attendance is marked only of who is confirmed."""
    people = RegistrationFilter(request.GET, workshop=workshop).rows
    if "everybody" not in request.POST:
        people = people.filter(code__in=request.POST.getlist("ticked")[:MOST_TICKED])
    if request.POST.get("deed") in {"attended", "absent"}:
        people = people.filter(state=Registration.State.CONFIRMED)
    return list(people.order_by().values_list("pk", flat=True)[:MOST_TICKED])


def done_words(done: int, chosen: int) -> str:
    if not chosen:
        return _("Nobody was ticked for whom that can be done.")
    words = ngettext("Done for %(done)d person.", "Done for %(done)d people.", done)
    words %= {"done": done}
    left = chosen - done
    if left:
        rest = ngettext(
            "%(left)d was left as it is.", "%(left)d were left as they are.", left
        ) % {"left": left}  # fmt: skip
        words = f"{words} {rest}"
    return words
