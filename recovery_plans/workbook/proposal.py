"""What a workbook would change in a plan: asked of the same forms that the pages use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext as _

from recovery_plans.forms import ActionPage
from recovery_plans.forms.fields import LinesInput
from recovery_plans.forms.rows import BLANK_ROWS, MOST_NEW_ROWS
from recovery_plans.models import Action, RecoveryPlan
from recovery_plans.workbook.columns import ACTIONS, SHEETS, Column, SheetKind, reference_of
from recovery_plans.workbook.read import (
    ROW_NUMBER,
    Cells,
    SheetAction,
    as_read,
    is_unchanged,
    plain,
)
from recovery_plans.workbook.write import rows_of_plan
from writing.forms import VersionedForm

MOST_NEW = MOST_NEW_ROWS - BLANK_ROWS
FIRST_NEW = 100  # the page's own blank rows have lower numbers


@dataclass(frozen=True)
class ProposedChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Proposal:
    """What the file says of one action, where it differs from the plan as it is now."""

    name: str
    page: ActionPage | None  # None: the file names an action that is not there
    changes: list[ProposedChange]
    problems: list[str]

    @property
    def is_new(self) -> bool:
        return self.page is not None and self.page.action.pk is None


def proposals_of(plan: RecoveryPlan, actions: Mapping[str, SheetAction]) -> list[Proposal]:
    """One for each action that the file would change; a form is made for those alone."""
    current = as_read(rows_of_plan(plan))
    rows = {str(action.number): action for action in plan.actions.current()}
    known = _known(plan)
    return [
        _proposal(plan, one, rows.get(key), current.get(key), known)
        for key, one in actions.items()
        if not is_unchanged(one, current.get(key))
    ]


def _known(plan: RecoveryPlan) -> dict[str, dict[str, Any]]:
    years = plan.project_city.city.fiscal_years.all()
    return {
        "pathways": {one.code: one.pk for one in plan.framework.pathways.all()},
        "years": {one.label: one.pk for one in years},
    }


def _proposal(
    plan: RecoveryPlan, asked: SheetAction, action: Action | None, current: SheetAction | None,
    known: Mapping[str, Any],
) -> Proposal:  # fmt: skip
    if action is None and (asked.key.isdecimal() or asked.own is None):
        words = _("The plan has no action %(key)s.") % {"key": asked.key or "?"}
        return Proposal(asked.key, None, [], [words])
    name = str(action) if action else _("New: %(title)s") % {"title": _title(asked)}
    row = action or Action(plan=plan)
    row.plan = plan
    posted, problems = _posted(row, asked, current, known)
    page = ActionPage(posted, action=row)
    problems += _problems(page)
    return Proposal(name, page, [] if problems else list(_changes(page)), problems)


def _title(asked: SheetAction) -> str:
    return (asked.own or {}).get("Title", "")


def _posted(
    action: Action, asked: SheetAction, current: SheetAction | None, known: Mapping[str, Any]
) -> tuple[QueryDict, list[str]]:
    """What a browser would post for the page, with what the file says otherwise typed over it."""
    page = ActionPage(None, action=action)
    data, problems = QueryDict(mutable=True), list[str]()
    forms = list(_forms(page))
    for one in forms:
        _fill_in(data, one)
    by_reference = {reference_of(form.instance): form for form in forms if form.instance.pk}
    rows = page.indicators.saved
    known = {**known, "indicators": {reference_of(one.instance): one.instance.pk for one in rows}}
    for kind, place, cells in _asked_rows(asked):
        reference = cells.get("Row", "").strip()
        form: VersionedForm | None = page.form if kind is ACTIONS else by_reference.get(reference)
        if form is None and (reference or place >= MOST_NEW):
            problems.append(_missing(kind, cells) if reference else _too_many(kind, cells))
        elif form is None:
            _type_new(data, f"{kind.prefix}-new{FIRST_NEW + place}-", kind, cells, known)
        else:
            _type_over(data, form, kind, cells, _row(current, kind, cells), known)
    return data, problems


def _asked_rows(asked: SheetAction) -> Iterator[tuple[SheetKind, int, Cells]]:
    """Each row of the file about the action; the number counts the new ones of its sheet."""
    for kind in SHEETS:
        new = 0
        for cells in asked.rows.get(kind.name, []):
            yield kind, new, cells
            new += not cells.get("Row", "").strip()


def _too_many(kind: SheetKind, cells: Cells) -> str:
    words = _("Sheet “%(sheet)s”, row %(row)s: at most %(most)s new rows for an action at once.")
    return words % {
        "sheet": kind.name,
        "row": cells[ROW_NUMBER],
        "most": MOST_NEW_ROWS - BLANK_ROWS,
    }


def _missing(kind: SheetKind, cells: Cells) -> str:
    words = _("Sheet “%(sheet)s”, row %(row)s: this row is not in the plan any more.")
    return words % {"sheet": kind.name, "row": cells[ROW_NUMBER]}


def _row(current: SheetAction | None, kind: SheetKind, cells: Cells) -> Cells:
    rows = current.rows.get(kind.name, []) if current else []
    alike = (row for row in rows if kind is ACTIONS or row["Row"] == cells.get("Row"))
    return next(alike, {})


def _fill_in(data: QueryDict, form: VersionedForm) -> None:
    for name in form.written_fields:
        value = form[name].value()
        if isinstance(form.fields[name].widget, LinesInput):
            data.setlist(form.add_prefix(name), [str(one) for one in value or ()])
        elif isinstance(value, list | tuple):
            data.setlist(form.add_prefix(name), [str(getattr(one, "pk", one)) for one in value])
        elif value is not None and value is not False:
            data[form.add_prefix(name)] = "on" if value is True else str(value)
    data[form.add_prefix("version")] = str(form.instance.version)
    if form.instance._state.adding:  # a blank row; over a saved one a base would hide a conflict
        data[form.add_prefix("base")] = str(form.initial["base"])


def _type_new(
    data: QueryDict, prefix: str, kind: SheetKind, cells: Cells, known: Mapping[str, Any]
) -> None:
    data[prefix + "base"] = ""
    for column in _written(kind, cells):
        _put(data, prefix + column.field, column.posted(cells[column.heading], known))


def _type_over(
    data: QueryDict, form: VersionedForm, kind: SheetKind, cells: Cells, now: Cells,
    known: Mapping[str, Any],
) -> None:  # fmt: skip
    """Cells that are as they would be written now say nothing: a text too long for one is cut."""
    for column in _written(kind, cells):
        if plain(cells[column.heading]) != now.get(column.heading):
            text = column.posted(cells[column.heading], known)
            _put(data, form.add_prefix(column.field), text)


def _written(kind: SheetKind, cells: Cells) -> Iterable[Column]:
    return (column for column in kind.columns if column.field and column.heading in cells)


def _put(data: QueryDict, name: str, value: str | list[str]) -> None:
    if isinstance(value, list):
        data.setlist(name, value)
    else:
        data[name] = value


def _problems(page: ActionPage) -> list[str]:
    is_whole = all([page.form.is_valid(), *(rows.is_valid() for rows in page.rows)])
    if is_whole and page.is_consistent():
        return []
    return [
        f"{_name(form, name)}: {words}".removeprefix(": ")
        for form in _forms(page)
        for name, texts in form.errors.items()
        for words in texts
    ]


def _name(form: BaseForm, name: str) -> str:
    return str(form.fields[name].label) if name in form.fields else ""


def _forms(page: ActionPage) -> Iterator[VersionedForm]:
    yield page.form
    for rows in page.rows:
        yield from rows


def _changes(page: ActionPage) -> Iterator[ProposedChange]:
    for form in _forms(page):
        if form.instance._state.adding:
            yield from _new(form)
        else:
            for one in form.own_changes:
                yield ProposedChange(one.label, one.theirs, one.mine)


def _new(form: VersionedForm) -> Iterator[ProposedChange]:
    if form.has_changed():
        kind = str(form.instance._meta.verbose_name)
        yield ProposedChange(_("New %(kind)s") % {"kind": kind}, "", str(form.instance))
