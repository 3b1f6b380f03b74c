from participants.models.certificates import CertificateFile
from participants.models.consents import Consent
from participants.models.delegations import Delegation, DelegationLink
from participants.models.evaluations import FEWEST_ANSWERS, EvaluationResult, Share
from participants.models.evidence import SealedList
from participants.models.figures import (
    BreakdownColumns,
    FiguresMark,
    HeadCount,
    ParticipationRecord,
)
from participants.models.imports import (
    ImportCheck,
    ImportedChange,
    ImportUndo,
    ParticipantImport,
)
from participants.models.merges import Difference, PersonMerge
from participants.models.people import CODE_ALPHABET, Person, new_code
from participants.models.registrations import Registration, RegistrationQuerySet
from participants.models.sessions import SessionAttendance

__all__ = [
    "CODE_ALPHABET",
    "FEWEST_ANSWERS",
    "BreakdownColumns",
    "CertificateFile",
    "Consent",
    "Delegation",
    "DelegationLink",
    "Difference",
    "EvaluationResult",
    "FiguresMark",
    "HeadCount",
    "ImportCheck",
    "ImportUndo",
    "ImportedChange",
    "ParticipantImport",
    "ParticipationRecord",
    "Person",
    "PersonMerge",
    "Registration",
    "RegistrationQuerySet",
    "SealedList",
    "SessionAttendance",
    "Share",
    "new_code",
]
