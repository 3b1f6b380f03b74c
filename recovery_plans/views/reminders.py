from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.private_links import private_link
from accounts.requests import UserRequest
from recovery_plans.letters import user_of
from recovery_plans.models import PlanReminder
from recovery_plans.services import choose_reminders


def reminder_choice(request: UserRequest) -> HttpResponse:
    """Whether the person wants letters about what waits for them in plans."""
    return _choose(request, request.user.pk)


@login_not_required  # the link stands in a letter, and opens nothing but this choice
@private_link
def reminder_stop(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the link in the letter; a GET, which mail programs may make, changes nothing."""
    try:
        user_id = user_of(token)
    except BadSignature as error:
        raise Http404 from error
    if not User.objects.filter(pk=user_id).exists():
        raise Http404
    return _choose(request, user_id)


def _choose(request: HttpRequest, user_id: int) -> HttpResponse:
    if request.method == "POST":
        is_wanted = "stop" not in request.POST
        choose_reminders(user_id, is_wanted=is_wanted)
        words = _("You will be reminded.") if is_wanted else _("You get no more reminders.")
        messages.success(request, words)
        return redirect(request.path)
    stopped = PlanReminder.objects.filter(user=user_id, is_wanted=False).exists()
    return render(request, "recovery_plans/reminder_choice.html", {"is_wanted": not stopped})
