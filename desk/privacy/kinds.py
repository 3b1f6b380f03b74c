"""The kinds of personal data: what each is for, on what ground, who sees it, and which clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
    _("A list or an edited text on its way in, and what was said of it"),
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
