"""Forms over rows that several people write at once, and the field for Markdown.

A form over a `Versioned` row, in its room's `forms.py`:

    class SectionForm(VersionedForm):
        class Meta:
            model = PathwaySection
            fields = ["narrative", "status"]
            widgets = {"narrative": MarkdownInput(rows=14), "status": forms.RadioSelect}

Its view, the same for opening, for the Save button and for every autosave:

    @vary_on_headers("HX-Request")
    def section_edit(request: UserRequest, plan_id: int, code: str) -> HttpResponse:
        section = …                                              # scope: 404; right: 403
        city = section.plan.project_city.city
        clock = Clock.at(city.time_zone, city.name, otherwise=request.user)
        form = SectionForm(request.POST or None, instance=section)
        if form.is_valid() and form.save_by(request.user):
            return reply_saved(request, form, clock=clock, to=page_to_go_to)
        if request.htmx:
            return reply_not_saved(request, form, clock=clock)
        here = open_for_writing(section, request.user, clock=clock)
        return render(request, "recovery_plans/section_edit.html",
                      {"form": form, "clock": clock, "here": here, "section": section})

Its template, with the fields in any order; the form is the only one of its kind on the page:

    {% load writing %}
    {% include "components/conflict.html" with form=form clock=clock user=user only %}
    {% if not form.conflict %}{% include "components/errors.html" %}{% endif %}
    <form {% autosaves form user %} class="sheet">
      {% csrf_token %}
      {% include "components/also_here.html" with here=here only %}
      {{ form }}
      {% include "components/save.html" with form=form clock=clock only %}
    </form>
    … and in block scripts, after block.super: {% include "components/editor_scripts.html" %}

`components/history.html` (changes, clock) shows a page of `Change.objects.of(section)`.
In tests, `tests.typing_people.typed(form, narrative="…")` is what the browser would post.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from writing.conflict import Conflict, FieldConflict
from writing.differences import bring_together
from writing.markdown import LONGEST_TEXT
from writing.merge import Side, join_base, read_base, tidy, whose, write_base
from writing.models import Versioned
from writing.services import StaleVersion, save_first_version, save_version, set_aside
from writing.values import fingerprint, in_words, readable

longest_text = MaxLengthValidator(
    LONGEST_TEXT,
    _("A text has at most %(limit_value)d characters. It is all still here; make it shorter."),
)
TRIES = 20  # a save goes on after as many saves of others to other fields in the same instant


class MarkdownInput(forms.Textarea):
    """A text area with a toolbar and a preview, both offered by scripts.

    Where a page has its own preview beside the text (static/js/live.js), the field has none.
    """

    template_name = "components/editor.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, rows: int = 11, has_own_preview: bool = False
    ) -> None:
        super().__init__({"rows": rows, "class": "form-control", "dir": "auto", **(attrs or {})})
        self.has_own_preview = has_own_preview

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["has_own_preview"] = self.has_own_preview
        return context


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that knows which version it was opened with, and merges field by field.

    It carries `version` and, for each field, the fingerprint of what was shown (`base`). So a
    field that only the author changed is saved, one that only others changed stays as they left
    it, and one that both changed is a form error with `conflict` beside it. The author then
    posts the same form with `keep`: *mine*, *theirs*, or *both*, which puts the two texts into
    the form to be edited. What is not kept goes into the history.
    A post without `base` counts every field that differs from the row as changed by its author.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    instance: Versioned
    conflict: Conflict | None

    _typed: dict[str, Any]  # what the author's form held, cleaned
    _mine: list[str]  # fields that only the author changed
    _theirs: list[str]  # fields that only others changed
    _let_go: list[str]  # fields whose typed text goes into the history only

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.conflict = None
        self._typed, self._mine, self._theirs, self._let_go = {}, [], [], []
        super().__init__(*args, **kwargs)
        proposed = kwargs.get("initial") or {}
        self._compare_with(self.instance, {**self.initial, **self._values_in_row(proposed)})
        self.initial["version"] = self.instance.version
        self.initial["base"] = write_base(self._in_row)
        for name in filter(self._is_long_text, self.written_fields):
            self.fields[name].validators.append(longest_text)

    # What the page asks

    @property
    def written_fields(self) -> list[str]:
        """The fields of the row that this form writes; others are its room's own affair."""
        of_row = self.instance._meta
        names = {field.name for field in (*of_row.concrete_fields, *of_row.many_to_many)}
        return [name for name in self.fields if name in names - {"version"}]

    @property
    def is_together(self) -> bool:
        return self.conflict is not None and self.conflict.is_brought_together

    @property
    def changed_elsewhere(self) -> list[str]:
        """Labels of the fields that others changed meanwhile: the form shows them as they were."""
        return [str(self.fields[name].label) for name in self._theirs]

    @property
    def next_base(self) -> str:
        """What the page goes on from once this post is saved: its fields show what was typed."""
        return write_base(self._typed)

    @property
    def own_changes(self) -> list[FieldConflict]:
        """Of a valid form over a saved row: each field that a save would change, both ways."""
        return [self._field_conflict(name) for name in self._mine]

    # Saving

    def save_by(self, user: User) -> bool:
        """Save what `user` changed; False with the reason in `errors` or `conflict`, text kept."""
        if self.instance._state.adding:
            save_first_version(self.instance, fields=self._typed, by=user)
            return True
        for _attempt in range(TRIES):
            if not self.is_valid():
                return False
            try:
                self._save_over_row(user)
            except StaleVersion as stale:
                self._check_against(stale.current)
            except ObjectDoesNotExist:
                self.add_error(None, _("This was removed meanwhile. Your text is still below."))
            else:
                return not self.is_together
        self.add_error(None, _("Others are saving this very moment. Please save again."))
        return False

    def _save_over_row(self, user: User) -> None:
        if not self._let_go:
            self._save_mine(user)
            return
        with transaction.atomic():
            let_go = {name: readable(self._typed[name]) for name in self._let_go}
            set_aside(self._row, texts=let_go, by=user)
            if not self.is_together:
                self._save_mine(user)

    def _save_mine(self, user: User) -> None:
        self.instance = save_version(
            self._row,
            fields={name: self.cleaned_data[name] for name in self._mine},
            expected_version=self._row.version,
            by=user,
            entry_apart=self._keep == "mine",
        )

    def _check_against(self, row: Versioned) -> None:
        self.instance = row
        self._compare_with(row, self._values_in_row(self.written_fields))
        self.full_clean()

    # Merging

    def _post_clean(self) -> None:
        """Merge before Django validates, so that constraints judge the row as it would become."""
        self._typed = {name: tidy(self.cleaned_data[name]) for name in self._valid_fields()}
        self.cleaned_data |= self._typed
        if not self.instance._state.adding:
            self._merge()
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, without a stub

    def _merge(self) -> None:
        sides = {name: self._side_of(name) for name in self._typed}
        clashes = [name for name, side in sides.items() if side is Side.BOTH]
        self.conflict = self._conflict_over(clashes) if clashes else None
        self._theirs = [name for name, side in sides.items() if side is Side.THEIRS]
        self._mine = [name for name, side in sides.items() if side is Side.MINE]
        self._let_go = clashes if self._keep in {"theirs", "both"} else []
        self._settle(clashes)
        for name in self._theirs:
            self.cleaned_data[name] = self._object_in_row(name)

    def _settle(self, clashes: list[str]) -> None:
        """Do with the fields that both changed what their author chose; else ask."""
        if not clashes or self.conflict is None:
            return
        if self._keep == "mine":
            self._mine, self.conflict = self._mine + clashes, None
        elif self._keep == "theirs":
            self._theirs, self.conflict = self._theirs + clashes, None
        elif self._keep == "both":
            self.conflict = self.conflict.brought_together()
            self._put_both_into_form(clashes)
        else:
            for name in clashes:
                self.add_error(name, _("Somebody else changed this too. Choose a text."))

    def _side_of(self, name: str) -> Side:
        return whose(
            typed=self._typed[name],
            in_row=self._in_row.get(name),
            shown=read_base(self.cleaned_data.get("base") or "").get(name),
            is_stale=self.cleaned_data.get("version") != self._row.version,
            unanswered=self._unanswered(name),
        )

    def _unanswered(self, name: str) -> set[str]:
        """What this page sent before and had no answer to; the portal may have taken it."""
        if not isinstance(self.data, QueryDict):
            return set()
        return {
            fingerprint(text) for text in self.data.getlist(f"unanswered-{self.add_prefix(name)}")
        }

    def _put_both_into_form(self, clashes: list[str]) -> None:
        data = QueryDict(mutable=True)
        data.update(self.data)
        base = read_base(self.cleaned_data.get("base") or "")
        for name in clashes:
            base[name] = fingerprint(self._in_row[name])
            if self._is_long_text(name):
                both = bring_together(str(self._in_row[name]), str(self._typed[name]))
                data[self.add_prefix(name)] = both
        data[self.add_prefix("version")] = str(self._row.version)
        data[self.add_prefix("base")] = join_base(base)
        self.data = data

    def _conflict_over(self, names: list[str]) -> Conflict:
        return Conflict(
            opened_version=self.cleaned_data.get("version") or 0,
            version=self._row.version,
            by=self._row.changed_by,
            at=self._row.changed_at,
            fields=tuple(self._field_conflict(name) for name in names),
        )

    def _field_conflict(self, name: str) -> FieldConflict:
        field = self._model_field(name)
        return FieldConflict(
            name=name,
            label=str(self.fields[name].label),
            mine=in_words(field, self._typed[name]),
            theirs=in_words(field, self._object_in_row(name)),
            is_long_text=self._is_long_text(name),
        )

    # The row

    def _compare_with(self, row: Versioned, values: dict[str, Any]) -> None:
        self._row = copy.copy(row)  # ModelForm writes what was typed into `instance` itself
        self._in_row = {name: values.get(name) for name in self.written_fields}

    def _values_in_row(self, names: Iterable[str]) -> dict[str, Any]:
        return {
            name: self._model_field(name).value_from_object(self.instance)
            for name in names
            if name in self.written_fields
        }

    def _object_in_row(self, name: str) -> Any:
        value = getattr(self._row, name)
        return value.all() if self._model_field(name).many_to_many else value

    def _valid_fields(self) -> list[str]:
        return [name for name in self.written_fields if name in self.cleaned_data]

    def _model_field(self, name: str) -> Any:
        return self._meta.model._meta.get_field(name)

    def _is_long_text(self, name: str) -> bool:
        return isinstance(self._model_field(name), models.TextField)

    @property
    def _keep(self) -> str:
        """The author's choice between two texts, if the row still is the one they were shown."""
        is_seen = self.data.get("seen") == str(self._row.version)
        return str(self.data.get("keep", "")) if is_seen else ""
