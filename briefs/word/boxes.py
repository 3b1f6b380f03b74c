"""The box of each city and of each recommendation."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import formats
from django.utils.translation import gettext as _

from briefs.chapters import Chapter
from briefs.charts import result_chart
from briefs.document import RecommendationText
from briefs.document.content import CityBox, CityText, PathwayName, Result
from briefs.stamps import recommendation_stamp
from briefs.word.blocks import RECOMMENDATION, VISION
from briefs.word.pen import EDGE, TINT, Pen, stamp_text, title_of
from briefs.word.pictures import bars_png
from documents.word import BoxLook, Column, Picture, Span, Table, block_id_of
from documents.word.text import Text

CITY = BoxLook(fill=TINT, edge=EDGE, padding=170)
RECOMMENDATION_BOX = BoxLook(edge=EDGE, padding=198, start_size=36)
RESULT_MM, RESULT_HIGH = 60, 4


def add_cities(pen: Pen, chapter: Chapter) -> None:
    pen.word.add_paragraph(
        _("Each box is the city’s own: what it wants, and up to three actions of its published "
          "plan. Amounts stand in the plan’s own currency and are not added up over cities.")
    )  # fmt: skip
    for city in pen.document.boxed_cities:
        if city.box:
            add_city(pen, city, city.box)


def add_city(pen: Pen, city: CityText, box: CityBox) -> None:
    word = pen.word
    with word.box(CITY):
        word.add_heading(city.name, 3, anchor=f"city-{city.slug}")
        word.add_paragraph(
            city.stamp if city.has_plan else _("Plan not published"), style="FigureLabel"
        )
        with word.block(block_id_of(VISION, city.slug), label=city.name):
            word.add_paragraph(box.vision, style="Say")
        word.add_facts(city_facts(city, box))
    if box.flagships:
        title = _("Flagship actions, %(city)s") % {"city": city.name}
        word.add_paragraph([Span(title, is_bold=True)], style="ChartGroup")
        word.add_table(flagship_table(box, title))


def city_facts(city: CityText, box: CityBox) -> list[tuple[str, Text]]:
    facts: list[tuple[str, Text]] = [(_("Country or area"), city.country)]
    if city.has_plan:
        counted = {"total": city.actions, "costed": box.costed}
        facts.append((_("Actions"), _("%(total)s, of which %(costed)s with a cost") % counted))
        facts += box.money
    facts.append((_("Confirmed"), confirmed(box)))
    return facts


def confirmed(box: CityBox) -> str:
    if not box.confirmed_on:
        return _("not yet, by the city’s focal point")
    day = {"day": formats.date_format(box.confirmed_on, "DATE_FORMAT")}
    if box.is_stale:
        return _("by the city’s focal point on %(day)s; its plan has changed since") % day
    return _("by the city’s focal point on %(day)s") % day


def flagship_table(box: CityBox, title: str) -> Table:
    return Table(
        columns=[Column(_("No."), 1), Column(_("Action"), 6), Column(_("Pathway"), 2),
                 Column(_("Cost"), 3, is_number=True), Column(_("Secured"), 3, is_number=True)],
        rows=[
            [str(each.number), each.title, each.pathway, each.cost or _("not costed"), each.secured]
            for each in box.flagships
        ],
        description=title,
    )  # fmt: skip


def add_recommendations(pen: Pen, chapter: Chapter) -> None:
    for each in pen.document.recommendations:
        add_recommendation(pen, each)


def add_recommendation(pen: Pen, recommendation: RecommendationText) -> None:
    word, number = pen.word, recommendation.number
    with word.box(RECOMMENDATION_BOX):
        addressee = recommendation.addressee or _("Recommendation")
        heading = [Span(f"{number} ", style="Number"), Span(addressee)]
        word.add_heading(heading, 3, anchor=f"recommendation-{number}")
        with word.block(block_id_of(RECOMMENDATION, str(recommendation.row)), label=addressee):
            word.add_paragraph(recommendation.text, style="Say")
        word.add_paragraph(stamp_text(recommendation_stamp(recommendation)), style="Stamp")
        word.add_facts(recommendation_facts(pen, recommendation))
        if recommendation.result:
            add_result(pen, recommendation, recommendation.result)


def lines_of(pathways: Iterable[PathwayName]) -> list[Span]:
    spans: list[Span] = []
    for pathway in pathways:
        spans += [Span("\n" if spans else ""), Span(f"{pathway.code} "), *title_of(pathway)]
    return spans


def recommendation_facts(pen: Pen, recommendation: RecommendationText) -> list[tuple[str, Text]]:
    facts: list[tuple[str, Text]] = []
    if recommendation.pathways:
        facts.append((_("Pathways"), lines_of(recommendation.pathways)))
    if recommendation.findings or recommendation.targets:
        facts.append((_("Evidence"), evidence_of(pen, recommendation)))
    if recommendation.acting:
        lines = (f"{each.city}, {each.number}: {each.title}" for each in recommendation.acting)
        facts.append((_("Acted on by"), "\n".join(lines)))
    return facts


def evidence_of(pen: Pen, recommendation: RecommendationText) -> list[Span]:
    spans: list[Span] = []
    for number in recommendation.findings:
        spans += [Span(", ")] if spans else []
        name = _("Finding %(number)s") % {"number": number}
        spans.append(Span(name, link=f"#finding-{number}"))
    if recommendation.targets:
        between = " · " if spans else ""
        targets = pen.line(", ".join(recommendation.targets))
        spans.append(Span(f"{between}{_('SDG targets')} {targets}"))
    return spans


def add_result(pen: Pen, recommendation: RecommendationText, result: Result) -> None:
    pen.word.add_facts([(_("Result"), result_words(result))])
    chart = result_chart(recommendation)
    if chart:
        png = bars_png(chart, width_mm=RESULT_MM, pitch_mm=RESULT_HIGH)
        pen.word.add_picture(Picture(png, chart.title, RESULT_MM), style="FactPicture")


def result_words(result: Result) -> str:
    said = [f"{result.support} {_('support')}"]
    for count, words in (
        (result.support_with_changes, _("with changes")),
        (result.cannot_support, _("cannot support")),
        (result.no_position, _("no position")),
    ):
        if count:
            said.append(f"{count} {words}")
    said.append(_("of %(total)s") % {"total": result.total})
    if result.silence_is_no_objection:
        said.append(_("silence was taken as no objection"))
    return " · ".join(said)
