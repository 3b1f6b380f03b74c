"""Every field that can hold personal data: its purpose, its basis, who sees it, which clock.

`FIELDS` names each text, file and key to a person of every model once; a test fails on one that
is not here. Consent is one basis among others: each purpose names its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import Membership, User
from desk.privacy.kinds import (
    ACCOUNT,
    CONSENT,
    CONTACT,
    EVIDENCE,
    FIGURE,
    GENDER,
    HISTORY,
    IDENTITY,
    KEY,
    LETTER,
    LOG,
    NEEDS,
    NONE,
    OWN_WORDS,
    REQUEST,
    SECRET,
    SESSION,
    STAGED,
    TRAIL,
    UPLOAD,
    WORDS,
    PersonalClass,
    Trace,
)
from frameworks.models import Shipped
from jobs.models import Job
from participants.models import Person, Registration
from writing.models import Versioned

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
    "writing.Change": {HISTORY: "before after", TRAIL: "by", NONE: "field shared_history"},
    "writing.Presence": {TRAIL: "user"},
    "frameworks.Framework": {NONE: "code title symbol publisher"},
    "frameworks.Pillar": {NONE: "code title"},
    "frameworks.Pathway": {NONE: "code title description wording confidence source"},
    "frameworks.Goal": {NONE: "title colour"},
    "frameworks.Target": {NONE: "code label"},
    "frameworks.Dimension": {NONE: "code title aliases"},
    "frameworks.DiagnosticIndicator": {NONE: "code title description wording source"},
    "frameworks.DiagnosticLink": {NONE: "note"},
    "frameworks.PathwaySuccessor": {NONE: "note"},
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
    "projects.ProjectIndicator": {NONE: "code unit", WORDS: "title verification"},
    "projects.ProjectIndicatorValue": {WORDS: "source"},
    "cities.Country": {NONE: "alpha2 alpha3 m49 name region subregion escap_member"},
    "cities.City": {NONE: "slug name alternate_names time_zone source"},
    "cities.CityMembership": {NONE: "role"},
    "cities.FiscalYear": {NONE: "label"},
    "cities.ProfileFact": {NONE: "value unit on", WORDS: "label source"},
    "cities.Diagnostic": {WORDS: "carried_out method expert_comment expert"},
    "cities.DimensionRating": {NONE: "rating", WORDS: "evidence source"},
    "cities.IndicatorRating": {NONE: "rating", WORDS: "note"},
    "cities.DiagnosticFile": {
        WORDS: "title alt_text", NONE: "kind", UPLOAD: "file", TRAIL: "uploaded_by",
    },
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
    "participants.CertificateFile": {STAGED: "file"},
    "participants.DelegationLink": {
        SECRET: "token_hash", NONE: "language", TRAIL: "made_by",
    },
    "participants.PersonMerge": {
        NONE: "moved changed consents replaced", KEY: "kept merged", TRAIL: "merged_by undone_by",
    },
    "participants.Difference": {KEY: "first second", TRAIL: "said_by"},
    "participants.Consent": {
        CONSENT: "purpose wording_version language", KEY: "person", TRAIL: "recorded_by",
    },
    "participants.HeadCount": {WORDS: "note", TRAIL: "counted_by"},
    "participants.EvaluationResult": {NONE: "kind", WORDS: "question scale answers source"},
    "participants.SessionAttendance": {KEY: "registration", TRAIL: "recorded_by"},
    "participants.ParticipationRecord": {
        FIGURE: "basis precision who_counts speakers",
        WORDS: "citation reason tables",  # labels of tables may be typed
        TRAIL: "signed_by",
    },
    "participants.SealedList": {EVIDENCE: "sealed"},
    "participants.ParticipantImport": {
        STAGED: "file_name staged remarks headings answers",
        NONE: "columns remembered counts made_organisations",
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
    "recommendations.FindingFile": {
        WORDS: "title alt_text", NONE: "kind", UPLOAD: "file", TRAIL: "uploaded_by",
    },
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
    "briefs.BlockTranslation": {WORDS: "text source", NONE: "key"},
    "briefs.TranslationReturn": {WORDS: "name texts unmatched", NONE: "sha256 taken", TRAIL: "by"},
    "briefs.ClearanceStep": {
        WORDS: "unit remark returned_name",
        NONE: "result sent_sha256 returned_kind returned_sha256",
        UPLOAD: "returned_file",
    },
    "briefs.WordReturn": {STAGED: "staged file_name", NONE: "sha256", TRAIL: "asked_by"},
    "briefs.FileOfRecord": {
        WORDS: "symbol address reason", NONE: "sha256", UPLOAD: "file", TRAIL: "added_by",
    },
    "briefs.Withdrawal": {WORDS: "reason", TRAIL: "by"},
    "briefs.BriefExport": {NONE: "format paper renderer"},
    "briefs.ProjectReport": {WORDS: "title", NONE: "language"},
    "briefs.ReportHeading": {WORDS: "title text guidance", NONE: "kind"},
    "briefs.ReportHeadingTemplate": {NONE: "title kind guidance"},
    "briefs.ReportExport": {WORDS: "content", NONE: "checksum format renderer"},
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
