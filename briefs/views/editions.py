from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from briefs.boxes import unconfirmed_boxes
from briefs.cells import figure_of
from briefs.document import BriefDocument
from briefs.forms import FileForm, WithdrawalForm
from briefs.models import Brief, BriefExport, Edition, FileOfRecord, Withdrawal
from briefs.render import brief_html, broken_marks
from briefs.scripts import script_remarks
from briefs.services import (
    EditionIsBroken,
    EditionIsNotDraft,
    EditionIsNotPublished,
    make_edition,
    publish_edition,
    withdraw_edition,
)
from briefs.since import moved_since
from briefs.sources import sources_of
from briefs.translations.blocks import Status, blocks_of
from briefs.views.briefs import brief_or_404, brief_to_edit


def editions_seen(request: UserRequest, brief: Brief) -> QuerySet[Edition]:
    """A draft edition is seen by those who read the project, the others by everybody."""
    editions = brief.editions.all()
    if not brief.can_be_read_whole_by(request.user):
        editions = editions.exclude(state=Edition.State.DRAFT)
    return editions


def edition_or_404(request: UserRequest, brief: Brief, number: int) -> Edition:
    return get_object_or_404(editions_seen(request, brief), number=number)


@login_not_required  # a published edition is for everybody, at a stable address
def edition_detail(request: UserRequest, slug: str, number: int) -> HttpResponse:
    brief = brief_or_404(request, slug)
    edition = edition_or_404(request, brief, number)
    document = BriefDocument.from_json(edition.content)
    can_read_whole = brief.can_be_read_whole_by(request.user)
    return render(
        request,
        "briefs/edition_detail.html",
        {
            "brief": brief,
            "edition": edition,
            "document": document,
            "html": brief_html(document, for_print=False, edition=edition),
            "exports": exports_shown(edition, to_everybody=not can_read_whole),
            "can_edit": brief.can_be_edited_by(request.user),
            "can_read_whole": can_read_whole,
            "file_form": FileForm(),
            "script_remarks": script_remarks(document),
            "records": records_of(edition),
            "clearance": edition.clearance_steps.all() if can_read_whole else [],
            "broken": broken_marks(document),
            "unconfirmed": unconfirmed_boxes(document),
            "withdrawal": Withdrawal.objects.filter(edition=edition).first(),
            "successor": edition.successor(),
            "languages": edition.in_other_languages(),
            "since": moved_since(edition, document, request.user),
        },
    )


def records_of(edition: Edition) -> list[FileOfRecord]:
    """Files of record, the newest first; each that was replaced says why."""
    records = list(edition.records.all())
    for newer, older in pairwise(records):
        older.replaced_because = newer.reason  # type: ignore[attr-defined]
    return records


def exports_shown(edition: Edition, *, to_everybody: bool) -> QuerySet[BriefExport]:
    """Files marked as a draft are for those who prepare the brief, also after it is published."""
    exports: QuerySet[BriefExport] = BriefExport.objects.filter(edition=edition).as_offered()
    exports = exports.select_related("asked_by")
    return exports.filter(is_draft=False) if to_everybody else exports


@login_not_required  # where a printed figure comes from is for everybody who can read it
def figure(request: UserRequest, slug: str, number: int, key: str) -> HttpResponse:
    brief = brief_or_404(request, slug)
    edition = edition_or_404(request, brief, number)
    document = BriefDocument.from_json(edition.content)
    try:
        printed = figure_of(document, key)
    except KeyError as unknown:
        raise Http404 from unknown
    return render(
        request,
        "briefs/figure.html",
        {
            "brief": brief,
            "edition": edition,
            "document": document,
            "figure": printed,
            "sources": sources_of(printed, request.user),
        },
    )


@require_POST
def edition_make(request: UserRequest, slug: str) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    edition = make_edition(brief, by=request.user)
    messages.success(request, _("Edition %(number)s is made.") % {"number": edition.number})
    for remark in remarks_on_translation(brief):
        messages.warning(request, remark)
    return redirect("briefs:edition_detail", slug, edition.number)


def remarks_on_translation(brief: Brief) -> Iterator[str]:
    """What of it is printed as the source says, or as the source said before."""
    if brief.translation_of is None:
        return
    found = Counter(block.status for block in blocks_of(brief))
    if missing := found[Status.MISSING]:
        yield ngettext(
            "%(count)d text is not translated and stands in the language of the source.",
            "%(count)d texts are not translated and stand in the language of the source.",
            missing,
        ) % {"count": missing}
    if stale := found[Status.STALE]:
        yield ngettext(
            "The source of %(count)d text has changed since it was translated.",
            "The source of %(count)d texts has changed since they were translated.",
            stale,
        ) % {"count": stale}


@require_POST
def edition_publish(request: UserRequest, slug: str, number: int) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    edition = get_object_or_404(brief.editions, number=number)
    try:
        publish_edition(edition, by=request.user)
    except (EditionIsNotDraft, EditionIsBroken) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Edition %(number)s is public.") % {"number": number})
    return redirect("briefs:edition_detail", slug, number)


def edition_withdraw(request: UserRequest, slug: str, number: int) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    edition = get_object_or_404(brief.editions.defer("content"), number=number)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_edition(edition, by=request.user, reason=form.cleaned_data["reason"])
        except EditionIsNotPublished as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Edition %(number)s is withdrawn.") % {"number": number})
        return redirect("briefs:edition_detail", slug, number)
    return render(
        request,
        "briefs/edition_withdraw.html",
        {"brief": brief, "edition": edition, "form": form, "successor": edition.successor()},
    )
