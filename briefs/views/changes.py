"""What two editions differ in, and what an edition made now would change."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from briefs.changes import Changes, FigureChange, changes_between
from briefs.document import BriefDocument, build_brief
from briefs.forms import SinceForm
from briefs.models import Brief, Edition
from briefs.views.briefs import brief_or_404, brief_to_read
from briefs.views.editions import edition_or_404, editions_seen
from documents.downloads import made_now
from documents.sheets.write import csv_bytes, xlsx_bytes

FORMATS = ("csv", "xlsx")


@dataclass(frozen=True)
class Shown:
    """One state of a brief beside an earlier one, as the page and its tables show them."""

    brief: Brief
    edition: Edition | None  # None: as an edition made now would be
    since: Edition | None  # None: there is nothing earlier
    changes: Changes | None
    form: SinceForm
    now: datetime.datetime

    @property
    def figures(self) -> tuple[FigureChange, ...]:
        if self.changes is None:
            return ()
        return self.changes.moved_figures if self.form.hides_unchanged else self.changes.figures


def shown_of(request: UserRequest, brief: Brief, edition: Edition | None) -> Shown:
    editions = editions_seen(request, brief)
    others = editions.filter(number__lt=edition.number) if edition else editions
    form = SinceForm(request.GET, editions=others.defer("content"))
    since = form.chosen()
    now = edition.as_of if edition else timezone.now()
    changes = None
    if since is not None:
        latest = read(edition) if edition else build_brief(brief, as_of=now)
        changes = changes_between(read(since), latest)
    return Shown(brief, edition, since, changes, form, now)


def read(edition: Edition) -> BriefDocument:
    return BriefDocument.from_json(edition.content)


@login_not_required  # what two published editions differ in is as public as they are
@require_safe
def edition_changes(request: UserRequest, slug: str, number: int) -> HttpResponse:
    brief = brief_or_404(request, slug)
    edition = edition_or_404(request, brief, number)
    return page_of(request, shown_of(request, brief, edition))


@require_safe
def brief_changes(request: UserRequest, slug: str) -> HttpResponse:
    """What would change if an edition were made now; nothing is made."""
    brief = brief_to_read(request, slug)
    return page_of(request, shown_of(request, brief, None))


def page_of(request: UserRequest, shown: Shown) -> HttpResponse:
    return render(
        request,
        "briefs/changes.html",
        {
            "shown": shown,
            "brief": shown.brief,
            "edition": shown.edition,
            "changes": shown.changes,
            "can_edit": shown.brief.can_be_edited_by(request.user),
            "can_read_whole": shown.brief.can_be_read_whole_by(request.user),
            "choice": request.GET.urlencode(),
        },
    )


@login_not_required  # the same figures as on the page, and to the same readers
@require_safe
def edition_changes_table(
    request: UserRequest, slug: str, number: int, format: str
) -> HttpResponseBase:
    brief = brief_or_404(request, slug)
    edition = edition_or_404(request, brief, number)
    return table_of(shown_of(request, brief, edition), format)


@require_safe
def brief_changes_table(request: UserRequest, slug: str, format: str) -> HttpResponseBase:
    return table_of(shown_of(request, brief_to_read(request, slug), None), format)


def table_of(shown: Shown, format: str) -> HttpResponseBase:
    """The figures exactly as the page shows them."""
    if shown.since is None or format not in FORMATS:
        raise Http404
    header = [_("Key"), _("Figure"), edition_words(shown.since), now_words(shown), _("What")]
    rows = [
        [figure.key, figure.label, figure.before, figure.now, str(figure.what.label)]
        for figure in shown.figures
    ]
    title = _("Changed figures")
    is_book = format == "xlsx"
    content = xlsx_bytes(title, header, rows) if is_book else csv_bytes(header, rows)
    last = shown.edition.number if shown.edition else "now"
    name = f"{shown.brief.slug}-changes-{shown.since.number}-{last}.{format}"
    return made_now(content, name=name)


def edition_words(edition: Edition) -> str:
    return _("Edition %(number)s") % {"number": edition.number}


def now_words(shown: Shown) -> str:
    if shown.edition:
        return edition_words(shown.edition)
    return _("Now, %(moment)s UTC") % {"moment": f"{shown.now:%Y-%m-%d %H:%M}"}
