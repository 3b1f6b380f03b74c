"""Deeds of clearance: a step is recorded, a designed PDF becomes an edition's file of record."""

from __future__ import annotations

import hashlib
from typing import Any

import pypdf
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from briefs.clearance_forms import ClearanceStepForm
from briefs.models import ClearanceStep, Edition, FileOfRecord
from documents.kinds import kind_of
from documents.uploads import clean_name
from writing.services import save_version


@transaction.atomic
def save_step(form: ClearanceStepForm, *, by: User) -> bool:
    """The step and the file that came back with it, both or neither; False with errors."""
    step = form.instance
    if step._state.adding:
        last = step.brief.clearance_steps.aggregate(last=Max("order"))["last"]
        step.order = (last or 0) + 1
    if not form.save_by(by):
        return False
    step = form.instance
    fields = of_sent_file(step) | of_returned_file(form.cleaned_data.get("file"))
    save_version(step, fields=fields, expected_version=step.version, by=by)
    return True


def of_sent_file(step: ClearanceStep) -> dict[str, Any]:
    """Its checksum stays with the step, whatever becomes of the file."""
    if step.sent is None:
        return {}
    return {"edition": step.sent.edition, "sent_sha256": step.sent.sha256}


def of_returned_file(file: UploadedFile[Any] | None) -> dict[str, Any]:
    if not file:
        return {}
    name = clean_name(file.name or "")
    stored = ClearanceStep._meta.get_field("returned_file")
    kept = default_storage.save(stored.generate_filename(ClearanceStep(), name), file)
    return {
        "returned_file": kept, "returned_name": name, "returned_kind": kind_of(file).value,
        "returned_size": file.size, "returned_sha256": sha256_of(file),
    }  # fmt: skip


def sha256_of(file: UploadedFile[Any]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


@transaction.atomic
def add_record(
    edition: Edition, *, file: UploadedFile[Any] | None, symbol: str, address: str, reason: str,
    by: User,
) -> FileOfRecord:  # fmt: skip
    """The next file of record; those before it stay. Raises ValidationError in words."""
    Edition.objects.select_for_update().defer("content").get(pk=edition.pk)
    last = edition.records.aggregate(last=Max("number"))["last"] or 0
    record = FileOfRecord(
        edition=edition, number=last + 1, symbol=symbol, address=address, reason=reason,
        added_by=by,
    )  # fmt: skip
    if file:
        record.pages = pages_of(file)
        record.file_size, record.sha256 = file.size, sha256_of(file)
        record.file = file
    record.full_clean()
    record.save(force_insert=True)
    return record


def pages_of(file: UploadedFile[Any]) -> int:
    """Raises ValidationError for what calls itself a PDF and cannot be read as one."""
    file.seek(0)
    try:
        reader = pypdf.PdfReader(file)
        if reader.is_encrypted:
            raise ValidationError(_("This PDF is protected by a password."))
        pages = len(reader.pages)
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, RecursionError,
            AttributeError, OSError) as error:  # fmt: skip
        raise ValidationError(_("This PDF is damaged: its pages cannot be counted.")) from error
    finally:
        file.seek(0)
    if not pages:
        raise ValidationError(_("This PDF has no page."))
    return pages
