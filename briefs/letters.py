"""The letter that somebody wished for when their file is over."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from briefs.models import BriefExport
from jobs.services import queue_letter


def waiting_for_a_letter() -> QuerySet[BriefExport]:
    over = [BriefExport.State.DONE, BriefExport.State.FAILED]
    return BriefExport.objects.filter(wants_letter=True, state__in=over)


def tell_of_all_over() -> None:
    """Of those as well that a sweep has failed, or whose worker ended before the letter."""
    for pk in waiting_for_a_letter().values_list("pk", flat=True):
        tell_when_over(pk)


@transaction.atomic
def tell_when_over(export_id: int) -> None:
    """That it is ready, or why not and what to do: once, however often the job was rung."""
    if not waiting_for_a_letter().filter(pk=export_id).update(wants_letter=False):
        return
    export = BriefExport.objects.select_related("edition__brief", "asked_by").get(pk=export_id)
    if export.asked_by is None or not export.asked_by.email:
        return
    is_done = export.state == BriefExport.State.DONE
    subject = _("Your file is ready: %(file)s") if is_done else _("Not made: %(file)s")
    page = reverse("briefs:export_detail", args=[export.edition.brief.slug, export.pk])
    body = render_to_string(
        "briefs/letters/file_over.txt",
        {"export": export, "is_done": is_done, "page": settings.SITE_URL + page},
    )
    queue_letter(export.asked_by.email, subject % {"file": export}, body)
