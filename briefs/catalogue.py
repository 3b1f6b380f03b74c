"""What an author may insert into a brief, and what is amiss with what was inserted.

Counted when an editor is opened and kept for the previews that follow, which run no count of
their own: they show the figures of that moment, and the page says of which.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from briefs.document import Figure, build_brief
from briefs.labels import in_language
from briefs.models import Brief
from briefs.names import Names, Reference, called_by
from briefs.render import left_to_right, names_of
from documents.marks import Mark
from writing.markdown import Marks, render_markdown

KEPT_FOR = 3600  # seconds: a sitting


@dataclass(frozen=True)
class FigureEntry:
    figure: Figure
    is_known: bool

    @property
    def mark(self) -> Mark:
        return Mark("figure", self.figure.key)


@dataclass(frozen=True)
class Catalogue:
    counted_at: datetime.datetime
    language: str
    figures: tuple[FigureEntry, ...]
    references: tuple[Reference, ...]

    @property
    def names(self) -> Names:
        return Names([entry.figure for entry in self.figures], self.references)

    @property
    def unknown(self) -> set[Mark]:
        return {entry.mark for entry in self.figures if not entry.is_known}


def count_catalogue(brief: Brief) -> Catalogue:
    """As it is now; kept for `catalogue_of`."""
    document = build_brief(brief, as_of=timezone.now())
    with in_language(brief.language):
        not_known = _("not known")
    catalogue = Catalogue(
        counted_at=document.as_of,
        language=brief.language,
        figures=tuple(
            FigureEntry(replace(figure, source_rows=()), figure.value != not_known)
            for figure in document.figures
        ),
        references=tuple(names_of(document).references.values()),
    )
    cache.set(kept_as(brief), catalogue, KEPT_FOR)
    return catalogue


def catalogue_of(brief: Brief) -> Catalogue:
    """The one that was counted last, if it is still kept; else it is counted."""
    kept = cache.get(kept_as(brief))
    return kept if isinstance(kept, Catalogue) else count_catalogue(brief)


def kept_as(brief: Brief) -> str:
    return f"briefs.catalogue.{brief.pk}.{brief.language}"


def preview_of(text: str, catalogue: Catalogue) -> SafeString:
    """As an edition made when the catalogue was counted would print it."""
    with in_language(catalogue.language):
        html = render_markdown(text, Marks(catalogue.names.look_up, has_links=True))
        return left_to_right(html, catalogue.language)


def remarks_on(text: str, catalogue: Catalogue) -> Iterator[str]:
    """What to put right in it, each in one sentence that says what to write."""
    called, names, unknown = called_by(text), catalogue.names, catalogue.unknown
    for mark in called.marks:
        if names.look_up(mark).is_broken:
            yield broken(mark, names.nearest(mark))
        elif mark in unknown:
            yield _("%(mark)s has no value yet and is printed as “%(value)s”.") % {
                "mark": mark, "value": names.look_up(mark).words,
            }  # fmt: skip
    for name in called.unknown_notes:
        yield _("There is no note for [^%(name)s]. Write it in a paragraph of its own, "
                "[^%(name)s]: and its words.") % {"name": name}  # fmt: skip
    for name in called.uncalled_notes:
        yield _("Nothing calls the note [^%(name)s], so it is not printed. Write [^%(name)s] "
                "where it belongs.") % {"name": name}  # fmt: skip


def broken(mark: Mark, nearest: Mark | None) -> str:
    said = {"mark": mark, "nearest": nearest}
    if nearest:
        return _("There is no %(mark)s. Write %(nearest)s, or choose from the lists.") % said
    if mark.kind == "figure":
        return _("There is no %(mark)s. Choose one under “Insert a figure”.") % said
    return _("There is no %(mark)s. Choose one under “Insert a reference”.") % said
