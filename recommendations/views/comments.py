from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from documents.downloads import made_now
from documents.sheets.write import xlsx_bytes
from recommendations.forms import ReplyForm
from recommendations.models import Reply, ValidationRound
from recommendations.replies import cells_of, commented, header, replies_word, row_of, rows_of
from recommendations.views.rounds import round_or_404

COMMENTS_A_PAGE = 50
MOST_IN_A_FILE = 2_000  # a round of more comments is taken page by page


def may_reply(request: UserRequest, validation_round: ValidationRound) -> bool:
    return validation_round.project.can_be_organised_by(request.user)


def comment_list(request: UserRequest, pk: int) -> HttpResponse:
    validation_round = round_or_404(request, pk)
    page = Paginator(commented(validation_round), COMMENTS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "recommendations/comment_list.html",
        {
            "round": validation_round,
            "page": page,
            "rows": rows_of(page),
            "can_reply": may_reply(request, validation_round),
        },
    )


def comment_file(request: UserRequest, pk: int, kind: str) -> HttpResponseBase:
    """All comments of the round with their replies, as the page lists them."""
    validation_round = round_or_404(request, pk)
    rows = rows_of(commented(validation_round)[:MOST_IN_A_FILE])
    if kind == "docx":
        content = replies_word(validation_round, rows)
    else:
        content = xlsx_bytes(validation_round.title, header(), cells_of(rows))
    name = f"{slugify(validation_round.title) or 'round'}-comments-and-replies.{kind}"
    return made_now(content, name=name)


def comment_reply(request: UserRequest, pk: int, answer: int) -> HttpResponse:
    validation_round = round_or_404(request, pk)
    if not may_reply(request, validation_round):
        raise PermissionDenied
    said = get_object_or_404(commented(validation_round), pk=answer)
    reply: Reply = getattr(said, "reply", None) or Reply(answer=said)
    form = ReplyForm(request.POST or None, instance=reply)
    if form.is_valid():
        form.instance.by, form.instance.at = request.user, timezone.now()
        form.save()
        messages.success(request, _("The reply is kept."))
        return redirect("recommendations:comment_list", pk)
    return render(
        request,
        "recommendations/comment_reply.html",
        {"round": validation_round, "row": row_of(said), "form": form, "said": said},
    )
