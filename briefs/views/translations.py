"""A brief in another language: its texts beside the source, here and out to translators."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from briefs.models import Brief, TranslationReturn
from briefs.translations.blocks import Status, block_of, blocks_of
from briefs.translations.deeds import (
    CannotTranslate,
    begin_translation,
    keep_return,
    keep_translation,
    row_of,
    take_in,
)
from briefs.translations.files import CONTENT_TYPES, file_name, file_of
from briefs.translations.forms import (
    BlockTranslationForm,
    ReturnForm,
    TranslationBeginForm,
    TranslationCoverForm,
)
from briefs.translations.returned import Proposal, proposals_of
from briefs.views.briefs import brief_to_edit, brief_to_read
from writing.clock import Clock
from writing.presence import open_for_writing
from writing.replies import reply_not_saved, reply_saved
from writing.services import StaleVersion


@require_POST
def translation_begin(request: UserRequest, slug: str) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    form = TranslationBeginForm(request.POST, brief=brief)
    if not form.is_valid():
        messages.error(request, _("Choose a language that the brief is not in yet."))
        return redirect("briefs:brief_detail", slug)
    try:
        made = begin_translation(brief, language=form.cleaned_data["language"], by=request.user)
    except CannotTranslate as refusal:
        messages.error(request, str(refusal))
        return redirect("briefs:brief_detail", slug)
    messages.success(request, _("The translation is begun."))
    return redirect("briefs:translation_detail", made.slug)


def translation_to_read(request: UserRequest, slug: str) -> Brief:
    return of_source(brief_to_read(request, slug))


def translation_to_edit(request: UserRequest, slug: str) -> Brief:
    return of_source(brief_to_edit(request, slug))


def of_source(brief: Brief) -> Brief:
    if brief.translation_of is None:
        raise Http404
    return brief


@require_safe
def translation_detail(request: UserRequest, slug: str) -> HttpResponse:
    translation = translation_to_read(request, slug)
    return page_of(request, translation, ReturnForm(translation=translation))


def page_of(request: UserRequest, translation: Brief, form: ReturnForm) -> HttpResponse:
    blocks = blocks_of(translation)
    wanted = request.GET.get("status", "")
    count = Counter(block.status for block in blocks)
    return render(
        request,
        "briefs/translation_detail.html",
        {
            "brief": translation,
            "source": translation.translation_of,
            "blocks": [block for block in blocks if wanted in ("", block.status)],
            "total": len(blocks),
            "counts": [(status, count[status]) for status in Status],
            "wanted": wanted,
            "form": form,
            "returns": returns_of(translation)[:10],
            "can_edit": translation.can_be_edited_by(request.user),
        },
    )


def returns_of(translation: Brief) -> QuerySet[TranslationReturn]:
    return translation.returns.select_related("by").defer("texts", "unmatched")


def cover_edit(request: UserRequest, slug: str) -> HttpResponse:
    """What a translation has of its own beside its texts: its document symbol."""
    translation = translation_to_edit(request, slug)
    form = TranslationCoverForm(request.POST or None, instance=translation)
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("The brief is saved."))
        return redirect("briefs:translation_detail", slug)
    return render(
        request,
        "briefs/translation_cover.html",
        {"brief": translation, "form": form, "clock": Clock.of(request.user)},
    )


@vary_on_headers("HX-Request")
def block_edit(request: UserRequest, slug: str, key: str) -> HttpResponse:
    """The source beside its translation, which is written as every text is."""
    translation = translation_to_edit(request, slug)
    block = block_of(translation, key)
    if block is None:
        raise Http404
    row = block.row or row_of(translation, block, by=request.user)
    clock = Clock.of(request.user)

    form = BlockTranslationForm(request.POST or None, instance=row, block=block)
    if form.is_valid() and form.save_by(request.user):
        keep_translation(translation, block=block, row=form.instance, by=request.user)
        to = next_place(translation, block.key)
        return reply_saved(request, form, clock=clock, to=to)
    if request.headers.get("HX-Request"):
        return reply_not_saved(request, form, clock=clock)
    return render(
        request,
        "briefs/block_form.html",
        {
            "brief": translation,
            "source": translation.translation_of,
            "passage": block,
            "moved": block.moved,
            "form": form,
            "clock": clock,
            "here": open_for_writing(row, request.user, clock=clock),
        },
    )


def next_place(translation: Brief, key: str) -> str:
    """Back at the text in the list; at the text itself while there is a question about it."""
    saved = block_of(translation, key)
    if saved and saved.doubts:
        return reverse("briefs:block_edit", args=[translation.slug, key])
    return reverse("briefs:translation_detail", args=[translation.slug]) + f"#{key}"


@require_safe
def translation_file(request: UserRequest, slug: str, format: str) -> HttpResponse:
    translation = translation_to_read(request, slug)
    if format not in CONTENT_TYPES:
        raise Http404
    name = file_name(translation, format)
    return HttpResponse(
        file_of(translation, format),
        content_type=CONTENT_TYPES[format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def return_add(request: UserRequest, slug: str) -> HttpResponse:
    translation = translation_to_edit(request, slug)
    form = ReturnForm(request.POST, request.FILES, translation=translation)
    if not form.is_valid():
        return page_of(request, translation, form)
    returned = keep_return(
        translation, name=form.name, content=form.content, texts=form.texts, by=request.user
    )
    return redirect("briefs:return_detail", slug, returned.pk)


def return_detail(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """What the file would change, before and after; taken is what is ticked."""
    translation = translation_to_edit(request, slug)
    returned = get_object_or_404(translation.returns, pk=pk)
    proposals = proposals_of(returned)
    if request.method == "POST":
        return take(request, returned, proposals)
    return render(
        request,
        "briefs/return_detail.html",
        {
            "brief": translation,
            "returned": returned,
            "proposals": proposals,
            "unread": len(returned.texts) - len(proposals),
        },
    )


def take(
    request: UserRequest, returned: TranslationReturn, proposals: list[Proposal]
) -> HttpResponse:
    """Only what the page could offer: a text that was refused is never taken."""
    offered = {proposal.block.key for proposal in proposals if not proposal.refusal}
    chosen = [key for key in request.POST.getlist("take") if key in offered]
    slug = returned.brief.slug
    try:
        count = take_in(returned, keys=chosen, by=request.user)
    except StaleVersion:
        messages.error(request, _("Somebody is saving one of these texts right now. Try again."))
        return redirect("briefs:return_detail", slug, returned.pk)
    words = ngettext("%(count)d text was taken in.", "%(count)d texts were taken in.", count)
    messages.success(request, words % {"count": count})
    return redirect("briefs:translation_detail", slug)
