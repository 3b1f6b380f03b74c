from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import UserRequest
from briefs.boxes import boxes_of
from briefs.document import BriefDocument, build_brief
from briefs.forms import BriefBeginForm, BriefForm
from briefs.models import Brief, BriefExport, Edition
from briefs.overview import changed_figures, parts_of
from briefs.render import brief_html
from briefs.services import begin_brief, choose_contents
from briefs.since import MovedSince, moved_since
from briefs.translations.forms import TranslationBeginForm
from projects.models import Project
from writing.clock import Clock

PUBLISHED = Edition.objects.filter(state=Edition.State.PUBLISHED).defer("content")


@login_not_required  # published briefs are for everybody
def brief_list(request: UserRequest) -> HttpResponse:
    briefs = (
        Brief.objects.visible_to(request.user)
        .select_related("project")
        .prefetch_related(Prefetch("editions", PUBLISHED, to_attr="published_editions"))
        .order_by("title", "pk")
    )
    page = Paginator(briefs, 25).get_page(request.GET.get("page"))
    organised = Project.objects.organised_by(request.user).exists()
    return render(
        request,
        "briefs/brief_list.html",
        {
            "page": page,
            "can_begin": organised,
            "reporting": Project.objects.read_by(request.user).order_by("code"),
            "has_examples": any(brief.is_example for brief in page.object_list),
        },
    )


def brief_add(request: UserRequest) -> HttpResponse:
    projects = Project.objects.organised_by(request.user)
    if not projects.exists():
        raise PermissionDenied

    form = BriefBeginForm(request.POST or None, projects=projects)
    if form.is_valid():
        brief = begin_brief(
            form.cleaned_data["project"],
            title=form.cleaned_data["title"],
            slug=form.cleaned_data["slug"],
            language=form.cleaned_data["language"],
            by=request.user,
        )
        messages.success(request, _("The brief is begun, with everything the project has."))
        return redirect("briefs:brief_detail", brief.slug)
    return render(request, "briefs/brief_begin.html", {"form": form})


def brief_or_404(request: UserRequest, slug: str) -> Brief:
    """Also one whose last edition was withdrawn: its address goes on saying so."""
    open_to_user = Brief.objects.open_to(request.user).select_related("project", "translation_of")
    return get_object_or_404(open_to_user, slug=slug)


def brief_to_read(request: UserRequest, slug: str) -> Brief:
    """With all that is not public yet."""
    whole = Brief.objects.read_whole_by(request.user)
    whole = whole.select_related("project", "translation_of__project")
    return get_object_or_404(whole, slug=slug)


def brief_to_edit(request: UserRequest, slug: str) -> Brief:
    brief = brief_to_read(request, slug)
    if not brief.can_be_edited_by(request.user):
        raise PermissionDenied
    return brief


@login_not_required  # the public is led to the published edition
def brief_detail(request: UserRequest, slug: str) -> HttpResponse:
    brief = brief_or_404(request, slug)
    if not brief.can_be_read_whole_by(request.user):
        return redirect("briefs:edition_detail", slug, edition_to_show(brief))

    latest = brief.editions.first()
    return render(
        request,
        "briefs/brief_detail.html",
        {
            "brief": brief,
            "can_edit": brief.can_be_edited_by(request.user),
            "parts": parts_of(brief),
            "boxes": boxes_of(brief),
            "editions": brief.editions.defer("content"),
            "latest": latest,
            "changes": changed_figures(brief, latest) if latest else [],
            "since": since_of(latest, request.user) if latest else None,
            "exports": BriefExport.objects.filter(edition=latest).as_offered(),
            "translation_form": TranslationBeginForm(brief=brief),
            "translations": brief.translations.order_by("language"),
        },
    )


def edition_to_show(brief: Brief) -> int | None:
    """The last published one, else the last that was withdrawn."""
    last = brief.editions.exclude(state=Edition.State.DRAFT).aggregate(
        published=Max("number", filter=Q(state=Edition.State.PUBLISHED)), any=Max("number")
    )
    number: int | None = last["published"] or last["any"]
    return number


def since_of(edition: Edition, user: User) -> MovedSince:
    return moved_since(edition, BriefDocument.from_json(edition.content), user)


def brief_edit(request: UserRequest, slug: str) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    if brief.translation_of_id:  # its contents are those of its source
        return redirect("briefs:translation_cover", slug)
    form = BriefForm(request.POST or None, instance=brief)
    if form.is_valid() and save_brief(form, by=request.user):
        messages.success(request, _("The brief is saved."))
        return redirect("briefs:brief_detail", slug)
    return render(
        request,
        "briefs/brief_form.html",
        {"brief": brief, "form": form, "clock": Clock.of(request.user)},
    )


@transaction.atomic
def save_brief(form: BriefForm, *, by: User) -> bool:
    """The cover and the contents, both or neither."""
    is_saved = form.save_by(by)
    if is_saved:
        choose_contents(form.instance, **form.contents())
    return is_saved


def brief_preview(request: UserRequest, slug: str) -> HttpResponse:
    """The brief as an edition made now would say it."""
    brief = brief_to_read(request, slug)
    document = build_brief(brief, as_of=timezone.now())
    return render(
        request,
        "briefs/preview.html",
        {"brief": brief, "document": document, "html": brief_html(document, for_print=False)},
    )
