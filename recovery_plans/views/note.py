"""Progress notes: what a city says about a period of its published plan."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from accounts.requests import UserRequest
from recovery_plans.forms.note import NoteTextForm, PeriodForm
from recovery_plans.models import ProgressNote, RecoveryPlan
from recovery_plans.periods import last_half_year
from recovery_plans.services.note import NoteNotMoved, may_move_note, move_note, save_note
from recovery_plans.views.scope import clock_of, require, whole_plan_or_404
from writing.presence import open_for_writing
from writing.replies import reply_not_saved, reply_saved

State = ProgressNote.State


@require_safe
def note_list(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    notes = plan.notes.select_related("sent_by", "accepted_by").defer("text")
    page = Paginator(notes, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "recovery_plans/note_list.html",
        {
            "plan": plan,
            "page": page,
            "clock": clock_of(plan, request.user),
            "can_report": plan.can_be_reported_by(request.user),
        },
    )


def note_add(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_reported_by(request.user))
    note, period = ProgressNote(plan=plan), last_half_year(timezone.localdate())
    shown = {"starts_on": period.starts_on, "ends_on": period.ends_on}
    form = PeriodForm(request.POST or None, instance=note, initial=shown)
    if form.is_valid() and form.save_by(request.user):
        return redirect("recovery_plans:note_edit", plan.pk, note.pk)
    return render(request, "recovery_plans/note_add.html", {"plan": plan, "form": form})


@vary_on_headers("HX-Request")
def note_edit(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    """A note: to be written by the city while it is a draft, to be read by the reviewers."""
    plan = whole_plan_or_404(request.user, plan_id)
    note = get_object_or_404(plan.notes.select_related("changed_by", "sent_by"), pk=pk)
    note.plan = plan
    require(request.method != "POST" or plan.is_written_by(request.user))
    form = NoteTextForm(request.POST or None, instance=note)
    clock = clock_of(plan, request.user)
    if request.method == "POST" and _saved(form, by=request.user):
        to = reverse("recovery_plans:note_list", args=[plan.pk])
        return reply_saved(request, form, clock=clock, to=to)
    if request.headers.get("HX-Request"):
        return reply_not_saved(request, form, clock=clock)
    return _show(request, plan, note, form)


def _saved(form: NoteTextForm, *, by: User) -> bool:
    try:
        return save_note(form, by=by)
    except NoteNotMoved as closed:
        form.full_clean()
        form.add_error(None, str(closed))
        return False


def _show(
    request: UserRequest, plan: RecoveryPlan, note: ProgressNote, form: NoteTextForm
) -> HttpResponse:
    user, clock = request.user, clock_of(plan, request.user)
    can_write = note.is_open and plan.can_be_reported_by(user)
    return render(
        request,
        "recovery_plans/note_edit.html",
        {
            "plan": plan, "note": note, "form": form, "clock": clock,
            "can_edit": can_write or request.method == "POST",
            "can_send": may_move_note(note, State.SENT, user),
            "can_accept": may_move_note(note, State.ACCEPTED, user),
            "can_return": may_move_note(note, State.DRAFT, user),
            "here": open_for_writing(note, user, clock=clock) if can_write else None,
        },
    )  # fmt: skip


@require_POST
def note_send(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    return _move(request, plan_id, pk, State.SENT, _("The note is sent to the reviewers."))


@require_POST
def note_accept(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    return _move(request, plan_id, pk, State.ACCEPTED, _("The note is accepted."))


@require_POST
def note_return(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    return _move(request, plan_id, pk, State.DRAFT, _("The note is open for writing again."))


def _move(request: UserRequest, plan_id: int, pk: int, to: str, words: str) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    note = get_object_or_404(plan.notes, pk=pk)
    note.plan = plan
    require(may_move_note(note, to, request.user))
    try:
        move_note(note, to=to, by=request.user)
    except NoteNotMoved as refused:
        messages.error(request, str(refused))
        return redirect("recovery_plans:note_edit", plan.pk, note.pk)
    messages.success(request, words)
    return redirect("recovery_plans:note_list", plan.pk)
