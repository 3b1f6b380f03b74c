"""The deeds of this room, split by noun; rooms below import them from here."""

from participants.services.changes import ENTRY_FIELDS, update_registration, update_registrations
from participants.services.consents import keep_consents
from participants.services.entries import Entry, entry_of
from participants.services.figures import CannotSignOff, Figures, correct_figures, sign_off
from participants.services.merging import (
    MERGED_FIELDS,
    CannotMerge,
    merge_people,
    tell_apart,
    unmerge_people,
)
from participants.services.moves import (
    CannotMoveRegistration,
    approve,
    decline,
    deeds_from,
    invite_nominated,
    move_registrations,
    promote,
    record_attendance,
    reinstate,
    send_links,
    withdraw,
)
from participants.services.people import correct_people, correct_person, enter_people
from participants.services.private import (
    RegistrationClosed,
    keep_own_registration,
    register_again,
    register_in_public,
    send_private_link,
)
from participants.services.registering import (
    register_one,
    register_participants,
    registration_sent,
)
from participants.services.seats import (
    FiguresSignedOff,
    ListClosed,
    WorkshopCancelled,
    fill_free_seats,
    promote_waiting,
)
from participants.services.sessions import mark_as_attended, record_session

__all__ = [
    "MERGED_FIELDS",
    "CannotMerge",
    "merge_people",
    "tell_apart",
    "unmerge_people",
    "ENTRY_FIELDS",
    "CannotMoveRegistration",
    "CannotSignOff",
    "Entry",
    "Figures",
    "FiguresSignedOff",
    "ListClosed",
    "RegistrationClosed",
    "WorkshopCancelled",
    "approve",
    "correct_figures",
    "correct_people",
    "correct_person",
    "decline",
    "deeds_from",
    "enter_people",
    "entry_of",
    "fill_free_seats",
    "invite_nominated",
    "keep_consents",
    "keep_own_registration",
    "mark_as_attended",
    "move_registrations",
    "promote",
    "promote_waiting",
    "record_attendance",
    "record_session",
    "register_again",
    "register_in_public",
    "register_one",
    "register_participants",
    "registration_sent",
    "reinstate",
    "send_links",
    "send_private_link",
    "sign_off",
    "update_registration",
    "update_registrations",
    "withdraw",
]
