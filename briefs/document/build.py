from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from briefs.document.bodies import bodies_of
from briefs.document.cities import city_texts
from briefs.document.content import BriefDocument, SectionText, WorkshopText
from briefs.document.figures import Counted, figures_of
from briefs.document.matrix import matrix_of
from briefs.document.published import PublishedPlan, published_plans
from briefs.document.said import findings_of, recommendations_of
from briefs.document.translated import Translated
from briefs.labels import in_language
from briefs.models import Brief, BriefCity
from participants.models import Registration
from participants.participation import Participation, participation_of
from recovery_plans.document import PlanDocument
from workshops.models import Workshop


def build_brief(brief: Brief, *, as_of: datetime.datetime) -> BriefDocument:
    """What an edition made now would print; the words that are ours in the brief's language.

    Plans count as they are published; what is still a draft is not said. Reads only, in a
    number of queries that does not grow with cities, workshops or recommendations.
    """
    with in_language(brief.language):
        return build(brief, as_of)


def build(brief: Brief, as_of: datetime.datetime) -> BriefDocument:
    """A translation is made of its source: its cities, findings and figures in other words."""
    source, translated = brief.translation_of or brief, Translated.of(brief)
    places = places_of(source)
    plans = published_plans(places)
    workshops = workshops_of(source)
    participation = participation_of(workshops)
    findings = findings_of(source)
    recommendations = recommendations_of(source, findings, tuple(plans.values()))
    counted = Counted(
        as_of=as_of,
        cities=tuple(translated.cities(city_texts(places, plans))),
        plans=tuple(plans.values()),
        workshops=tuple(translated.titled(workshop_texts(workshops, participation))),
        workshop_rows=tuple(workshops),
        matrix=translated.matrix(matrix_of(brief.project.framework, columns_of(places, plans))),
        findings=tuple(translated.findings(findings.values())),
        recommendations=tuple(translated.recommendations(recommendations)),
    )
    return document_of(brief, source, translated, counted)


def columns_of(
    places: Sequence[BriefCity], plans: dict[int, PublishedPlan]
) -> list[tuple[str, PlanDocument | None]]:
    return [
        (place.project_city.city.slug, plan.text if plan else None)
        for place in places
        for plan in [plans.get(place.project_city_id)]
    ]


def document_of(
    brief: Brief, source: Brief, translated: Translated, counted: Counted
) -> BriefDocument:
    project = brief.project
    return BriefDocument(
        title=brief.title,
        subtitle=brief.subtitle,
        slug=brief.slug,
        language=brief.language,
        series=brief.series,
        symbol=brief.symbol,
        project=project.name,
        project_code=project.code,
        funding=project.funding,
        bodies=bodies_of(project),
        framework=project.framework.title,
        framework_symbol=project.framework.symbol,
        as_of=counted.as_of,
        is_example=is_example(source, counted),
        sections=tuple(translated.sections(section_texts(source))),
        cities=counted.cities,
        workshops=counted.workshops,
        matrix=counted.matrix,
        findings=counted.findings,
        recommendations=counted.recommendations,
        figures=figures_of(counted),
        source_language=translated.language,
    )


def section_texts(brief: Brief) -> Iterable[SectionText]:
    for section in brief.sections.order_by("order"):
        yield SectionText(key=section.key, title=section.title, text=section.text)


def places_of(brief: Brief) -> Sequence[BriefCity]:
    related = "project_city__city__country", "project_city__body", "confirmed_revision"
    return list(
        brief.brief_cities.select_related(*related)
        .defer("confirmed_revision__content")
        .prefetch_related("flagship_actions")
        .order_by("order", "pk")
    )


def workshops_of(brief: Brief) -> Sequence[Workshop]:
    """In the order they were held; those without a date first, as they are the earliest known."""
    held = brief.workshops.exclude(state__in=[Workshop.State.DRAFT, Workshop.State.CANCELLED])
    return sorted(
        held, key=lambda workshop: (workshop.starts_on or datetime.date.min, workshop.title)
    )


def workshop_texts(
    workshops: Sequence[Workshop], participation: dict[int, Participation]
) -> Iterable[WorkshopText]:
    invented = set(
        Registration.objects.filter(workshop__in=workshops, person__is_example=True)
        .order_by()
        .values_list("workshop", flat=True)
        .distinct()
    )
    for workshop in workshops:
        said = participation[workshop.pk]
        yield WorkshopText(
            slug=workshop.slug,
            title=workshop.title,
            mode=workshop.mode,
            starts_on=workshop.starts_on,
            ends_on=workshop.ends_on,
            label=said.label,
            line=said.line,
            text=said.text,
            speakers=said.speakers,
            basis=said.basis_words,
            citation=said.citation,
            who_counts=said.who_counts,
            is_signed_off=said.is_signed_off,
            has_invented_people=workshop.is_example or workshop.pk in invented,
        )


def is_example(brief: Brief, counted: Counted) -> bool:
    """Whether anything it says was invented."""
    return (
        brief.is_example
        or any(published.text.is_example for published in counted.plans)
        or any(workshop.has_invented_people for workshop in counted.workshops)
        or brief.findings.filter(is_example=True).exists()
        or brief.recommendations.filter(is_example=True).exists()
    )
