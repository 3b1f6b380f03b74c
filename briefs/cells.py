"""The figures that stand in tables, charts and boxes: where each comes from, like the main ones.

Not frozen one by one, for they are many: an edition's frozen tables say which they are, and the
revisions of its plans are frozen themselves, so what is said of a cell never changes either.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _

from briefs.document import BriefDocument, Figure
from briefs.document.content import CityBox, CityText, MatrixPillar, MatrixRow, SourceRows
from recommendations.models import Answer, Finding, Recommendation
from recovery_plans.models import PlanRevision


def figure_of(document: BriefDocument, key: str) -> Figure:
    """A main figure, or one of a cell. Raises KeyError for what this document does not print."""
    try:
        return document.figure(key)
    except KeyError:
        return cells_of(document)[key]


def cells_of(document: BriefDocument) -> dict[str, Figure]:
    """By key, in the order of the document."""
    makers = matrix_cells, city_cells, speaker_cells, finding_cells, result_cells
    return {figure.key: figure for make in makers for figure in make(document)}


def said(
    document: BriefDocument, key: str, label: str, value: object, definition: str, filter: str,
    rows: tuple[SourceRows, ...],
) -> Figure:  # fmt: skip
    return Figure(key.lower(), label, str(value), definition, filter, document.as_of, rows)


def revision_rows(document: BriefDocument) -> dict[str, SourceRows]:
    """The revision counted for each city, by the slug of the city.

    The frozen figure of the plans names them in the order of the cities that have one.
    """
    rows = document.figure("plans").source_rows
    ids, versions = (rows[0].ids, rows[0].versions) if rows else ((), ())
    public = [city.slug for city in document.cities if city.has_plan]
    return {
        slug: SourceRows(PlanRevision._meta.label_lower, (pk,), (version,), count=1)
        for slug, pk, version in zip(public, ids, versions, strict=False)
    }


def all_revisions(document: BriefDocument) -> tuple[SourceRows, ...]:
    return document.figure("plans").source_rows


def matrix_cells(document: BriefDocument) -> Iterator[Figure]:
    every = all_revisions(document)
    yield said(document, "matrix-all", _("All actions in the table"), document.matrix.total,
               _("Actions by main pathway, so that each action is counted once"),
               _("The published revisions of the plans of this brief’s cities"), every)  # fmt: skip
    for pillar in document.matrix.pillars:
        yield said(document, f"pillar-{pillar.code}", pillar.title, pillar.total,
                   _("Actions whose main pathway is in this pillar"),
                   _("The published revisions of the plans of this brief’s cities"),
                   every)  # fmt: skip
    yield from column_cells(document)


def column_cells(document: BriefDocument) -> Iterator[Figure]:
    cities = {city.slug: city for city in document.cities}
    revisions = revision_rows(document)
    totals = document.matrix.totals
    for column, slug in enumerate(document.matrix.cities):
        city = cities.get(slug)
        if city is None or not city.has_plan:
            continue
        of_city = partial(city_figure, document, city, revisions)
        yield of_city(f"matrix-{slug}", _("All actions in the table"), totals[column],
                      _("Actions by main pathway, so that each is counted once"))  # fmt: skip
        for pillar, row in rows_of(document):
            if row.cells[column] is not None:
                yield of_city(f"cell-{slug}-{row.code}", f"{row.code} {row.title}",
                              row.cells[column],
                              _("Actions whose main pathway it is, in pillar %(pillar)s")
                              % {"pillar": pillar.title})  # fmt: skip


def rows_of(document: BriefDocument) -> list[tuple[MatrixPillar, MatrixRow]]:
    return [(pillar, row) for pillar in document.matrix.pillars for row in pillar.rows]


def city_figure(
    document: BriefDocument, city: CityText, revisions: dict[str, SourceRows], key: str,
    label: str, value: object, definition: str,
) -> Figure:  # fmt: skip
    rows = (revisions[city.slug],) if city.slug in revisions else ()
    where = _("The published revision %(number)s of the plan of %(city)s") % {
        "number": city.revision, "city": city.name,
    }  # fmt: skip
    return said(document, key, f"{city.name}: {label}", value, definition, where, rows)


def city_cells(document: BriefDocument) -> Iterator[Figure]:
    revisions = revision_rows(document)
    for city in document.cities:
        if city.has_plan:
            of_city = partial(city_figure, document, city, revisions)
            yield of_city(f"city-actions-{city.slug}", _("Actions"), city.actions,
                          _("Actions of the published plan, each once"))  # fmt: skip
            if city.box:
                yield from box_cells(of_city, city, city.box)


def box_cells(of_city: partial[Figure], city: CityText, box: CityBox) -> Iterator[Figure]:
    yield of_city(f"city-costed-{city.slug}", _("Actions with a cost"), box.costed,
                  _("Actions whose cost is an estimate or is budgeted"))  # fmt: skip
    for number, (label, amount) in enumerate(box.money, 1):
        yield of_city(f"city-money-{city.slug}-{number}", label, amount,
                      _("Added up over the actions of the plan that say an amount, in the plan’s "
                        "own currency"))  # fmt: skip
    for action in box.flagships:
        name = {"number": action.number, "title": action.title}
        if action.cost:
            yield of_city(f"cost-{city.slug}-{action.number}",
                          _("Action %(number)s, %(title)s: cost") % name, action.cost,
                          _("What the plan says this action costs"))  # fmt: skip
        if action.secured:
            yield of_city(f"secured-{city.slug}-{action.number}",
                          _("Action %(number)s, %(title)s: secured") % name, action.secured,
                          _("What the plan says is secured for this action"))  # fmt: skip


def speaker_cells(document: BriefDocument) -> Iterator[Figure]:
    for workshop in document.workshops:
        if workshop.speakers is not None and workshop.speakers.total:
            line = document.figure(f"participants-{workshop.slug}")
            yield said(document, f"speakers-{workshop.slug}",
                       _("Speakers and resource persons (M/F), %(workshop)s")
                       % {"workshop": workshop.title}, workshop.speakers,
                       _("Total (men/women); on a line of their own, as they are not counted "
                         "among the participants"), line.filter, line.source_rows)  # fmt: skip


def finding_cells(document: BriefDocument) -> Iterator[Figure]:
    for finding in document.findings:
        rows = (SourceRows(Finding._meta.label_lower, (finding.row,), count=1),)
        name = _("Finding %(number)s") % {"number": finding.number}
        yield said(
            document,
            f"finding-cities-{finding.row}",
            f"{name}: {_('cities')}",
            finding.city_count,
            _("Cities that whoever noted the finding says it rests on"),
            _("The finding as it stood; a city is named only where it may be"),
            rows,
        )
        yield said(document, f"finding-actions-{finding.row}", f"{name}: {_('actions')}",
                   finding.action_count, _("Actions that the finding is said to rest on"),
                   _("The finding as it stood; actions that were removed do not count"),
                   rows)  # fmt: skip


def result_cells(document: BriefDocument) -> Iterator[Figure]:
    """People only as counts: how many answered what, in which round."""
    for each in document.recommendations:
        if each.result is None:
            continue
        result = each.result
        counts = _("%(support)d support, %(changes)d with changes, %(cannot)d cannot support, "
                   "%(none)d no position, of %(total)d") % {
            "support": result.support, "changes": result.support_with_changes,
            "cannot": result.cannot_support, "none": result.no_position, "total": result.total,
        }  # fmt: skip
        yield said(document, f"result-{each.number}",
                   _("Result of recommendation %(number)d") % {"number": each.number}, counts,
                   _("Answers to wording %(wording)d, each person or delegation once, frozen when "
                     "the round was closed") % {"wording": result.wording},
                   _("%(round)s, closed on %(day)s")
                   % {"round": result.round, "day": result.closed_on.isoformat()},
                   (SourceRows(Recommendation._meta.label_lower, (each.row,), (result.wording,),
                               count=1),
                    SourceRows(Answer._meta.label_lower, count=result.total)))  # fmt: skip
