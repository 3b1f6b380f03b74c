from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from recovery_plans.models import ProgressNote
from recovery_plans.roles import Role, roles_of
from writing.services import record_change

S = ProgressNote.State
NOTE_MOVES: dict[tuple[str, str], frozenset[Role]] = {
    (S.DRAFT, S.SENT): frozenset({Role.FOCAL_POINT}),
    (S.SENT, S.DRAFT): frozenset({Role.FOCAL_POINT, Role.REVIEWER}),  # taken or given back
    (S.SENT, S.ACCEPTED): frozenset({Role.REVIEWER}),
}


class NoteNotMoved(Exception):
    """It is in another state by now, or this user may not move it there; says so in words."""


def may_move_note(note: ProgressNote, to: str, user: Any) -> bool:
    allowed = NOTE_MOVES.get((note.state, to), frozenset())
    return not allowed.isdisjoint(roles_of(user, note.plan.project_city))


@transaction.atomic
def move_note(note: ProgressNote, *, to: str, by: User) -> None:
    """Send a note, accept it, or give it back. Of two people at once the later is refused."""
    if not may_move_note(note, to, by):
        raise NoteNotMoved(_("This note cannot be moved there now."))
    if to == S.SENT and not note.text.strip():
        raise NoteNotMoved(_("Nothing is written in this note yet."))
    unchanged = ProgressNote.objects.filter(pk=note.pk, state=note.state, version=note.version)
    if not unchanged.update(state=to, **_moments(to, by)):
        raise NoteNotMoved(_("Somebody changed this note meanwhile. Please read it again."))
    record_change(note, field="state", before=note.state, after=to, by=by)


def _moments(to: str, by: User) -> dict[str, Any]:
    if to == S.SENT:
        return {"sent_at": timezone.now(), "sent_by": by}
    if to == S.ACCEPTED:
        return {"accepted_at": timezone.now(), "accepted_by": by}
    return {"sent_at": None, "sent_by": None}


@transaction.atomic
def save_note(form: Any, *, by: User) -> bool:
    """Save what was written, if the note is still a draft of a published plan."""
    note = ProgressNote.objects.select_for_update(of=("self",)).select_related("plan")
    current = note.get(pk=form.instance.pk)
    if not current.is_open or current.plan.published_id is None:
        raise NoteNotMoved(_("This note is not open for writing now. It is below, not saved."))
    return bool(form.is_valid() and form.save_by(by))
