"""What a Word file says of itself."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from documents.word.elements import clean


@dataclass(frozen=True)
class Properties:
    """What the file says of itself. `made_at` is the content's day, not that of the file."""

    title: str
    language: str
    made_at: datetime.datetime
    author: str = ""
    identifier: str = ""
    subject: str = ""
    keywords: Sequence[str] = ()


def set_properties(document: Any, properties: Properties) -> None:
    kept = document.core_properties
    kept.title = clean(properties.title)[:255]
    kept.author = kept.last_modified_by = clean(properties.author)[:255]
    kept.subject = clean(properties.subject)[:255]
    kept.keywords = clean(", ".join(properties.keywords))[:255]
    kept.language = properties.language
    kept.identifier = clean(properties.identifier)[:255]
    kept.comments = ""
    kept.revision = 1
    made_at = properties.made_at.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)
    kept.created = kept.modified = made_at
    default = document.part._styles_part._element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    for name in ("val", "eastAsia", "bidi"):
        default.set(qn(f"w:{name}"), properties.language)
