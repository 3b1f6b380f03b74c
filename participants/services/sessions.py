from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from participants.models import Registration, SessionAttendance
from participants.services.moves import record_attendance
from participants.services.seats import lock_for_figures
from workshops.models import Session


@transaction.atomic
def record_session(
    session: Session, *, shown: Collection[int], came: Collection[int], by: User
) -> int:
    """Of those whom the sheet showed, record who came to the session; says how many changed.

    Registrations are named by primary key; those of other workshops and those who are not
    confirmed are left alone. Whoever is not on the sheet stays as they are. Four queries.
    """
    workshop = lock_for_figures(session.workshop)
    on_sheet = set(
        Registration.objects.filter(
            workshop=workshop, state=Registration.State.CONFIRMED, pk__in=shown
        ).values_list("pk", flat=True)
    )
    standing = SessionAttendance.objects.filter(session=session, registration__in=on_sheet)
    were = set(standing.values_list("registration", flat=True))
    are = on_sheet & set(came)
    standing.exclude(registration__in=are).delete()
    SessionAttendance.objects.bulk_create(
        SessionAttendance(session=session, registration_id=pk, recorded_by=by)
        for pk in sorted(are - were)
    )
    return len(were ^ are)


@transaction.atomic
def mark_as_attended(session: Session, *, by: User) -> list[Registration]:
    """Who was at the session and has no mark at the workshop yet has attended it."""
    unmarked = SessionAttendance.objects.filter(session=session, registration__attendance="")
    marks = dict.fromkeys(
        unmarked.values_list("registration", flat=True), Registration.Attendance.FULLY.value
    )
    return record_attendance(session.workshop, attendance=marks, by=by)
