from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

import briefs.reports.admin  # noqa: F401 - registers the rows of project reports
from accounts.admin import ReadOnlyAdmin, do_to_each, staff
from briefs.models import (
    BlockTranslation,
    Brief,
    BriefCity,
    BriefExport,
    BriefFinding,
    BriefRecommendation,
    BriefSection,
    ClearanceStep,
    Edition,
    FileOfRecord,
    TranslationReturn,
    Withdrawal,
    WordReturn,
)
from briefs.services import (
    EditionIsBroken,
    EditionIsNotDraft,
    EditionIsWithdrawn,
    begin_brief,
    make_edition,
    publish_edition,
    request_export,
)
from jobs.admin import JobAdmin
from writing.admin import CorrectionForm, VersionedAdmin, VersionedStackedInline

AT_FIRST = ("project", "title", "slug", "language", "is_example")


class SectionInline(VersionedStackedInline):
    model = BriefSection
    fields = ["key", "order", "title", "text", "status"]


class PartInline(admin.TabularInline[Any, Any]):
    extra = 0


class CityInline(PartInline):
    model = BriefCity
    fields = ["project_city", "order"]  # its box has a page of its own
    autocomplete_fields = ["project_city"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[BriefCity]:
        related = "project_city__city", "project_city__project"
        return super().get_queryset(request).select_related(*related)


class FindingInline(PartInline):
    model = BriefFinding
    autocomplete_fields = ["finding"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BriefFinding]:
        return super().get_queryset(request).select_related("finding")


class RecommendationInline(PartInline):
    model = BriefRecommendation
    autocomplete_fields = ["recommendation"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BriefRecommendation]:
        return super().get_queryset(request).select_related("recommendation")


class BriefForm(CorrectionForm):
    def save_by(self, user: Any) -> None:
        if not self.instance._state.adding:
            super().save_by(user)
            return
        chosen = {name: self.cleaned_data[name] for name in AT_FIRST if name != "project"}
        self.becomes(begin_brief(self.cleaned_data["project"], by=user, **chosen))


@admin.register(Brief)
class BriefAdmin(VersionedAdmin):
    """A brief is begun as on its own page: with all its parts and all there is to choose from."""

    form = BriefForm
    list_display = ["title", "project", "language", "symbol", "is_example"]
    list_filter = ["project", "language", "is_example"]
    list_select_related = ["project"]
    autocomplete_fields = ["project", "translation_of", "workshops"]
    search_fields = ["title", "slug", "symbol"]
    inlines = [SectionInline, CityInline, FindingInline, RecommendationInline]
    actions = ["freeze", "export_brief"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fields(request, obj) if obj else AT_FIRST

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["project"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else {"slug": ["title"]}

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    @admin.action(description=_("Make an edition, figures as of now"), permissions=["change"])
    def freeze(self, request: HttpRequest, briefs: QuerySet[Brief]) -> None:
        self.deed(request, briefs, partial(make_edition, by=staff(request)))

    @admin.action(description=_("Export the brief"), permissions=["change"])
    def export_brief(self, request: HttpRequest, briefs: QuerySet[Brief]) -> None:
        self.deed(request, briefs, partial(self.export_latest, request))

    def export_latest(self, request: HttpRequest, brief: Brief) -> None:
        """The PDF of the latest edition that stands; the first edition is made if there is none."""
        by = staff(request)
        standing = brief.editions.exclude(state=Edition.State.WITHDRAWN)
        edition = standing.order_by("-number").first() or make_edition(brief, by=by)
        request_pdf(self, request, edition)

    def deed(
        self, request: HttpRequest, briefs: QuerySet[Brief], deed: Callable[[Any], Any]
    ) -> None:
        may = partial(Brief.can_be_edited_by, user=request.user)
        do_to_each(self, request, briefs.select_related("project"), deed, may=may)


def request_pdf(model_admin: Any, request: HttpRequest, edition: Edition) -> None:
    by = staff(request)
    pdf, a4 = BriefExport.Format.PDF, BriefExport.Paper.A4
    export = request_export(edition, format=pdf, paper=a4, by=by)
    address = reverse("briefs:export_detail", args=[edition.brief.slug, export.pk])
    link = format_html('<a href="{}">{}</a>', address, export)
    words = format_html(_now("Preparing your file: {}"), link)
    model_admin.message_user(request, words, messages.INFO)


@admin.register(BriefSection)
class BriefSectionAdmin(VersionedAdmin):
    list_display = ["title", "brief", "key", "order", "status"]
    list_filter = ["status", "key"]
    list_select_related = ["brief"]
    autocomplete_fields = ["brief"]
    search_fields = ["title", "text", "brief__title"]


class PartAdmin(admin.ModelAdmin[Any]):
    search_fields = ["brief__title"]


@admin.register(BriefCity)
class BriefCityAdmin(VersionedAdmin):
    search_fields = ["brief__title"]
    list_display = ["project_city", "brief", "order"]
    list_select_related = ["brief", "project_city__city", "project_city__project"]
    autocomplete_fields = ["brief", "project_city", "flagship_actions"]
    readonly_fields = ["confirmed_by", "confirmed_at", "confirmed_revision"]  # the city's own deed


@admin.register(BriefFinding)
class BriefFindingAdmin(PartAdmin):
    list_display = ["finding", "brief", "order"]
    list_select_related = ["brief", "finding"]
    autocomplete_fields = ["brief", "finding"]


@admin.register(BriefRecommendation)
class BriefRecommendationAdmin(PartAdmin):
    list_display = ["recommendation", "brief", "order"]
    list_select_related = ["brief", "recommendation"]
    autocomplete_fields = ["brief", "recommendation"]


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """Frozen but for its state, which these actions move."""

    list_display = ["brief", "number", "state", "as_of", "made_by", "checksum"]
    list_filter = ["state", "brief__project"]
    list_select_related = ["brief", "made_by"]
    search_fields = ["brief__title", "checksum"]
    actions = ["publish", "withdraw", "prepare_pdf"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).select_related("brief__project").defer("content")

    def deed(self, request: HttpRequest, editions: QuerySet[Edition], deed: Any) -> None:
        do_to_each(
            self, request, editions, deed,
            unless=(EditionIsNotDraft, EditionIsBroken, EditionIsWithdrawn),
            may=lambda edition: edition.brief.can_be_edited_by(request.user),
        )  # fmt: skip

    @admin.action(description=_("Publish"), permissions=["deed"])
    def publish(self, request: HttpRequest, editions: QuerySet[Edition]) -> None:
        self.deed(request, editions, partial(publish_edition, by=staff(request)))

    @admin.action(description=_("Withdraw"), permissions=["deed"])
    def withdraw(self, request: HttpRequest, editions: QuerySet[Edition]) -> HttpResponse | None:
        """One at a time: each says why, on the page for it."""
        chosen = list(editions[:2])
        if len(chosen) == 1:
            return redirect("briefs:edition_withdraw", chosen[0].brief.slug, chosen[0].number)
        self.message_user(request, _now("Withdraw one edition at a time."), messages.WARNING)
        return None

    @admin.action(description=_("Prepare the PDF"), permissions=["deed"])
    def prepare_pdf(self, request: HttpRequest, editions: QuerySet[Edition]) -> None:
        self.deed(request, editions, partial(request_pdf, self, request))


@admin.register(BlockTranslation)
class BlockTranslationAdmin(VersionedAdmin):
    list_display = ["brief", "key", "changed_at"]
    list_filter = ["brief__language"]
    list_select_related = ["brief"]
    autocomplete_fields = ["brief"]
    search_fields = ["brief__title", "key", "text"]


@admin.register(TranslationReturn)
class TranslationReturnAdmin(ReadOnlyAdmin):
    list_display = ["name", "brief", "at", "by", "taken_at"]
    list_select_related = ["brief", "by"]
    search_fields = ["name", "brief__title"]


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnlyAdmin):
    list_display = ["edition", "at", "by", "reason"]
    list_select_related = ["edition__brief", "by"]
    search_fields = ["edition__brief__title", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Withdrawal]:
        return super().get_queryset(request).defer("edition__content")


@admin.register(ClearanceStep)
class ClearanceStepAdmin(VersionedAdmin):
    list_display = ["unit", "brief", "sent_on", "due_on", "returned_on", "result"]
    list_filter = ["result"]
    list_select_related = ["brief"]
    autocomplete_fields = ["brief", "sent"]
    search_fields = ["unit", "brief__title"]
    fields = [
        "brief", "order", "unit", "sent", "sent_on", "due_on", "returned_on", "result", "remark",
    ]  # fmt: skip


@admin.register(WordReturn)
class WordReturnAdmin(ReadOnlyAdmin):
    """On their way in for a day; what was taken is in the history of each text."""

    list_display = ["brief", "edition", "asked_at", "asked_by", "taken", "taken_at"]
    list_select_related = ["brief", "edition__brief", "asked_by"]
    search_fields = ["brief__title", "sha256"]
    fields = ["brief", "edition", "step", "asked_at", "asked_by", "sha256", "taken", "taken_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[WordReturn]:
        return super().get_queryset(request).defer("edition__content")


@admin.register(FileOfRecord)
class FileOfRecordAdmin(ReadOnlyAdmin):
    """Append-only: the newest row of an edition counts."""

    list_display = ["edition", "number", "symbol", "address", "pages", "added_at", "added_by"]
    list_select_related = ["edition__brief", "added_by"]
    search_fields = ["symbol", "sha256", "edition__brief__title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FileOfRecord]:
        return super().get_queryset(request).defer("edition__content")


@admin.register(BriefExport)
class BriefExportAdmin(JobAdmin):
    fields = (
        "edition", "format", "paper", "is_draft", "state", "step", "percent", "attempt", "pages",
        "renderer", "file_size", "sha256", "asked_by", "asked_at", "started_at", "finished_at",
        "error",
    )  # fmt: skip
    list_select_related = ("edition__brief", "asked_by")
    search_fields = ("edition__brief__title", "sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[BriefExport]:
        return super().get_queryset(request).defer("edition__content")
