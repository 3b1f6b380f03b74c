"""Corrections of rows with a version: checked against it, raising it, kept in the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin
from writing.models import Change, Presence, Versioned
from writing.services import record_change, save_first_version, save_version

OPENED_VERSION = "opened_version"


class VersionField(forms.IntegerField):
    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False  # alone it makes no row of an empty form


class CorrectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses to save over what somebody else saved after this form was opened."""

    opened_version = VersionField(required=False)

    as_read: Any = None  # the row before the correction, locked until it is saved

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial[OPENED_VERSION] = self.version_of(self.instance)

    @staticmethod
    def version_of(row: Any) -> int:
        return int(row.version)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and self.has_changed():
            rows = type(self.instance)._base_manager.select_for_update(of=("self",))
            self.as_read = rows.get(pk=self.instance.pk)
            if cleaned.get(OPENED_VERSION) != self.version_of(self.as_read):
                raise ValidationError(
                    _("Somebody saved this meanwhile. Copy what you typed, open it again and "
                      "correct it there.")
                )  # fmt: skip
        return cleaned

    def corrected_fields(self) -> dict[str, Any]:
        """What stands in the form, by the names of the row's own fields."""
        options = self.instance._meta
        names = {field.name for field in options.concrete_fields if not field.primary_key}
        many = {field.name for field in options.many_to_many}
        return {
            name: self.cleaned_data[name] if name in many else getattr(self.instance, name)
            for name in self.cleaned_data
            if name in names | many
        }

    def becomes(self, saved: Any) -> None:
        """A service wrote the row; the page goes on with `instance`."""
        vars(self.instance).update(vars(saved))

    def save_by(self, user: Any) -> None:
        if self.instance._state.adding:
            save_first_version(self.instance, fields=self.corrected_fields(), by=user)
        elif self.as_read is not None:
            fields = self.corrected_fields()
            saved = save_version(
                self.as_read, fields=fields, expected_version=self.as_read.version, by=user
            )
            self.instance.version = saved.version


class VersionedMixin:
    form: Any = CorrectionForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Wherever fields are listed, the version the form is opened with goes along."""
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        listed = [name for _heading, options in fieldsets for name in options["fields"]]
        may_change = self.has_change_permission(request, obj)  # type: ignore[attr-defined]
        if OPENED_VERSION in listed and may_change:
            return fieldsets
        without = [name for name in listed if name != OPENED_VERSION]
        if not may_change:
            return [(None, {"fields": without})]
        *others, (heading, options) = fieldsets
        return [*others, (heading, {**options, "fields": [*options["fields"], OPENED_VERSION]})]


class VersionedInline(VersionedMixin, admin.TabularInline[Any, Any]):
    extra = 0


class VersionedStackedInline(VersionedMixin, admin.StackedInline[Any, Any]):
    extra = 0


class VersionedPartsMixin:
    """Saves the inlines: parts with a version through the services, others as Django does."""

    def save_formset(
        self, request: HttpRequest, form: ModelForm[Any], formset: Any, change: bool
    ) -> None:
        if issubclass(formset.model, Versioned):
            save_parts(formset, by=request.user)
        else:
            super().save_formset(request, form, formset, change)  # type: ignore[misc]


class VersionedAdmin(VersionedMixin, VersionedPartsMixin, admin.ModelAdmin[Any]):
    """For every row with a version. An officer's form that is open meanwhile becomes stale."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.save_by(request.user)


def save_parts(formset: BaseModelFormSet[Any, Any], *, by: Any) -> None:
    formset.save(commit=False)
    for part in formset.deleted_objects:
        record_change(
            formset.instance,  # type: ignore[attr-defined]
            field=part._meta.model_name, before=str(part), after="", by=by,
        )  # fmt: skip
        part.delete()
    changed = {id(part) for part, _fields in formset.changed_objects}
    changed |= {id(part) for part in formset.new_objects}
    for form in formset.forms:
        if id(form.instance) in changed:
            form.save_by(by)


def record_parts(
    thing: Any, *, before: Mapping[str, str], after: Mapping[str, str], by: Any
) -> None:
    """The history of parts without a version is that of the whole."""
    for field in before:
        if before[field] != after[field]:
            record_change(thing, field=field, before=before[field], after=after[field], by=by)


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "content_type", "object_id", "field", "version", "by", "is_set_aside"]
    list_filter = ["is_set_aside", "content_type"]
    list_select_related = ["content_type", "by"]
    search_fields = ["field", "by__email", "=object_id"]
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(Presence)
class PresenceAdmin(ReadOnlyAdmin):
    list_display = ["user", "content_type", "object_id", "since", "seen_at"]
    list_select_related = ["user", "content_type"]
    search_fields = ["user__email"]
