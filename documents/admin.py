"""Import and export pages of the back office, for admins of rooms that name their resource."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm, ImportForm

from documents.kinds import Kind
from documents.resources import AnySheet, SafeCsv, SafeXlsx, StagedFile
from documents.sheets.read import UnreadableFile
from documents.uploads import check_upload

MOST_BYTES = 10 * 1024 * 1024
SHEETS = [Kind.CSV, Kind.XLSX, Kind.XLS, Kind.ODS]


class SheetForm(ImportForm):
    @property
    def media(self) -> forms.Media:
        return forms.Media()  # there is no format to guess

    def clean_import_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["import_file"]
        check_upload(file, SHEETS, MOST_BYTES)
        return file


class ExchangeMixin(ImportExportMixin):
    """A file is previewed first and then taken whole, or not at all."""

    import_formats = [AnySheet]
    export_formats = [SafeCsv, SafeXlsx]
    import_form_class = SheetForm
    export_form_class = ExportForm
    tmp_storage_class = StagedFile

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return {"user": request.user}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {"rollback_on_validation_errors": True}

    def get_data_for_export(self, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        """Numbers and days stay such; what people typed is what could be a formula."""
        kwargs["force_native_type"] = True
        dataset = super().get_data_for_export(request, queryset, **kwargs)
        dataset.title = str(self.opts.verbose_name_plural)
        return dataset

    def add_data_read_fail_error_to_form(self, form: forms.Form, error: Exception) -> None:
        words = str(error) if isinstance(error, UnreadableFile) else _("The file cannot be read.")
        form.add_error("import_file", words)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> Any:
        """A file that cannot be confirmed is not kept."""
        page = super().import_action(request, **kwargs)
        if request.method == "POST" and "confirm_form" not in page.context_data:
            staged = getattr(request.FILES.get("import_file"), "tmp_storage_name", None)
            if staged:
                StagedFile(name=staged).remove()
        return page

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().process_import(request, **kwargs)
        except FileNotFoundError:
            return self.begin_again(request, _("This file was taken already or is too old."))
        return answer

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        if result.has_errors() or result.has_validation_errors():
            words = _("Something was changed since the preview. Nothing was taken from the file.")
            return self.begin_again(request, words)
        answer: HttpResponse = super().process_result(result, request)
        return answer

    def begin_again(self, request: HttpRequest, words: str) -> HttpResponse:
        messages.error(request, words)
        return HttpResponseRedirect(reverse("admin:{}_{}_import".format(*self.get_model_info())))
