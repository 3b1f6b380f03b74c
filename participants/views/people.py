"""Everybody known to a project, each once: who may be known twice, and made one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from participants.duplicates import (
    KINDS,
    found_by,
    preview_merge,
    twins_in,
    twins_of,
    with_older_twin,
)
from participants.forms.merging import MergeForm
from participants.models import Person, PersonMerge, Registration
from participants.near_names import near_names
from participants.services import CannotMerge, merge_people, tell_apart, unmerge_people
from participants.views.scope import note_opening, project_organised
from projects.models import Project
from writing.clock import Clock
from writing.models import Change

PER_PAGE = 50
PAIRS_PER_PAGE = 20
MOST_CHANGES = 50
MOST_FOUND = 10
MOST_SOUGHT = 200  # signs; what is longer is nobody's name, and SQLite refuses to look for it
NEAR = "near"  # of the kinds of likeness, the one that no key of a row tells


def person_list(request: UserRequest, code: str) -> HttpResponse:
    project = project_organised(request, code)
    text = request.GET.get("q", "")[:MOST_SOUGHT]
    page = Paginator(found_by(project, text), PER_PAGE).get_page(request.GET.get("page"))
    note_opening(request, project, len(page))
    workshops = dict(
        Registration.objects.filter(person__in=list(page))
        .order_by().values_list("person").annotate(Count("pk"))
    )  # fmt: skip
    return render(
        request,
        "participants/person_list.html",
        {
            "project": project,
            "text": text,
            "page": page,
            "people": [(person, workshops.get(person.pk, 0)) for person in page],
            "keep": urlencode({"q": text}) if text else "",
            "has_example": any(person.is_example for person in page),
        },
    )


def duplicate_list(request: UserRequest, code: str) -> HttpResponse:
    project = project_organised(request, code)
    asked = request.GET.get("kind", "")
    kind = asked if asked in (*KINDS, NEAR) else "name"
    found = near_twins(request, project) if kind == NEAR else same_twins(request, project, kind)
    people = [each for person, others in found["twins"] for each in (person, *others)]
    return render(
        request,
        "participants/duplicate_list.html",
        {
            "project": project,
            "keep": f"kind={kind}",
            "has_example": any(person.is_example for person in people),
            "kind": kind,
            "kinds": [*((key, words) for key, (_column, words) in KINDS.items()),
                      (NEAR, _("Almost the same name"))],
            **found,
        },
    )  # fmt: skip


def same_twins(request: UserRequest, project: Project, kind: str) -> dict[str, Any]:
    pages = Paginator(with_older_twin(project, kind), PAIRS_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return {"page": page, "twins": twins_of(page, project, kind)}


def near_twins(request: UserRequest, project: Project) -> dict[str, Any]:
    """Of a project with very many people so many names at a time; `after` says from where on."""
    after = request.GET.get("after", "")
    compared = near_names(project, after=after)
    page = Paginator(compared.pairs, PAIRS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page, "twins": twins_in(page), "is_part": bool(after or compared.last),
        "go_on": urlencode({"kind": NEAR, "after": compared.last}) if compared.last else "",
        "keep": urlencode({"kind": NEAR, "after": after} if after else {"kind": NEAR}),
    }  # fmt: skip


def person_detail(request: UserRequest, code: str, person: str) -> HttpResponse:
    project = project_organised(request, code)
    shown = person_of(project, person)
    note_opening(request, shown)
    text = request.GET.get("q", "")[:MOST_SOUGHT]
    found = found_by(project, text).exclude(pk=shown.pk)[:MOST_FOUND] if text else []
    return render(
        request,
        "participants/person_detail.html",
        {
            "project": project,
            "person": shown,
            "has_example": shown.is_example,
            "registrations": shown.registrations.select_related("workshop", "city"),
            "merges": merges_of(project).filter(kept=shown),
            "text": text,
            "found": found,
            "changes": Change.objects.of(shown).select_related("by", "content_type")[:MOST_CHANGES],
            "clock": Clock.of(request.user),
        },
    )


def person_of(project: Project, code: str) -> Person:
    people = Person.objects.filter(project=project, erased_at__isnull=True)
    return get_object_or_404(people.select_related("merged_into"), code=code)


def merges_of(project: Project) -> QuerySet[PersonMerge]:
    merges = PersonMerge.objects.filter(kept__project=project)
    return merges.select_related("kept", "merged", "merged_by", "undone_by")


def people_merge(request: UserRequest, code: str, person: str, other: str) -> HttpResponse:
    project = project_organised(request, code)
    kept, merged = person_of(project, person), person_of(project, other)
    note_opening(request, kept, rows=2)
    preview = preview_merge(kept, merged)
    form = MergeForm(request.POST or None, preview=preview, kept=kept, merged=merged)
    if form.is_valid():
        try:
            merge_people(kept, merged, takes=form.takes, versions=form.versions, by=request.user)
        except CannotMerge as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(merged)s and %(kept)s are one person now.")
            messages.success(request, words % {"merged": merged, "kept": kept})
            return redirect("participants:person_detail", code, kept.code)
    return render(
        request,
        "participants/people_merge.html",
        {
            "project": project,
            "kept": kept,
            "merged": merged,
            "preview": preview,
            "form": form,
            "has_example": kept.is_example or merged.is_example,
        },
    )


@require_POST
def people_tell_apart(request: UserRequest, code: str, person: str, other: str) -> HttpResponse:
    project = project_organised(request, code)
    tell_apart(person_of(project, person), person_of(project, other), by=request.user)
    messages.success(request, _("Kept: two different people. Nobody is asked again."))
    return redirect("participants:duplicate_list", code)


def merge_list(request: UserRequest, code: str) -> HttpResponse:
    project = project_organised(request, code)
    page = Paginator(merges_of(project), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "participants/merge_list.html",
        {"project": project, "page": page, "clock": Clock.of(request.user)},
    )


@require_POST
def merge_undo(request: UserRequest, code: str, pk: int) -> HttpResponse:
    project = project_organised(request, code)
    merge = get_object_or_404(merges_of(project), pk=pk)
    try:
        unmerge_people(merge, by=request.user)
    except CannotMerge as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("They are two people again."))
    return redirect("participants:merge_list", code)
