from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST

from accounts.languages import changes_language, in_chosen_language
from accounts.limits import rate_limit, refusal_of
from participants.calendar import calendar_of
from participants.drafts import Draft, Sent
from participants.forms.public import NAMES_OF_STEPS, STEPS, OwnFields
from participants.names import email_key
from participants.services import RegistrationClosed, register_in_public
from workshops.models import Workshop

CHECK = "check"
POSTS = "120/m/ip"  # an office, or a whole workshop, is one address
SENT_TO_ONE_ADDRESS = "10/h/key"  # offices share mailboxes

# A line that was lost: the browser's Back shows what was typed, which no-store would forbid.
kept_by_browser = cache_control(private=True, no_cache=True)


def workshop_or_404(request: HttpRequest, slug: str) -> Workshop:
    return get_object_or_404(
        Workshop.objects.visible_to(request.user).select_related("project"), slug=slug
    )


def address_of(workshop: Workshop, step: str) -> str:
    if step == NAMES_OF_STEPS[0]:
        return reverse("participants:register", args=[workshop.slug])
    if step == CHECK:
        return reverse("participants:register_check", args=[workshop.slug])
    return reverse("participants:register_step", args=[workshop.slug, step])


def open_step(answered: Collection[str]) -> str:
    """The first page that is not answered yet; then the one to check them all."""
    return next((name for name in NAMES_OF_STEPS if name not in answered), CHECK)


@login_not_required  # anybody may register while the workshop takes registrations
@in_chosen_language
@kept_by_browser
@rate_limit("register", POSTS)
def register(request: HttpRequest, slug: str, step: str = NAMES_OF_STEPS[0]) -> HttpResponse:
    """One page of questions. What is typed is kept in the session until it is sent."""
    if step not in NAMES_OF_STEPS:
        raise Http404
    workshop = workshop_or_404(request, slug)
    if not workshop.takes_registrations:
        return closed(request, workshop)
    draft = Draft(request, workshop)
    typed = request.POST if request.method == "POST" else None
    form = OwnFields(typed, initial=draft.typed, workshop=workshop, step=step)
    if typed is not None:
        draft.keep(step, form.fields, typed, is_answered=form.is_valid())
    if changes_language(request):
        return redirect(address_of(workshop, step))
    if "back" in request.POST:
        return redirect(address_of(workshop, step_before(step)))
    if form.is_bound and form.is_valid():
        return redirect(address_of(workshop, open_step(draft.answered)))
    return render(request, "participants/register.html", page_of(workshop, form, draft, step))


def step_before(step: str) -> str:
    return NAMES_OF_STEPS[max(NAMES_OF_STEPS.index(step) - 1, 0)]


def page_of(workshop: Workshop, form: OwnFields, draft: Draft, step: str) -> dict[str, object]:
    place = NAMES_OF_STEPS.index(step)
    open_after = open_step([*draft.answered, step])
    titles = {each.name: each.title for each in STEPS}
    return {
        "workshop": workshop,
        "form": form,
        "step": STEPS[place],
        "next_title": titles.get(open_after, _("Check your answers")),
        "number": place + 1,
        "steps": len(STEPS) + 1,
        "is_begun": bool(draft.typed),
    }


def closed(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    return render(request, "participants/register_closed.html", {"workshop": workshop})


@login_not_required  # the last page of a public registration
@in_chosen_language
@never_cache
@rate_limit("register", POSTS)
def register_check(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All answers, with ways to change them; sent from here, once."""
    workshop = workshop_or_404(request, slug)
    if is_sent_already(request, workshop):
        return redirect("participants:register_done", slug)
    if not workshop.takes_registrations:
        return closed(request, workshop)
    draft = Draft(request, workshop)
    if open_step(draft.answered) != CHECK:
        return redirect(address_of(workshop, open_step(draft.answered)))
    form = OwnFields(draft.typed, workshop=workshop)
    if not form.is_valid():
        return asked_again(workshop, draft, form)
    if changes_language(request):
        return redirect(address_of(workshop, CHECK))
    if request.method == "POST":
        return sent(request, workshop, draft, form)
    return render(
        request, "participants/register_check.html",
        {"workshop": workshop, "form": form, "draft": draft,
         "number": len(STEPS) + 1, "steps": len(STEPS) + 1},
    )  # fmt: skip


def is_sent_already(request: HttpRequest, workshop: Workshop) -> bool:
    """A second press of the button, once the first has arrived."""
    already = Sent.of(request, workshop)
    return already is not None and already.key == request.POST.get("submission_key")


def asked_again(workshop: Workshop, draft: Draft, form: OwnFields) -> HttpResponse:
    """An answer was good when it was given, and is not now."""
    for step in STEPS:
        if any(name in form.errors for name in step.fields):
            draft.open_again(step.name)
    return redirect(address_of(workshop, open_step(draft.answered)))


def sent(
    request: HttpRequest, workshop: Workshop, draft: Draft, form: OwnFields
) -> HttpResponseBase:
    address = email_key(form.cleaned_data["email"])
    refusal = refusal_of(request, "register_address", SENT_TO_ONE_ADDRESS, key=address)
    if refusal is not None:
        return refusal
    try:
        registration = register_in_public(
            workshop, entry=form.entry(), purposes=form.purposes, submission_key=draft.key
        )
    except RegistrationClosed:
        return closed(request, workshop)
    draft.becomes(registration.code)
    return redirect("participants:register_done", workshop.slug)


@login_not_required  # where a public registration ends
@in_chosen_language
@never_cache
def register_done(request: HttpRequest, slug: str) -> HttpResponse:
    """The same words for everybody: nothing tells whether an address was known before."""
    workshop = workshop_or_404(request, slug)
    already = Sent.of(request, workshop)
    if already is None:
        return redirect("participants:register", slug)
    if changes_language(request):
        return redirect("participants:register_done", slug)
    return render(
        request, "participants/register_done.html", {"workshop": workshop, "code": already.code}
    )


@login_not_required  # takes back what was typed before it was sent
@require_POST
def register_forget(request: HttpRequest, slug: str) -> HttpResponse:
    workshop = workshop_or_404(request, slug)
    Draft(request, workshop).forget()
    return redirect("participants:register", slug)


@login_not_required  # says no more than the public page of the workshop
@in_chosen_language
def workshop_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    workshop = workshop_or_404(request, slug)
    return calendar_file(calendar_of(workshop), name=workshop.slug)


def calendar_file(content: bytes, *, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
