"""What a brief is made of and in which order: a page of lists with buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from briefs.arranging import KINDS, leave_out, movable, move, name_of, take_in
from briefs.boxes import boxes_of
from briefs.forms import LeaveOutForm, MoveForm, TakeInForm
from briefs.models import Brief
from briefs.views.briefs import brief_to_edit, brief_to_read
from recommendations.validation import validations_of


@dataclass(frozen=True)
class Item:
    """A thing in its list, and its neighbours by the names that forms call them by."""

    name: str
    title: str
    address: str = ""
    status: str = ""
    tag: str = ""
    before: str = ""  # the one above it; empty: it is the first
    after: str = ""
    has_more_to_lose: bool = False  # than its place
    focus: str = ""  # up or down: the button that was pressed last


def brief_contents(request: UserRequest, slug: str) -> HttpResponse:
    brief = brief_to_read(request, slug)
    can_edit = brief.can_be_edited_by(request.user)
    lists = [
        {
            "kind": kind,
            "heading": heading(kind),
            "items": neighbours(list(ITEMS[kind](brief)), f"{kind}-", request.GET.get("moved", "")),
            "form": add_form(brief, kind) if can_edit and kind != "section" else None,
        }
        for kind in KINDS
    ]
    context = {
        "brief": brief,
        "can_edit": can_edit,
        "lists": lists,
    }
    return render(request, "briefs/contents.html", context)


def heading(kind: str) -> str:
    headings = {
        "section": _("Parts"),
        "city": _("Cities"),
        "finding": _("Findings"),
        "recommendation": _("Recommendations"),
    }
    return headings[kind]


def add_form(brief: Brief, kind: str) -> TakeInForm | None:
    form = TakeInForm(brief=brief, kind=kind)
    field: Any = form.fields["thing"]
    return form if field.queryset.exists() else None


def neighbours(items: list[Item], prefix: str, moved: str) -> list[Item]:
    names = ["", *(item.name for item in items), ""]
    return [
        replace(
            item, before=before, after=after, focus=focus_of(item, before, after, prefix, moved)
        )
        for item, before, after in zip(items, names, names[2:], strict=False)
    ]


def focus_of(item: Item, before: str, after: str, prefix: str, moved: str) -> str:
    """Stays on the button; at the end of the list, where it is gone, on the other one."""
    if moved == f"{prefix}{item.name}-up":
        return "up" if before else "down"
    if moved == f"{prefix}{item.name}-down":
        return "down" if after else "up"
    return ""


def sections(brief: Brief) -> Iterator[Item]:
    for section in movable(brief, "section"):
        address = reverse("briefs:brief_section_edit", args=[brief.slug, section.key])
        yield Item(section.key, section.title, address, section.get_status_display())


def cities(brief: Brief) -> Iterator[Item]:
    for line in boxes_of(brief):
        yield Item(
            name_of(line.place, "city"), line.place.project_city.city.name, line.address,
            line.words, line.tag, has_more_to_lose=line.place.has_box,
        )  # fmt: skip


def findings(brief: Brief) -> Iterator[Item]:
    for row in KINDS["finding"].of(brief).select_related("finding"):
        address = reverse("recommendations:finding_edit", args=[row.finding_id])
        yield Item(name_of(row, "finding"), row.finding.title, address)


def recommendations(brief: Brief) -> Iterator[Item]:
    rows = list(KINDS["recommendation"].of(brief).select_related("recommendation"))
    validations = validations_of([row.recommendation for row in rows], brief.language)
    for row in rows:
        validation = validations.get(row.recommendation_id)
        words = validation.wording.text if validation else _("no wording in this language")
        address = reverse("recommendations:recommendation_detail", args=[row.recommendation_id])
        title = f"{row.recommendation.number}. {words}"
        yield Item(name_of(row, "recommendation"), title, address)


ITEMS = {
    "section": sections,
    "city": cities,
    "finding": findings,
    "recommendation": recommendations,
}


@require_POST
def contents_move(request: UserRequest, slug: str) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return redirect("briefs:brief_contents", slug)
    said = form.cleaned_data
    if not move(brief, **said):
        messages.info(request, _("It stands there already."))
    return back_to(brief, said["kind"], moved=f"{said['thing']}-{'up' if said['up'] else 'down'}")


@require_POST
def contents_add(request: UserRequest, slug: str) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    kind = request.POST.get("kind", "")
    if kind not in TakeInForm.LABELS:
        return redirect("briefs:brief_contents", slug)
    form = TakeInForm(request.POST, brief=brief, kind=kind)
    if form.is_valid():
        take_in(brief, kind=kind, thing=form.cleaned_data["thing"])
    else:
        messages.error(request, _("Choose one from the list that is not in the brief yet."))
    return back_to(brief, kind)


@require_POST
def contents_remove(request: UserRequest, slug: str) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    form = LeaveOutForm(request.POST)
    if not form.is_valid():
        return redirect("briefs:brief_contents", slug)
    if not leave_out(brief, **form.cleaned_data):
        messages.info(request, _("It is out of the brief already."))
    return back_to(brief, form.cleaned_data["kind"])


def back_to(brief: Brief, kind: str, *, moved: str = "") -> HttpResponse:
    """To the list, with the focus on the button that was pressed."""
    query = f"?{urlencode({'moved': f'{kind}-{moved}'})}" if moved else ""
    return redirect(f"{reverse('briefs:brief_contents', args=[brief.slug])}{query}#{kind}")
