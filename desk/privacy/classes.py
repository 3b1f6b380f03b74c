"""Every field that can hold personal data: its purpose, its basis, who sees it, which clock.

`FIELDS` names each text, file and key to a person of every model once; a test fails on one that
is not here. Consent is one basis among others: each purpose names its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from frameworks.models import Shipped
from jobs.models import Job
from participants.models import Person, Registration
from writing.models import Versioned


class Clock(Enum):
    """When a value goes by itself; its days are settings of the project."""

    NEEDS = "needs"  # days after the workshop
    CONTACT = "contact"  # days after the project's end
    EVIDENCE = "evidence"  # the audit date
    SENT = "sent"  # once the letter is sent, or given up
    DAY = "day"  # a day after it came in
    SESSION = "session"  # with the session
    ACCOUNT = "account"  # with the account, on request
    RECORD = "record"  # stays: the record of the project
    REQUEST = "request"  # once the request is done


class Trace(Enum):
    """What an erasure does with a value that names the person."""

    OWN = "own"  # in the rows of the person: erased with them
    WIPED = "wiped"  # found by its words in any row, and overwritten
    CHECKED = "checked"  # listed for a human, who reads it in its place
    NOT_READ = "not read"  # holds nobody's words


@dataclass(frozen=True)
class PersonalClass:
    name: str | Promise
    purpose: str | Promise = ""
    basis: str | Promise = ""
    seen_by: str | Promise = ""
    clock: Clock = Clock.RECORD
    trace: Trace = Trace.NOT_READ


TASK = _("the project’s task: to report who took part")
DUTY = _("a legal duty: to prove what was agreed, and who did what")

IDENTITY = PersonalClass(
    _("Name, organisation, position, city as typed"),
    _("to know who took part, and to print a certificate"),
    TASK,
    _("facilitators of the workshop, organisers and readers of the project"),
    Clock.CONTACT,
    Trace.OWN,
)
GENDER = PersonalClass(
    _("Gender, as you answer it"),
    _("to print how many women and men took part; never guessed from a name or a title"),
    TASK,
    _("facilitators of the workshop, organisers and readers of the project"),
    Clock.CONTACT,
    Trace.OWN,
)
FIGURE = PersonalClass(
    _("Role, state, attendance, type of organisation, country or area"),
    _("to count who took part; stays as a figure without a name"),
    TASK,
    _("facilitators of the workshop, organisers and readers of the project"),
)
CONTACT = PersonalClass(
    _("E-mail, phone"),
    _("to write to you about this workshop"),
    _("the project’s task: to run the workshop you registered for"),
    _("facilitators of the workshop and organisers of the project"),
    Clock.CONTACT,
    Trace.OWN,
)
NEEDS = PersonalClass(
    _("Access and diet needs"),
    _("to arrange the room, the meeting and the meals"),
    _("your explicit consent: you give them or leave them empty"),
    _("facilitators of the workshop and organisers of the project"),
    Clock.NEEDS,
    Trace.OWN,
)
OWN_WORDS = PersonalClass(
    _("What you wrote in your own words: notes, comments on recommendations"),
    _("to run the workshop and to better what is recommended"),
    TASK,
    _("facilitators of the workshop and organisers of the project"),
    Clock.CONTACT,
    Trace.OWN,
)
CONSENT = PersonalClass(
    _("What you agreed to, in which wording, and when you took it back"),
    _("to do only what you agreed to"),
    DUTY,
    _("facilitators of the workshop and organisers of the project"),
)
EVIDENCE = PersonalClass(
    _("The sealed list behind signed-off figures: name, organisation, city, gender, attendance"),
    _("to prove the figures to an auditor"),
    _("a legal duty: the project’s figures can be audited"),
    _("nobody, until an organiser or an auditor opens it and says why; each opening is logged"),
    Clock.EVIDENCE,
    Trace.OWN,
)
LETTER = PersonalClass(
    _("Letters that wait to be sent"),
    _("to write to you about this workshop"),
    _("the project’s task: to run the workshop you registered for"),
    _("administrators"),
    Clock.SENT,
    Trace.WIPED,
)
STAGED = PersonalClass(
    _("A list on its way in: the file and what was said of its rows"),
    _("to read a list of participants and to correct it"),
    TASK,
    _("facilitators of the workshop and organisers of the project"),
    Clock.DAY,
    Trace.WIPED,
)
HISTORY = PersonalClass(
    _("What a field was before it was changed"),
    _("to see who changed what, and to put it right"),
    TASK,
    _("whoever may change the field"),
    Clock.CONTACT,
    Trace.WIPED,
)
SESSION = PersonalClass(
    _("What a sign-in or an unfinished form keeps between two pages"),
    _("to keep you signed in, and what you typed"),
    _("necessary for what you ask for"),
    _("nobody"),
    Clock.SESSION,
    Trace.WIPED,
)
LOG = PersonalClass(
    _("The log of the back office"),
    _("to see what an administrator changed"),
    DUTY,
    _("administrators"),
    Clock.CONTACT,
    Trace.WIPED,
)
REQUEST = PersonalClass(
    _("A request about your own data: who asked, and how to answer"),
    _("to answer it"),
    DUTY,
    _("organisers of the project"),
    Clock.REQUEST,
    Trace.WIPED,
)
ACCOUNT = PersonalClass(
    _("Account: e-mail, name, time zone, the roles it has"),
    _("to sign in, and to do what the role is for"),
    _("the agreement by which you took the role"),
    _("the others who work on the same project"),
    Clock.ACCOUNT,
    Trace.CHECKED,
)
TRAIL = PersonalClass(
    _("Who did what, and when"),
    _("to answer for the project’s figures and texts"),
    DUTY,
    _("the others who work on the same project"),
)
SECRET = PersonalClass(
    _("Hashes of private codes and second steps"),
    _("to know a private link or a sign-in"),
    _("necessary for what you ask for"),
    _("nobody"),
    Clock.CONTACT,
)
WORDS = PersonalClass(
    _("Texts of workshops, plans, findings and briefs, which may name people"),
    _("to say what was done, found and planned"),
    _("the project’s task; speakers are named in public only by consent"),
    _("as the text: its writers, or everybody once it is published"),
    Clock.RECORD,
    Trace.CHECKED,
)
UPLOAD = PersonalClass(
    _("Files handed out, photographs, decisions of councils"),
    _("to say what was done, found and planned"),
    _("the project’s task; photographs only by consent"),
    _("as the file: the participants, or everybody once it is published"),
    Clock.RECORD,
    Trace.CHECKED,
)
MADE = PersonalClass(_("Files that the portal makes of frozen texts"), clock=Clock.RECORD)
KEY = PersonalClass(_("Which person a row is of"), clock=Clock.RECORD)
NONE = PersonalClass(_("Nothing about a person"), clock=Clock.RECORD)

HOW_LONG = {
    Clock.NEEDS: _("some days after the workshop; the days are said above"),
    Clock.CONTACT: _("until names go; the day is said above"),
    Clock.EVIDENCE: _("until the audit date; the day is said above"),
    Clock.SENT: _("until the letter is sent, or 30 days"),
    Clock.DAY: _("one day"),
    Clock.SESSION: _("until the browser is closed, a week at most"),
    Clock.ACCOUNT: _("as long as the account is there"),
    Clock.RECORD: _("stays with the record of the project"),
    Clock.REQUEST: _("until the request is closed"),
}
# What a person is told, in this order.
TOLD = (
    IDENTITY, GENDER, FIGURE, CONTACT, NEEDS, OWN_WORDS, CONSENT, EVIDENCE, LETTER, STAGED, HISTORY,
    SESSION, LOG, REQUEST, ACCOUNT, TRAIL, WORDS, UPLOAD,
)  # fmt: skip

Classed = dict[PersonalClass, str]

# What every model has that is one of these.
INHERITED: dict[type[models.Model], Classed] = {
    Versioned: {TRAIL: "changed_by"},
    Membership: {ACCOUNT: "user email", TRAIL: "invited_by", SECRET: "code_hash"},
    Job: {TRAIL: "asked_by", NONE: "state step error file sha256"},
    Shipped: {NONE: "shipped"},
}

FIELDS: dict[str, Classed] = {
    "accounts.User": {ACCOUNT: "email full_name time_zone", SECRET: "password"},
    "accounts.AccessLog": {TRAIL: "user", NONE: "action subject", WORDS: "reason"},
    "jobs.Letter": {LETTER: "to subject body"},
    "writing.Change": {HISTORY: "before after", TRAIL: "by", NONE: "field"},
    "writing.Presence": {TRAIL: "user"},
    "frameworks.Framework": {NONE: "code title symbol publisher"},
    "frameworks.Pillar": {NONE: "code title"},
    "frameworks.Pathway": {NONE: "code title description wording confidence source"},
    "frameworks.Goal": {NONE: "title colour"},
    "frameworks.Target": {NONE: "code label"},
    "frameworks.Dimension": {NONE: "code title aliases"},
    "frameworks.DiagnosticIndicator": {NONE: "code title description wording source"},
    "frameworks.DiagnosticLink": {NONE: "note"},
    "projects.Body": {NONE: "code name logo"},
    "projects.Project": {
        NONE: "code name starts_precision ends_precision language gender_answers",
        WORDS: "aim funding source",
    },
    "projects.ProjectBody": {NONE: "role"},
    "projects.Phase": {NONE: "title", WORDS: "description"},
    "projects.ProjectMembership": {NONE: "role"},
    "projects.Organisation": {WORDS: "name name_key search_key", NONE: "kind"},
    "projects.ExchangeRate": {NONE: "currency source"},
    "cities.Country": {NONE: "alpha2 alpha3 m49 name region subregion escap_member"},
    "cities.City": {NONE: "slug name alternate_names time_zone source"},
    "cities.CityMembership": {NONE: "role"},
    "cities.FiscalYear": {NONE: "label"},
    "cities.ProfileFact": {NONE: "value unit on", WORDS: "label source"},
    "cities.Diagnostic": {WORDS: "carried_out method expert_comment expert"},
    "cities.DimensionRating": {NONE: "rating", WORDS: "evidence source"},
    "cities.IndicatorRating": {NONE: "rating", WORDS: "note"},
    "cities.DiagnosticFile": {WORDS: "title", UPLOAD: "file"},
    "cities.DiagnosticExport": {WORDS: "content", NONE: "checksum format renderer"},
    "cities.Practice": {WORDS: "title problem deed cost result source"},
    "workshops.Workshop": {
        NONE: "slug kind mode time_zone working_languages interpretation_languages joining_link"
        " admission state submission_key",
        WORDS: "title place other_hosts description source source_note",
    },
    "workshops.Objective": {WORDS: "text outcome"},
    "workshops.Session": {WORDS: "title moderator speakers room"},
    "workshops.Material": {WORDS: "title url", UPLOAD: "file"},
    "participants.Person": {
        IDENTITY: "full_name sort_name certificate_name form_of_address name_key search_key"
        " sort_key likeness_key",
        GENDER: "gender gender_words",
        CONTACT: "email email_key phone",
        KEY: "code merged_into",
        TRAIL: "created_by",
    },
    "participants.Registration": {
        IDENTITY: "position organisation_name city_name",
        GENDER: "gender gender_words",
        FIGURE: "organisation_kind role state mode attendance language source",
        NEEDS: "access_needs diet_needs",
        OWN_WORDS: "note",
        SECRET: "private_token_hash submission_key",
        KEY: "person code replaces",
        TRAIL: "entered_by",
    },
    "participants.PersonMerge": {
        NONE: "moved changed consents replaced", KEY: "kept merged", TRAIL: "merged_by undone_by",
    },
    "participants.Difference": {KEY: "first second", TRAIL: "said_by"},
    "participants.Consent": {
        CONSENT: "purpose wording_version language", KEY: "person", TRAIL: "recorded_by",
    },
    "participants.HeadCount": {WORDS: "note", TRAIL: "counted_by"},
    "participants.SessionAttendance": {KEY: "registration", TRAIL: "recorded_by"},
    "participants.ParticipationRecord": {
        FIGURE: "basis precision who_counts speakers",
        WORDS: "citation reason tables",  # labels of tables may be typed
        TRAIL: "signed_by",
    },
    "participants.SealedList": {EVIDENCE: "sealed"},
    "participants.ParticipantImport": {
        STAGED: "file_name staged remarks headings answers", NONE: "columns remembered counts",
    },
    "participants.ImportCheck": {STAGED: "findings", NONE: "counts"},
    "participants.ImportUndo": {NONE: "counts"},
    "participants.ImportedChange": {STAGED: "before", KEY: "registration"},
    "recovery_plans.ChapterTemplate": {NONE: "key title guidance"},
    "recovery_plans.RecoveryPlan": {
        NONE: "language currency state", WORDS: "title vision parent_plan",
    },
    "recovery_plans.Action": {
        WORDS: "title objective legal_needs institutional_needs risk gender_note state_reason",
        NONE: "costing state",
    },
    "recovery_plans.Milestone": {WORDS: "title"},
    "recovery_plans.Money": {WORDS: "source", NONE: "kind"},
    "recovery_plans.Indicator": {WORDS: "title", NONE: "unit"},
    "recovery_plans.IndicatorValue": {WORDS: "source"},
    "recovery_plans.PlanRevision": {WORDS: "content", NONE: "checksum", TRAIL: "made_by"},
    "recovery_plans.Adoption": {
        WORDS: "body kind number", NONE: "result", UPLOAD: "file", TRAIL: "recorded_by",
    },
    "recovery_plans.Chapter": {WORDS: "title guidance text", NONE: "key status"},
    "recovery_plans.PathwaySection": {WORDS: "reason narrative", NONE: "status"},
    "recovery_plans.Priority": {WORDS: "text"},
    "recovery_plans.ProgressNote": {
        WORDS: "text", NONE: "state", TRAIL: "sent_by accepted_by",
    },
    "recovery_plans.PlanExport": {
        WORDS: "draft stamp", NONE: "checksum format paper renderer",
    },
    "recovery_plans.PlanReminder": {ACCOUNT: "user"},
    "recovery_plans.Annex": {
        WORDS: "title alt_text", NONE: "kind", UPLOAD: "file", TRAIL: "uploaded_by",
    },
    "recovery_plans.Workbook": {WORDS: "name content", TRAIL: "by"},
    "recovery_plans.Comment": {WORDS: "text", TRAIL: "by settled_by"},
    "recovery_plans.PlanTransition": {WORDS: "note", NONE: "from_state to_state", TRAIL: "by"},
    "recommendations.Finding": {WORDS: "title text theme"},
    "recommendations.FindingFile": {WORDS: "title", UPLOAD: "file"},
    "recommendations.RoundLink": {KEY: "registration", SECRET: "token_hash"},
    "recommendations.Reply": {NONE: "verdict", WORDS: "reason", TRAIL: "by"},
    "recommendations.Recommendation": {WORDS: "addressee"},
    "recommendations.Wording": {WORDS: "text", NONE: "language", TRAIL: "made_by"},
    "recommendations.ValidationRound": {
        WORDS: "title", FIGURE: "participation", NONE: "answers_by state", TRAIL: "closed_by",
    },
    "recommendations.Answer": {FIGURE: "position", OWN_WORDS: "comment", KEY: "registration"},
    "recommendations.ActionResponse": {WORDS: "note", TRAIL: "by"},
    "briefs.Brief": {WORDS: "title subtitle series symbol", NONE: "slug language"},
    "briefs.BriefSection": {WORDS: "title text", NONE: "key status"},
    "briefs.BriefCity": {WORDS: "vision", TRAIL: "confirmed_by"},
    "briefs.Edition": {
        WORDS: "content", NONE: "template_version checksum state", TRAIL: "made_by published_by",
    },
    "briefs.BriefExport": {NONE: "format paper renderer"},
    "desk.PrivacyRequest": {
        REQUEST: "asked_by contact", NONE: "kind state", WORDS: "note", KEY: "people",
        TRAIL: "received_by done_by",
    },
    "desk.PlaceToCheck": {NONE: "field object_id why", TRAIL: "checked_by"},
    "desk.RetentionNotice": {NONE: "clock"},
    "admin.LogEntry": {LOG: "object_repr change_message", TRAIL: "user", NONE: "object_id"},
    "auth.Permission": {NONE: "name codename"},
    "auth.Group": {NONE: "name"},
    "contenttypes.ContentType": {NONE: "app_label model"},
    "sessions.Session": {SESSION: "session_data", SECRET: "session_key"},
    "account.EmailAddress": {ACCOUNT: "user email"},
    "account.EmailConfirmation": {SECRET: "key"},
    "mfa.Authenticator": {ACCOUNT: "user", SECRET: "data", NONE: "type"},
}  # fmt: skip

HOLDS_WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField)
HOLDS_BYTES = (models.BinaryField, models.GenericIPAddressField, models.UUIDField)
NAMES_SOMEBODY = (User, Person, Registration)


def must_be_classed(field: Any) -> bool:
    """Whether a field can hold personal data: words, a file, or a key to somebody."""
    if not field.concrete:
        return False
    return isinstance(field, HOLDS_WORDS + HOLDS_BYTES) or field.related_model in NAMES_SOMEBODY


def classes_of(model: type[models.Model]) -> dict[str, PersonalClass]:
    """The class of each field of the model that is classed."""
    inherited = [classed for base, classed in INHERITED.items() if issubclass(model, base)]
    return {
        name: personal
        for classed in [*inherited, FIELDS.get(model._meta.label, {})]
        for personal, names in classed.items()
        for name in names.split()
    }


def classed_fields(*traces: Trace) -> Iterator[tuple[type[models.Model], str, PersonalClass]]:
    """Every field of every room whose class is traced in one of these ways."""
    for model in apps.get_models():
        for name, personal in classes_of(model).items():
            if personal.trace in traces:
                yield model, name, personal
