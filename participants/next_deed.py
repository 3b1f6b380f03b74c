from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshops.models import Workshop


@dataclass(frozen=True)
class NextDeed:
    """What to do next with the people of a workshop: one sentence, one button."""

    text: str
    button: str
    url: str


def next_deed(workshop: Workshop, counts: Mapping[str, int]) -> NextDeed | None:
    """By the numbers of the short lists; None when there is nothing to do."""
    if workshop.state in {Workshop.State.SIGNED_OFF, Workshop.State.CANCELLED}:
        return None
    if counts["pending"]:
        return decide(workshop, counts["pending"])
    if not counts["everyone"]:
        return begin(workshop)
    if not (workshop.has_begun or workshop.has_ended):
        return None
    if counts["attendance"]:
        return record(workshop, counts["attendance"])
    return sign_off(workshop) if workshop.has_ended else None


def address(workshop: Workshop, page: str) -> str:
    return reverse(f"participants:{page}", args=[workshop.slug])


def decide(workshop: Workshop, count: int) -> NextDeed:
    text = ngettext(
        "%(count)d person waits for approval. A seat is kept for them.",
        "%(count)d people wait for approval. A seat is kept for each.",
        count,
    )
    url = address(workshop, "participant_list") + "?show=pending"
    return NextDeed(text % {"count": count}, _("See who waits"), url)


def begin(workshop: Workshop) -> NextDeed:
    text = _("Nobody is on the list yet. Add people one by one, or import the list you were sent.")
    return NextDeed(text, _("Import a list"), address(workshop, "import_start"))


def record(workshop: Workshop, count: int) -> NextDeed:
    if workshop.has_ended:
        text = ngettext(
            "Record the attendance of the last person, then sign off the figures. "
            "From then on they never move.",
            "Record the attendance of %(count)d people, then sign off the figures. "
            "From then on they never move.",
            count,
        )
    else:
        text = ngettext(
            "Record the attendance of %(count)d person.",
            "Record the attendance of %(count)d people.",
            count,
        )
    return NextDeed(
        text % {"count": count}, _("Record attendance"), address(workshop, "attendance")
    )


def sign_off(workshop: Workshop) -> NextDeed:
    text = _("Attendance is recorded. Look at the figures and sign them off: then they never move.")
    return NextDeed(text, _("Sign off the figures"), address(workshop, "sign_off"))
