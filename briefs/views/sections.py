"""The editor of a part: its text beside the preview, and what may be inserted into it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from briefs.catalogue import Catalogue, catalogue_of, count_catalogue, preview_of, remarks_on
from briefs.forms import BriefSectionForm
from briefs.models import Brief, BriefSection
from briefs.render import is_right_to_left
from briefs.views.briefs import brief_to_edit, brief_to_read
from writing.clock import Clock
from writing.markdown import LONGEST_TEXT
from writing.presence import open_for_writing
from writing.replies import reply_not_saved, reply_saved

LOOK = "look"  # the button that shows the preview where nothing else can


@vary_on_headers("HX-Request")
def brief_section_edit(request: UserRequest, slug: str, key: str) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    section = get_object_or_404(brief.sections, key=key)
    clock = Clock.of(request.user)

    form = BriefSectionForm(request.POST or None, instance=section)
    if LOOK in request.POST:
        return section_page(request, brief, section, form)
    if form.is_valid() and form.save_by(request.user):
        return reply_saved(request, form, clock=clock, to=next_page(request, brief, form))
    if request.headers.get("HX-Request"):
        return reply_not_saved(request, form, clock=clock)
    return section_page(request, brief, section, form)


def section_page(
    request: UserRequest, brief: Brief, section: BriefSection, form: BriefSectionForm
) -> HttpResponse:
    clock = Clock.of(request.user)
    catalogue = count_catalogue(brief)
    context = {
        "brief": brief,
        "section": section,
        "form": form,
        "clock": clock,
        "here": open_for_writing(section, request.user, clock=clock),
        "catalogue": catalogue,
        **previewed(str(form["text"].value() or ""), catalogue),
    }
    return render(request, "briefs/section_form.html", context)


def next_page(request: UserRequest, brief: Brief, form: BriefSectionForm) -> str:
    """Back to the brief; to the same part again if something in it is amiss."""
    section = form.instance
    if request.headers.get("HX-Request"):
        return ""
    remarks = list(remarks_on(section.text, catalogue_of(brief)))
    for remark in remarks:
        messages.warning(request, remark)
    if remarks:
        return reverse("briefs:brief_section_edit", args=[brief.slug, section.key])
    return reverse("briefs:brief_detail", args=[brief.slug])


@require_POST
def section_preview(request: UserRequest, slug: str, key: str) -> HttpResponse:
    """What stands in the form, as it will be read; nothing is saved."""
    brief = brief_to_edit(request, slug)
    get_object_or_404(brief.sections.only("pk"), key=key)
    text = request.POST.get("text", "")
    context = {"brief": brief, **previewed(text, catalogue_of(brief))}
    return render(request, "briefs/_section_preview.html", context)


def previewed(text: str, catalogue: Catalogue) -> dict[str, Any]:
    is_too_long = len(text) > LONGEST_TEXT
    return {
        "preview": "" if is_too_long else preview_of(text, catalogue),
        "is_too_long": is_too_long,
        "remarks": [] if is_too_long else list(remarks_on(text, catalogue)),
        "counted_at": catalogue.counted_at,
        "is_rtl": is_right_to_left(catalogue.language),
    }


def brief_catalogue(request: UserRequest, slug: str) -> HttpResponse:
    """Every figure and every place that a text of the brief may name, counted now."""
    brief = brief_to_read(request, slug)
    context = {
        "brief": brief,
        "catalogue": count_catalogue(brief),
        "clock": Clock.of(request.user),
    }
    return render(request, "briefs/catalogue.html", context)
