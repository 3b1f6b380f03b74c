"""Tables in and out of the back office: what the `resources.py` of the rooms are made from."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Diff, ModelResource
from import_export.tmp_storages import BaseStorage
from import_export.widgets import Widget
from tablib import Dataset

from documents.kinds import Kind, kind_of
from documents.sheets.read import UnreadableFile, read_table
from documents.sheets.write import csv_bytes, unprotect, xlsx_bytes

KEPT_SECONDS = 24 * 3600
STAGED_NAME = re.compile(r"[0-9a-f]{32}")


class StagedFile(BaseStorage):
    """An upload between its preview and its confirmation; whatever is not confirmed goes in a day.

    It may hold personal data, so it never lies in the system's folder for temporary files.
    """

    def save(self, data: bytes) -> None:
        forget_old_files()
        self.name = uuid4().hex
        self.path.touch(mode=0o600)
        self.path.write_bytes(data)

    def read(self) -> bytes:
        return self.path.read_bytes()

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    @property
    def path(self) -> Path:
        if not STAGED_NAME.fullmatch(self.name or ""):
            raise FileNotFoundError(self.name)
        return staging_folder() / self.name


def staging_folder() -> Path:
    folder = Path(settings.PORTAL_DATA) / "staging"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def forget_old_files() -> None:
    for path in staging_folder().iterdir():
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)


class SheetDataset(Dataset):
    row_numbers: Sequence[int]  # as the sheet itself counts
    is_text: bool  # CSV, in which an export of ours has protected cells


class AnySheet(Format):
    """What comes in: a table of any kind, told by its content."""

    def __init__(self, encoding: str | None = None) -> None:
        """The encoding, which the package offers, is told by the content too."""

    def get_title(self) -> Any:
        return gettext_lazy("CSV, XLSX, XLS or ODS, told by its content")

    def can_import(self) -> bool:
        return True

    def create_dataset(self, content: bytes) -> SheetDataset:
        """Raises UnreadableFile, in words."""
        file = io.BytesIO(content)
        is_text = kind_of(file) is Kind.CSV
        table = read_table(file)
        width = len(table.header)
        if any(len(row.cells) > width for row in table.rows):
            raise UnreadableFile(" ".join(table.remarks))
        dataset = SheetDataset(*(row.cells for row in table.rows), headers=list(table.header))
        dataset.row_numbers = [row.number for row in table.rows]
        dataset.is_text = is_text
        return dataset


class SafeCsv(Format):
    CONTENT_TYPE = "text/csv; charset=utf-8"

    def get_title(self) -> str:
        return "CSV"

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return self.CONTENT_TYPE

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        return csv_bytes(dataset.headers, dataset)


class SafeXlsx(SafeCsv):
    CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def get_title(self) -> str:
        return "XLSX"

    def get_extension(self) -> str:
        return "xlsx"

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        return xlsx_bytes(dataset.title or _("Table"), dataset.headers, dataset)


class KeyWidget(Widget):
    """A row of another table by its code. All rows that `user` may name are read at once."""

    user: Any = None

    def __init__(
        self, rows: Callable[[Any], Iterable[Model]], *, key: Callable[[Any], str]
    ) -> None:
        super().__init__()
        self.rows, self.key = rows, key

    @cached_property
    def by_key(self) -> Mapping[str, Model]:
        return {self.key(row): row for row in self.rows(self.user)}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.named(str(value).strip()) if value else None

    def named(self, key: str) -> Model:
        if key not in self.by_key:
            raise ValueError(_("“%(key)s” is not known here.") % {"key": key})
        return self.by_key[key]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.key(value) if value else ""


class KeysWidget(KeyWidget):
    """Several of them, with commas between."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Model]:
        keys = [key.strip() for key in str(value or "").split(",")]
        return [self.named(key) for key in keys if key]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return ", ".join(sorted(self.key(row) for row in value or []))


class ManyField(Field):
    """Rows of a many-to-many field. What a file says of them waits beside the instance."""

    def get_value(self, instance: Any) -> list[Any]:
        chosen = vars(instance).get(f"chosen_{self.attribute}")
        if chosen is not None or instance.pk is None:
            return chosen or []
        return sorted(getattr(instance, self.attribute).all(), key=lambda row: row.pk)

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        chosen = sorted(self.clean(row, **kwargs), key=lambda row: row.pk or 0)
        vars(instance)[f"chosen_{self.attribute}"] = chosen


class PlainDiff(Diff):
    """What a row says and will say, marked without the inline styles that our policy refuses."""

    def as_html(self) -> list[str]:
        return [
            marked("" if self.new else str(before), str(after))
            for before, after in zip(self.left, self.right, strict=True)
        ]


def marked(before: str, after: str) -> str:
    if before == after:
        return format_html('<span dir="auto">{}</span>', after)
    if not before:
        return format_html('<ins dir="auto">{}</ins>', after)
    return format_html('<del dir="auto">{}</del> <ins dir="auto">{}</ins>', before, after)


class NamedRows(BaseInstanceLoader):
    """The rows that a file names by its key columns, read at once. Named twice is refused."""

    def __init__(self, resource: Any, dataset: Any = None) -> None:
        super().__init__(resource, dataset)
        self.fields = [resource.fields[name] for name in resource.get_import_id_fields()]
        self.seen: set[tuple[Any, ...]] = set()
        self.known = {self.key_of(row): row for row in self.rows_named()}

    def rows_named(self) -> Iterable[Model]:
        last = self.fields[-1]
        if last.column_name not in (self.dataset.headers or []):
            return []
        cells = {str(cell).strip() for cell in self.dataset[last.column_name]}
        usable = [cell for cell in cells if last.attribute != "number" or cell.isdecimal()]
        rows: QuerySet[Model] = self.resource.get_queryset()
        return rows.filter(**{f"{last.attribute}__in": usable})

    def key_of(self, row: Model) -> tuple[Any, ...]:
        return tuple(field.get_value(row) for field in self.fields)

    def get_instance(self, row: Mapping[str, Any]) -> Model | None:
        key = tuple(self.cleaned(field, row) for field in self.fields)
        if key[-1] in (None, ""):
            return None
        if key in self.seen:
            raise ValidationError(_("This row is in the file twice."))
        self.seen.add(key)
        if key not in self.known and not self.resource.rows_bring_their_key:
            raise ValidationError(_("There is no such row. Leave the key empty to add one."))
        return self.known.get(key)

    def cleaned(self, field: Field, row: Mapping[str, Any]) -> Any:
        try:
            return field.clean(row)
        except ValueError as error:
            raise ValidationError({field.attribute: str(error)}) from error


def missing_relations(instance: Any) -> dict[str, ValidationError]:
    return {
        field.name: ValidationError(_("This field is required."))
        for field in instance._meta.concrete_fields
        if field.is_relation and field.editable and not field.null
        and getattr(instance, field.attname) is None
    }  # fmt: skip


class SheetResource(ModelResource):
    """Rows known by their codes, never by primary keys; look-ups are read once for a whole file.

    `rows_bring_their_key`: a key that is not known makes a new row. Otherwise the portal gives
    the keys, and a row without one is new.
    """

    rows_bring_their_key = True

    class Meta:
        instance_loader_class = NamedRows
        skip_unchanged = True
        use_transactions = True
        chunk_size = 1000

    def __init__(self, *, user: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user
        for field in self.fields.values():
            if isinstance(field.widget, KeyWidget):
                field.widget.user = user

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return PlainDiff

    @classmethod
    def with_related(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With all that a row's cells name, in no more queries for many rows than for one."""
        return rows

    def get_queryset(self) -> QuerySet[Any]:
        return self.with_related(super().get_queryset())

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return self.with_related(queryset)

    def import_data(self, dataset: SheetDataset, *args: Any, **kwargs: Any) -> Any:
        """Errors bear the numbers of the sheet's own rows."""
        result = super().import_data(dataset, *args, **kwargs)
        for row in (*result.invalid_rows, *result.error_rows):
            row.number = dataset.row_numbers[row.number - 1]
        return result

    def before_import(self, dataset: SheetDataset, **kwargs: Any) -> None:
        ours = self.get_export_headers()
        self.is_our_text = dataset.is_text and dataset.headers == ours
        others = [name for name in dataset.headers if name not in ours]
        if others or len(set(dataset.headers)) < len(dataset.headers):
            raise ValueError(
                _("Columns may be, each once: %(ours)s. Not known: %(others)s.")
                % {"ours": ", ".join(ours), "others": ", ".join(others) or "–"}
            )

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        if self.is_our_text:
            row.update({name: unprotect(cell) for name, cell in row.items()})

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """As a form would, but not whether keys and look-ups exist, which is known."""
        errors = {**missing_relations(instance), **(import_validation_errors or {})}
        fields = instance._meta.concrete_fields
        unasked = {field.name for field in fields if field.is_relation or not field.editable}
        try:
            instance.clean_fields(exclude={*errors, *unasked})
        except ValidationError as invalid:
            errors = invalid.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)
        self.check_constraints(instance)

    def check_constraints(self, instance: Any) -> None:
        """One query for each; rooms whose files are long say in Python what these ask for."""
        for constraint in instance._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                constraint.validate(type(instance), instance)
