"""The page of a private link: each wording, and what its reader thinks of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.languages import changes_language, in_chosen_language, prefer
from accounts.limits import rate_limit
from accounts.private_links import link_over, private_link
from recommendations.forms import AnswersForm
from recommendations.models import Answer, RoundLink, RoundWording, Wording
from recommendations.services import RoundIsClosed, link_of, record_answers


@login_not_required  # the link in the letter is the key
@in_chosen_language
@private_link
@rate_limit("round_answer", "40/m/ip")
def round_answer(request: HttpRequest, token: str) -> HttpResponse:
    link = link_of(token)
    if link is None:
        words = _(
            "Use the link in the newest letter about this round: it replaces those sent "
            "before. If you have no letter, ask whoever invited you."
        )
        return link_over(request, words)
    prefer(request, link.registration.language)
    form = answers_form(request, link)
    is_sent = form.is_bound and not changes_language(request)
    if is_sent and form.is_valid() and kept(link, form):
        messages.success(request, _("Your answers are kept. Thank you."))
        return redirect("recommendations:round_answer", token)
    return render(
        request,
        "recommendations/round_answer.html",
        {
            "round": link.round, "form": form, "is_open": link.round.is_open,
            "answered": sum(bool(field.value()) for _i, _w, field, _c in form.rows),
        },
    )  # fmt: skip


def answers_form(request: HttpRequest, link: RoundLink) -> AnswersForm:
    """Filled as kept; as typed, but not submitted, where only the language was changed."""
    items = list(link.round.items.select_related("wording__recommendation"))
    given = Answer.objects.filter(item__round=link.round, registration=link.registration)
    kept_answers = {answer.item_id: answer for answer in given}
    words = words_in_language(items)
    if changes_language(request):
        typed = request.POST.dict()
        return AnswersForm(items=items, answers=kept_answers, words=words, initial=typed)
    return AnswersForm(request.POST or None, items=items, answers=kept_answers, words=words)


def words_in_language(items: list[RoundWording]) -> dict[int, Wording]:
    """The newest translation into the language of the page, by recommendation."""
    language = translation.get_language() or "en"
    found = Wording.objects.filter(
        recommendation__in=[item.wording.recommendation_id for item in items], language=language
    ).order_by("number")
    put = {item.wording.recommendation_id: item.wording.language for item in items}
    return {one.recommendation_id: one for one in found if put[one.recommendation_id] != language}


def kept(link: RoundLink, form: AnswersForm) -> bool:
    try:
        record_answers(
            link.round,
            registration=link.registration,
            positions=form.by_item("position"),
            comments=form.by_item("comment"),
        )
    except RoundIsClosed as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
