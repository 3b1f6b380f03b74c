"""What may come in: told by content, of a size, under a name that is only a label."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from documents.kinds import Kind, kind_of

NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\\u202a-\u202e\u2066-\u2069]")


def check_upload(file: UploadedFile[Any], kinds: Collection[Kind], max_bytes: int) -> Kind:
    """The kind of the file, which is one of `kinds`; raises ValidationError in words otherwise."""
    if not file.size:
        raise ValidationError(_("The file is empty."), code="empty")
    if file.size > max_bytes:
        raise ValidationError(
            _("The file is larger than %(size)s.") % {"size": filesizeformat(max_bytes)},
            code="size",
        )
    kind = kind_of(file)
    if kind not in kinds:
        accepted = ", ".join(each.value.upper() for each in kinds)
        raise ValidationError(
            _("This file cannot be taken; accepted are: %(kinds)s.") % {"kinds": accepted},
            code="kind",
        )
    return kind


def clean_name(name: str, *, most: int = 120) -> str:
    """The name as a label: no path, no control or direction signs, its ending kept."""
    clean = NOT_IN_NAMES.sub(" ", name).strip(" .") or _("file")
    stem, dot, ending = clean.rpartition(".")
    if len(clean) <= most or not dot or len(ending) > 10:
        return clean[:most]
    return f"{stem[: most - len(ending) - 1]}.{ending}"
