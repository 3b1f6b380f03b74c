from participants.models.consents import Consent
from participants.models.delegations import Delegation
from participants.models.evidence import SealedList
from participants.models.figures import BreakdownColumns, HeadCount, ParticipationRecord
from participants.models.imports import ParticipantImport
from participants.models.people import CODE_ALPHABET, Person, new_code
from participants.models.registrations import Registration, RegistrationQuerySet

__all__ = [
    "CODE_ALPHABET",
    "BreakdownColumns",
    "Consent",
    "Delegation",
    "HeadCount",
    "ParticipantImport",
    "ParticipationRecord",
    "Person",
    "Registration",
    "RegistrationQuerySet",
    "SealedList",
    "new_code",
]
