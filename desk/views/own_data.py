"""What a person asks for by the own private link, without an account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import record_access
from accounts.languages import in_chosen_language
from accounts.limits import rate_limit
from accounts.models import AccessLog
from accounts.private_links import private_link
from desk.models import PrivacyRequest
from desk.privacy.everything import everything_about
from desk.views.privacy_requests import json_file
from participants.models import Registration
from participants.views.private import own_registration


@login_not_required  # the link in the letter is the key
@private_link
@rate_limit("own_file", "20/m/ip")
@own_registration
def own_file(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    record_access(None, AccessLog.Action.EXPORTED, registration, 1)
    everything = everything_about([registration.person], with_accounts=False)
    return json_file(everything, f"registration-{registration.code}.json")


@login_not_required  # the link in the letter is the key
@in_chosen_language
@private_link
@rate_limit("ask_for_erasure", "20/m/ip")
@require_POST
@own_registration
def ask_for_erasure(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """A request for the organisers, who read what else goes with it; asking twice is once."""
    person = registration.person
    asked = PrivacyRequest.objects.open().filter(people=person, kind=PrivacyRequest.Kind.ERASURE)
    if not asked.exists():
        made = PrivacyRequest.objects.create(
            project=person.project, kind=PrivacyRequest.Kind.ERASURE,
            asked_by=person.full_name, contact=person.email,
        )  # fmt: skip
        made.people.add(person)
    messages.success(request, _("Your request to be erased is with the organisers."))
    return redirect("participants:private_registration", token)
