from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from briefs.document import BriefDocument, build_brief
from briefs.files import file_of
from briefs.labels import in_language
from briefs.models import (
    Brief,
    BriefCity,
    BriefExport,
    BriefFinding,
    BriefRecommendation,
    BriefSection,
    Edition,
    Withdrawal,
)
from briefs.render import TEMPLATE_VERSION, broken_marks
from cities.models import ProjectCity
from jobs.services import queue_once
from jobs.work import Progress
from projects.models import Project
from recommendations.models import Finding, Recommendation
from workshops.models import Workshop


class EditionIsNotDraft(Exception):
    """Only a draft edition can be published."""


class EditionIsBroken(Exception):
    """A text of it names a figure or a place that there is not; the message says which."""


class EditionIsNotPublished(Exception):
    """Only a published edition can be withdrawn."""


class EditionIsWithdrawn(Exception):
    """No new file is made of a withdrawn edition."""


@transaction.atomic
def begin_brief(
    project: Project,
    *,
    title: str,
    slug: str,
    language: str,
    by: User,
    is_example: bool = False,
) -> Brief:
    """A brief with every part still to be written, and all that the project has to choose from."""
    brief = Brief.objects.create(
        project=project,
        title=title,
        slug=slug,
        language=language,
        changed_by=by,
        is_example=is_example,
    )
    add_sections(brief)
    choose_contents(
        brief,
        cities=project.project_cities.filter(recovery_plan__isnull=False),
        workshops=project.workshops.exclude(state=Workshop.State.DRAFT),
        findings=project.findings.order_by("order", "pk"),
        recommendations=project.recommendations.order_by("number"),
    )
    return brief


def add_sections(brief: Brief) -> None:
    """Every part, in our order and under our own headings in the brief's language."""
    with in_language(brief.language):
        BriefSection.objects.bulk_create(
            BriefSection(brief=brief, key=key, title=str(label), order=order)
            for order, (key, label) in enumerate(BriefSection.Key.choices, 1)
        )


@transaction.atomic
def choose_contents(
    brief: Brief,
    *,
    cities: Iterable[ProjectCity],
    workshops: Iterable[Workshop],
    findings: Iterable[Finding],
    recommendations: Iterable[Recommendation],
) -> None:
    """What the brief is made of, in the order given; what was chosen before and is not, goes."""
    Brief.objects.select_for_update().get(pk=brief.pk)  # the rows are made anew: by one at a time
    brief.workshops.set(workshops)
    put_cities_in_order(brief, cities)
    put_in_order(BriefFinding, brief, "finding", findings)
    put_in_order(BriefRecommendation, brief, "recommendation", recommendations)


def put_in_order(
    model: type[models.Model], brief: Brief, field: str, things: Iterable[models.Model]
) -> None:
    model._default_manager.filter(brief=brief).delete()
    model._default_manager.bulk_create(
        model(brief=brief, order=order, **{field: thing}) for order, thing in enumerate(things, 1)
    )


def put_cities_in_order(brief: Brief, cities: Iterable[ProjectCity]) -> None:
    """The box of a city that stays is kept."""
    kept = {row.project_city_id: row for row in brief.brief_cities.all()}
    rows = []
    for order, city in enumerate(cities, 1):
        row = kept.get(city.pk) or BriefCity(brief=brief, project_city=city)
        row.order = order
        rows.append(row)
    brief.brief_cities.exclude(project_city__in=[row.project_city_id for row in rows]).delete()
    BriefCity.objects.bulk_create([row for row in rows if row.pk is None])
    BriefCity.objects.bulk_update([row for row in rows if row.pk is not None], ["order"])


@transaction.atomic
def make_edition(brief: Brief, *, by: User) -> Edition:
    """Freeze what the brief says now, figures as of now, as its next edition: a draft."""
    brief = Brief.objects.select_for_update().select_related("project__framework").get(pk=brief.pk)
    as_of = timezone.now()
    document = build_brief(brief, as_of=as_of)
    latest = brief.editions.order_by("-number").values_list("number", flat=True).first()
    return Edition.objects.create(
        brief=brief,
        number=(latest or 0) + 1,
        as_of=as_of,
        content=document.to_json(),
        template_version=TEMPLATE_VERSION,
        checksum=document.checksum,
        made_by=by,
    )


def publish_edition(edition: Edition, *, by: User) -> Edition:
    """Make a draft edition public at its address, and its files.

    Raises EditionIsBroken and EditionIsNotDraft.
    """
    refuse_if_broken(edition)
    published = Edition.objects.filter(pk=edition.pk, state=Edition.State.DRAFT).update(
        state=Edition.State.PUBLISHED, published_at=timezone.now(), published_by=by
    )
    if not published:
        raise EditionIsNotDraft(_("Only a draft edition can be published."))
    edition.refresh_from_db(fields=["state", "published_at", "published_by"])
    request_all_files(edition, by=by)
    return edition


def refuse_if_broken(edition: Edition) -> None:
    broken = broken_marks(BriefDocument.from_json(edition.content))
    if broken:
        raise EditionIsBroken(
            _("It names what there is not: %(broken)s. Put it right and make another edition.")
            % {"broken": "; ".join(f"{title}: {mark}" for title, mark in broken)}
        )


def request_all_files(edition: Edition, *, by: User) -> None:
    """So that a published edition stands at its address in every format."""
    for format, papers in BriefExport.PAPERS.items():
        for paper in papers:
            request_export(edition, format=format, paper=paper, by=by)


@transaction.atomic
def withdraw_edition(edition: Edition, *, by: User, reason: str) -> Edition:
    """Its page stays and says why; its files stay. Raises EditionIsNotPublished."""
    withdrawn = Edition.objects.filter(pk=edition.pk, state=Edition.State.PUBLISHED).update(
        state=Edition.State.WITHDRAWN
    )
    if not withdrawn:
        raise EditionIsNotPublished(_("Only a published edition can be withdrawn."))
    Withdrawal.objects.create(edition=edition, reason=reason, by=by)
    edition.refresh_from_db(fields=["state"])
    return edition


def request_export(edition: Edition, *, format: str, paper: str, by: User) -> BriefExport:
    """The file of the edition: the one made or being made already, or a new one. Two make one.

    A file of the draft and one of the published edition are two. Raises EditionIsWithdrawn.
    """
    if edition.state == Edition.State.WITHDRAWN:
        raise EditionIsWithdrawn(_("No new file is made of a withdrawn edition."))
    wanted = BriefExport(
        edition=edition, format=format, paper=paper, asked_by=by,
        is_draft=edition.state == Edition.State.DRAFT,
    )  # fmt: skip
    return queue_once(wanted, alike=("edition", "format", "paper", "is_draft"))


def render_export(export: BriefExport, progress: Progress) -> None:
    """Make the file of an export from its edition's frozen content alone."""
    progress(str(BriefExport.READING), 5)
    edition = Edition.objects.select_related("brief").get(pk=export.edition_id)
    document = BriefDocument.from_json(edition.content)
    progress(str(BriefExport.LAYING_OUT), 20)
    made = file_of(export, edition, document)
    progress(str(BriefExport.KEEPING), 90)
    progress.keep(pages=made.pages, renderer=made.renderer)
    progress.keep_file(file_name(export), made.content)


def file_name(export: BriefExport) -> str:
    """As it is downloaded: da13-policy-brief-edition-2-a4-en.pdf."""
    brief = export.edition.brief
    parts = [
        slugify(brief.project.code), "policy-brief", f"edition-{export.edition.number}",
        *(["draft"] if export.is_draft else []), export.paper, brief.language,
    ]  # fmt: skip
    return f"{'-'.join(filter(None, parts))}.{export.format}"
