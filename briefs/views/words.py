from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from accounts.requests import UserRequest
from briefs.clearance_forms import WordFileForm
from briefs.document import BriefDocument
from briefs.models import Brief, WordReturn
from briefs.returned.proposals import Proposal, proposals_of
from briefs.returned.reading import Returned
from briefs.returned.staging import NotOfThisBrief, ReturnIsGone, returned_of, take_aside
from briefs.returned.taking import BOTH, CHOICES, ChangedMeanwhile, take_in
from briefs.views.briefs import brief_to_edit
from briefs.word import block_texts
from documents.word import NotAWordFile


def word_take_in(request: UserRequest, slug: str) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    form = WordFileForm(request.POST or None, request.FILES or None, brief=brief)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = take_aside(
                brief, name=file.name or "", content=file.read(), by=request.user,
                edition=form.cleaned_data["edition"],
            )  # fmt: skip
        except (NotAWordFile, NotOfThisBrief) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("briefs:word_check", slug, made.pk)
    return render(request, "briefs/word_take_in.html", {"brief": brief, "form": form})


def word_check(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """How the file differs from what was sent; posted, what was chosen is taken."""
    brief = brief_to_edit(request, slug)
    made = get_object_or_404(brief.word_returns.select_related("edition"), pk=pk)
    try:
        returned = returned_of(made)
    except ReturnIsGone as gone:
        messages.error(request, str(gone))
        return redirect("briefs:word_take_in", slug)
    if request.method == "POST" and (taken := take(request, made, returned)) is not None:
        messages.success(request, taken)
        return redirect("briefs:word_check", slug, pk)
    return check_page(request, brief, made, returned)


def take(request: UserRequest, made: WordReturn, returned: Returned) -> str | None:
    """What to say once it is taken; None where nothing was, and the page is shown again."""
    posted = request.POST
    chosen = {
        id: (choice, posted.get(f"seen-{id}", ""))
        for name, choice in posted.items()
        for id in [name.removeprefix("choice-")]
        if id != name and choice in CHOICES
    }
    try:
        taken = take_in(made, returned, chosen=chosen, by=request.user)
    except ChangedMeanwhile as changed:
        messages.error(request, str(changed))
        return None
    return ngettext("%(n)s text is taken.", "%(n)s texts are taken.", taken) % {"n": taken}


def check_page(
    request: UserRequest, brief: Brief, made: WordReturn, returned: Returned
) -> HttpResponse:
    document = BriefDocument.from_json(made.edition.content)
    proposals = proposals_of(brief, document, returned)
    blocks = block_texts(document)
    return render(
        request,
        "briefs/word_check.html",
        {
            "brief": brief,
            "made": made,
            "returned": returned,
            "rows": [(one, choice_of(request, one)) for one in proposals],
            "can_take": any(not one.problem for one in proposals),
            "missing": [blocks[id].label for id in returned.missing if id in blocks],
            "both": BOTH,
        },
    )


def choice_of(request: UserRequest, proposal: Proposal) -> str:
    """As it was chosen; asked to tick them, those that raise no question."""
    if request.method == "POST":
        return request.POST.get(f"choice-{proposal.id}", "")
    return "file" if request.GET.get("tick") == "sure" and proposal.is_sure else ""
