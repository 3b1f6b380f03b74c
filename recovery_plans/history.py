"""Who changed what in a plan: the plan, its texts and its actions with all their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from recovery_plans.models import (
    Action,
    Chapter,
    Indicator,
    IndicatorValue,
    Milestone,
    Money,
    PathwaySection,
    Priority,
    ProgressNote,
    RecoveryPlan,
)
from writing.models import Change, label_of


@dataclass(frozen=True)
class Part:
    """How a kind of row belongs to a plan, to which page of it, and what people call it."""

    plan: str  # the way to the plan
    page: str  # "chapter", "section" or "action"; empty: the page of the plan itself
    key: str  # the way to what names that page
    name: Any


LONGEST_NUMBER = 9
PARTS: dict[Any, Part] = {
    Chapter: Part("plan", "chapter", "key", F("title")),
    PathwaySection: Part("plan", "section", "pathway__code", F("pathway__code")),
    Priority: Part("plan", "", "", F("text")),
    ProgressNote: Part("plan", "", "", F("ends_on")),
    Action: Part("plan", "action", "number", F("title")),
    Milestone: Part("action__plan", "action", "action__number", F("title")),
    Money: Part("action__plan", "action", "action__number", F("action__title")),
    Indicator: Part("action__plan", "action", "action__number", F("title")),
    IndicatorValue: Part(
        "indicator__action__plan", "action", "indicator__action__number", F("indicator__title")
    ),
}


@dataclass(frozen=True)
class NamedChange:
    change: Change
    kind: str  # "Action"
    name: str  # empty when the row is gone
    label: str  # of the field
    by: str  # empty when the person is no longer here

    @property
    def heading(self) -> str:
        return f"{self.kind}: {self.name}" if self.name else self.kind

    @property
    def is_text(self) -> bool:
        """Whether it can be put back: words as typed, of a row that still is."""
        return bool(self.name) and is_text(self.change)


@dataclass(frozen=True)
class Wanted:
    """What of a history is looked for; empty is everything."""

    by: int | None = None  # the user's key
    page: str = ""  # "plan", "chapter-financing", "section-URE-3", "action-4"
    field: str = ""
    words: str = ""


EVERYTHING = Wanted()


def changes_of(plan: RecoveryPlan, wanted: Wanted = EVERYTHING) -> QuerySet[Change]:
    """Newest first."""
    changes = Change.objects.filter(_is_wanted(plan, wanted), shared_history=plan.shared_history)
    if wanted.by is not None:
        changes = changes.filter(by=wanted.by)
    return changes


def _is_wanted(plan: RecoveryPlan, wanted: Wanted) -> Q:
    """Of the plan's changes, whoever made them."""
    found = _rows_of(plan, wanted.page) if wanted.page else Q()
    if wanted.field:
        found &= Q(field=wanted.field)
    if wanted.words:
        said = Q(before__icontains=wanted.words) | Q(after__icontains=wanted.words)
        found &= said & Q(erased_at=None)
    return found


def _rows_of(plan: RecoveryPlan, page: str) -> Q:
    kind, _dash, key = page.partition("-")
    of_page = Q(pk__in=())
    if kind == "plan":
        of_page = Q(content_type=_type_of(RecoveryPlan), object_id=plan.pk)
    for model, part in PARTS.items():
        if (part.page or "plan") != kind:
            continue
        if part.page == "action" and key and not (key.isdecimal() and len(key) < LONGEST_NUMBER):
            continue
        keyed = {part.key: key} if key else {}
        rows = model._base_manager.filter(**{part.plan: plan, **keyed}).values("pk")
        of_page |= Q(content_type=_type_of(model), object_id__in=rows)
    return of_page


@dataclass(frozen=True)
class Author:
    pk: int
    name: str
    changes: int  # of those that are looked for


@dataclass(frozen=True)
class Authors:
    """Everybody who ever changed something in the plan, and how much of what is looked for."""

    all: list[Author]
    total: int  # with those of people who are no longer here

    @property
    def names(self) -> dict[int, str]:
        return {one.pk: one.name for one in self.all}


def authors_of(plan: RecoveryPlan, wanted: Wanted = EVERYTHING) -> Authors:
    """One query, which counts the page's changes as well, and looks up a name once a person."""
    name = User.objects.filter(pk=OuterRef("by")).values("full_name")
    rows = (
        Change.objects.filter(shared_history=plan.shared_history)
        .order_by()
        .values_list("by")
        .annotate(found=Count("pk", filter=_is_wanted(plan, wanted) or None))
        .annotate(name=Subquery(name))
    )
    people = [
        Author(pk, name or _("user %(number)s") % {"number": pk}, found)
        for pk, found, name in sorted(rows, key=_by_name)
        if pk is not None
    ]
    found_by = {pk: found for pk, found, _name in rows}
    chosen = [wanted.by] if wanted.by else list(found_by)
    return Authors(people, sum(found_by.get(pk, 0) for pk in chosen))


def _by_name(row: tuple[int | None, int, str | None]) -> tuple[str, int]:
    return (row[2] or "").casefold(), row[0] or 0


def pages_of(plan: RecoveryPlan) -> list[tuple[str, str]]:
    """The pages of a plan that a history can be of, and what they are called; one query."""
    rows = [
        _named_pages(plan.chapters, 1, "order", "key", "title"),
        _named_pages(plan.sections, 2, "pathway__order", "pathway__code", "pathway__title"),
        _named_pages(plan.actions, 3, "number", "number", "title"),
    ]
    first, *rest = rows
    found = first.union(*rest, all=True).order_by("of_kind", "at")
    kinds = {
        1: ("chapter", "%(title)s"),
        2: ("section", "%(number)s %(title)s"),
        3: ("action", _("Action %(number)s: %(title)s")),
    }
    return [("plan", _("Title, vision, years and priorities"))] + [
        (f"{kinds[kind][0]}-{key}", kinds[kind][1] % {"number": key, "title": title})
        for kind, _at, key, title in found
    ]


def _named_pages(rows: Any, kind: int, place: str, key: str, title: str) -> QuerySet[Any, Any]:
    named = rows.order_by().annotate(
        of_kind=Value(kind), at=F(place), page_key=Cast(key, CharField()),
        page_title=Cast(title, CharField()),
    )  # fmt: skip
    pages: QuerySet[Any, Any] = named.values_list("of_kind", "at", "page_key", "page_title")
    return pages


def named(changes: Iterable[Change], people: Mapping[int, str]) -> list[NamedChange]:
    """The changes of a page with the names of their rows, in one query."""
    changes = list(changes)
    names = _names(changes)
    language = get_language() or ""
    return [
        NamedChange(
            change=change,
            kind=_kind_in(language, change.model),
            name=names.get((change.content_type_id, change.object_id), ""),
            label=_label_in(language, change.model, change.field),
            by=people.get(change.by_id or 0, ""),
        )
        for change in changes
    ]


@cache
def _kind_in(language: str, model: Any) -> str:
    return capfirst(str(model._meta.verbose_name))


@lru_cache(maxsize=1000)
def _label_in(language: str, model: Any, field: str) -> str:
    return capfirst(label_of(model, field))


def is_text(change: Change) -> bool:
    """Whether what it holds can be put back: words as typed, not a name of something."""
    return change.erased_at is None and change.field in _words_of(change.model)


@cache
def _words_of(model: Any) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if _is_words(field)}


def _is_words(field: Any) -> bool:
    return bool(
        field.get_internal_type() in {"CharField", "TextField"}
        and not field.choices
        and field.editable
        and field.name != "currency"
    )


def fields_of() -> list[tuple[str, str]]:
    """Every field that a history may tell of, by the name its form gives it."""
    return _fields_in(get_language() or "")


@cache
def _fields_in(language: str) -> list[tuple[str, str]]:
    labels: dict[str, str] = {}
    for model in (RecoveryPlan, *PARTS):
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
            if field.editable and not field.primary_key and field.name not in {"plan", "action"}:
                labels.setdefault(field.name, str(field.verbose_name).capitalize())
    return sorted(labels.items(), key=lambda one: one[1].casefold())


def _names(changes: list[Change]) -> dict[tuple[int, int], str]:
    wanted: dict[int, set[int]] = {}
    for change in changes:
        wanted.setdefault(change.content_type_id, set()).add(change.object_id)
    queries = [
        model._base_manager.filter(pk__in=wanted[_type_of(model).pk])
        .order_by()
        .values_list(Value(_type_of(model).pk), "pk", Cast(part.name, CharField()))
        for model, part in PARTS.items()
        if _type_of(model).pk in wanted
    ]
    if not queries:
        return {}
    first, *rest = queries
    return {(kind, pk): name for kind, pk, name in first.union(*rest, all=True)}


def _type_of(model: Any) -> ContentType:
    return ContentType.objects.get_for_model(model)
