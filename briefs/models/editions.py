from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefs.models.briefs import Brief
from jobs.models import Job, JobQuerySet


class Edition(models.Model):
    """The frozen snapshot that every document of it is printed from. Append-only but its state.

    `content` is what `briefs.document.build_brief` returned, as JSON; `checksum` the SHA-256 of
    its canonical form, printed in the colophon.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    as_of = models.DateTimeField(_("figures as of"), default=timezone.now)
    content = models.JSONField()
    template_version = models.CharField(max_length=20)
    checksum = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["brief", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="edition_number_unique"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="edition_published_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brief}, edition {self.number}"

    def successor(self) -> Edition | None:
        """The published edition that says it better now, if there is one."""
        later = Edition.objects.filter(
            brief=self.brief_id, number__gt=self.number, state=self.State.PUBLISHED
        )
        return later.defer("content").first()

    def in_other_languages(self) -> list[Edition]:
        """The published edition of each brief that says this one in another language."""
        source = self.brief.translation_of_id or self.brief_id
        published = Edition.objects.filter(
            Q(brief=source) | Q(brief__translation_of=source), state=self.State.PUBLISHED
        )
        others = published.exclude(brief=self.brief_id).select_related("brief").defer("content")
        newest = {each.brief.language: each for each in others.order_by("number")}
        return sorted(newest.values(), key=lambda each: each.brief.language)


class Withdrawal(models.Model):
    """Why a published edition no longer stands. Append-only.

    A row of its own and no columns of the edition: what an edition says is frozen in the
    database, and which edition replaces it is asked of the editions themselves.
    """

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="withdrawal")
    reason = models.TextField(_("why it is withdrawn"), max_length=2000)
    at = models.DateTimeField(_("withdrawn"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("withdrawal of an edition")
        verbose_name_plural = _("withdrawals of editions")
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.edition)


class BriefExportQuerySet(JobQuerySet):
    def as_offered(self) -> Self:
        """The document before its data, the usual paper first; of two alike the newer one."""
        formats = BriefExport.Format.values
        place = Case(*(When(format=each, then=at) for at, each in enumerate(formats)))
        return self.order_by(place, "paper", "-asked_at")


class BriefExport(Job):
    """A file of an edition in one format and paper: made once, then served for ever.

    What was made of a draft says *Draft* on every page, so the published edition has its own.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", _("Word")
        XLSX = "xlsx", _("Data as XLSX")
        JSON = "json", _("Data as JSON")

    class Paper(models.TextChoices):
        A4 = "a4", "A4"
        LETTER = "letter", _("US Letter")
        NONE = "data", _("no paper")

    PAPERS: ClassVar[dict[str, tuple[str, ...]]] = {
        Format.PDF: (Paper.A4, Paper.LETTER),
        Format.DOCX: (Paper.A4, Paper.LETTER),
        Format.XLSX: (Paper.NONE,),
        Format.JSON: (Paper.NONE,),
    }  # that a format can be had on, the usual one first

    READING = _("Reading the frozen text and figures")
    LAYING_OUT = _("Laying out the pages")
    KEEPING = _("Keeping the file")

    task_name: ClassVar[str] = "briefs.tasks.make_brief"
    time_limit_seconds: ClassVar[int] = 180  # two hundred recommendations take ten
    steps: ClassVar[tuple[Any, ...]] = (READING, LAYING_OUT, KEEPING)

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="exports")
    is_draft = models.BooleanField(_("marked as a draft"), default=False, editable=False)
    format = models.CharField(_("format"), max_length=5, choices=Format.choices)
    paper = models.CharField(_("paper"), max_length=10, choices=Paper.choices, default=Paper.A4)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    wants_letter = models.BooleanField(_("a letter when it is over"), default=False, editable=False)
    renderer = models.CharField(max_length=60, blank=True)  # "WeasyPrint 70.0, template 1"

    objects: ClassVar[Any] = BriefExportQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of editions")
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "format", "paper", "is_draft"],
                condition=~Q(state__in=["failed", "cancelled"]),
                name="briefexport_made_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.get_format_display()}"

    @classmethod
    def too_long(cls) -> str:
        hint = _("A very long word, list or table may be why: make it shorter in a new edition.")
        return f"{super().too_long()} {hint}"

    @property
    def kind(self) -> str:
        """Such as `pdf-a4`: names it in the stable address of its edition."""
        return f"{self.format}-{self.paper}"

    @property
    def renderer_is_newer(self) -> bool:
        """Whether it was made by another template than its edition was."""
        template = f"template {self.edition.template_version}"
        return bool(self.renderer) and not self.renderer.endswith(template)

    @property
    def kind_label(self) -> str:
        return file_label(self.format, self.paper)


def file_label(format: str, paper: str) -> str:
    label = str(BriefExport.Format(format).label)
    has_paper = paper != BriefExport.Paper.NONE
    return f"{label}, {BriefExport.Paper(paper).label}" if has_paper else label
