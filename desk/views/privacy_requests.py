from __future__ import annotations

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import record_access
from accounts.models import AccessLog, User
from accounts.requests import UserRequest
from desk.forms import CloseRequestForm, EraseForm, PrivacyRequestForm, projects_handled_by
from desk.models import PlaceToCheck, PrivacyRequest
from desk.privacy import erasure
from desk.privacy.accounts import CannotEraseAccount, erase_account
from desk.privacy.everything import everything_about, in_sections
from desk.privacy.places import url_of
from desk.privacy.requests import CannotClose, close, find_people, settle_place, with_attendances
from participants.models import Person

REQUESTS_A_PAGE = 25
PLACES_A_PAGE = 50
MOST_SOUGHT = 254  # signs, as in an e-mail address


def request_handled(request: UserRequest, pk: int) -> PrivacyRequest:
    requests = PrivacyRequest.objects.visible_to(request.user)
    return get_object_or_404(requests.select_related("project", "received_by", "done_by"), pk=pk)


def request_open(request: UserRequest, pk: int) -> PrivacyRequest:
    asked = request_handled(request, pk)
    if not asked.is_open:
        raise PermissionDenied
    return asked


def privacy_request_list(request: UserRequest) -> HttpResponse:
    if not projects_handled_by(request.user).exists():
        raise PermissionDenied
    requests = PrivacyRequest.objects.visible_to(request.user).select_related("project")
    in_order = requests.order_by("done_at", "due_on", "-pk")
    page = Paginator(in_order, REQUESTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/privacy_request_list.html", {"page": page})


def privacy_request_add(request: UserRequest) -> HttpResponse:
    projects = projects_handled_by(request.user)
    if not projects.exists():
        raise PermissionDenied
    form = PrivacyRequestForm(request.POST or None, projects=projects)
    if form.is_valid():
        form.instance.received_by = request.user
        made = form.save()
        messages.success(request, _("The request is noted. Now find the person."))
        return redirect("desk:privacy_request_detail", made.pk)
    return render(request, "desk/privacy_request_add.html", {"form": form})


@cache_control(private=True, no_store=True)
def privacy_request_detail(request: UserRequest, pk: int) -> HttpResponse:
    asked = request_handled(request, pk)
    return render_request(request, asked, CloseRequestForm())


def render_request(
    request: UserRequest, asked: PrivacyRequest, form: CloseRequestForm
) -> HttpResponse:
    words = request.GET.get("q", "")[:MOST_SOUGHT]
    places = Paginator(
        asked.places.select_related("content_type", "checked_by"), PLACES_A_PAGE
    ).get_page(request.GET.get("page"))
    chosen = list(with_attendances(asked.people.all()))
    context = {
        "asked": asked,
        "chosen": chosen,
        "words": words,
        "found": [one for one in find_people(asked.project, words) if one not in chosen],
        "places": places,
        "lines": [(place, url_of(place.thing), isinstance(place.thing, User)) for place in places],
        "waiting": asked.places.filter(checked_at=None).count(),
        "form": form,
    }
    status = 200 if not form.errors else 422
    return render(request, "desk/privacy_request_detail.html", context, status=status)


@require_POST
def privacy_request_people(request: UserRequest, pk: int) -> HttpResponse:
    """Say that somebody is the person who asks, or take that back."""
    asked = request_open(request, pk)
    if asked.erased_at is not None:
        raise PermissionDenied
    code = request.POST.get("person", "").replace("\x00", "")
    person = get_object_or_404(Person, project=asked.project, code=code)
    if "away" in request.POST:
        asked.people.remove(person)
    else:
        asked.people.add(person)
    return redirect("desk:privacy_request_detail", asked.pk)


@cache_control(private=True, no_store=True)
def privacy_request_everything(request: UserRequest, pk: int) -> HttpResponse:
    """To be read on the screen; each opening is noted."""
    asked = request_handled(request, pk)
    people = list(asked.people.all())
    if not people:
        return redirect("desk:privacy_request_detail", asked.pk)
    record_access(request.user, AccessLog.Action.OPENED, asked, len(people))
    context = {"asked": asked, "sections": in_sections(everything_about(people))}
    return render(request, "desk/privacy_request_everything.html", context)


@cache_control(private=True, no_store=True)
def privacy_request_file(request: UserRequest, pk: int) -> HttpResponse:
    asked = request_handled(request, pk)
    people = list(asked.people.all())
    record_access(request.user, AccessLog.Action.EXPORTED, asked, len(people))
    return json_file(everything_about(people), f"request-{asked.pk}.json")


def json_file(content: dict[str, object], name: str) -> HttpResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
def privacy_request_erase(request: UserRequest, pk: int) -> HttpResponse:
    asked = request_open(request, pk)
    people = list(with_attendances(asked.people.filter(erased_at=None)))
    if asked.erased_at is not None or not people:
        return redirect("desk:privacy_request_detail", asked.pk)
    form = EraseForm(request.POST or None)
    if form.is_valid():
        erasure.erase(asked, by=request.user)
        messages.success(request, _("Erased. Look at the places below, then close the request."))
        return redirect("desk:privacy_request_detail", asked.pk)
    context = {"asked": asked, "people": people, "form": form}
    return render(request, "desk/privacy_request_erase.html", context)


@require_POST
def privacy_place_check(request: UserRequest, pk: int, place: int) -> HttpResponse:
    asked = request_open(request, pk)
    found = get_object_or_404(PlaceToCheck, request=asked, pk=place)
    settle_place(found, by=request.user)
    return redirect("desk:privacy_request_detail", asked.pk)


@require_POST
def privacy_account_erase(request: UserRequest, pk: int, place: int) -> HttpResponse:
    """An account that the erasure found: who administers accounts says that it is the person's."""
    asked = request_open(request, pk)
    if not request.user.is_superuser:
        raise PermissionDenied
    accounts = ContentType.objects.get_for_model(User)
    found = get_object_or_404(PlaceToCheck, request=asked, content_type=accounts, pk=place)
    if not EraseForm(request.POST).is_valid():
        messages.error(request, _("Tick the box to say that you are sure."))
        return redirect("desk:privacy_request_detail", asked.pk)
    try:
        erase_account(found, by=request.user)
    except CannotEraseAccount as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The account is erased."))
    return redirect("desk:privacy_request_detail", asked.pk)


@require_POST
def privacy_request_close(request: UserRequest, pk: int) -> HttpResponse:
    asked = request_open(request, pk)
    form = CloseRequestForm(request.POST)
    if form.is_valid():
        try:
            close(asked, **form.cleaned_data, by=request.user)
        except CannotClose as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The request is closed."))
            return redirect("desk:privacy_request_list")
    return render_request(request, asked, form)
