from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, Country
from jobs.models import Job
from projects.models import Body, Gender, Organisation, Project
from workshops.models import Session, Workshop

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    """Eight characters that nobody misreads (no 0 O 1 I L U): 30^8, about 6.6 × 10^11."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))


class Person(models.Model):
    """Somebody known to one project; duplicates are sought only within it.

    Names stand exactly as typed. `name_key` and `email_key` are for comparing only: two entries
    are the same person only if project, e-mail key and name key all agree.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="people")
    code = models.CharField(_("reference"), max_length=8, default=new_code, editable=False)
    full_name = models.CharField(_("full name"), max_length=200)
    sort_name = models.CharField(_("name to sort by"), max_length=200, blank=True)
    certificate_name = models.CharField(_("name on the certificate"), max_length=200, blank=True)
    form_of_address = models.CharField(_("form of address"), max_length=60, blank=True)
    gender = models.CharField(_("gender"), max_length=12, choices=Gender.choices, blank=True)
    gender_words = models.CharField(_("gender, in own words"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    name_key = models.CharField(max_length=200, editable=False)  # participants.names.name_key
    search_key = models.CharField(max_length=400, editable=False)  # without accents, any order
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_rows"
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    is_example = models.BooleanField(_("invented example"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="person_code_unique"),
            models.CheckConstraint(
                condition=~Q(full_name="") | Q(erased_at__isnull=False), name="person_has_name"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="person_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(gender_words="") | Q(gender="another"), name="person_own_words_another"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "email_key", "name_key"], name="person_same"),
            models.Index(fields=["project", "name_key"], name="person_name"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Delegation(models.Model):
    """The people that a city or a body sends to a workshop."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="delegations")
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["workshop", "order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, body__isnull=True)
                | Q(city__isnull=True, body__isnull=False),
                name="delegation_city_or_body",
                violation_error_message=_("A delegation is of a city or of a body."),
            ),
            models.UniqueConstraint(
                fields=["workshop", "city"], condition=Q(city__isnull=False),
                name="delegation_city_once",
            ),
            models.UniqueConstraint(
                fields=["workshop", "body"], condition=Q(body__isnull=False),
                name="delegation_body_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.city or self.body)


class ParticipantImport(Job):
    """A file of people on its way in: staged, matched to columns, previewed, then saved whole.

    The row is the wizard: nothing about people is in it but the staged file, which is kept
    under PORTAL_DATA for a day, and the choices made on the way.
    """

    task_name: ClassVar[str] = "participants.tasks.run_import"

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    staged = models.FileField(upload_to="staging/", blank=True)
    columns = models.JSONField(default=dict, blank=True)  # field → index of the sheet's column
    answers = models.JSONField(default=dict, blank=True)  # what the facilitator answered
    sends_letters = models.BooleanField(default=False)
    counts = models.JSONField(default=dict, blank=True)  # new, changed, unchanged, … as reported
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")

    def __str__(self) -> str:
        return self.file_name


class Registration(models.Model):
    """A person at a workshop, once; organisation, city and gender as on that day."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("Participant")
        OBSERVER = "observer", _("Observer")
        SPEAKER = "speaker", _("Speaker")
        RESOURCE_PERSON = "resource_person", _("Resource person")
        FACILITATOR = "facilitator", _("Facilitator")
        ORGANISER = "organiser", _("Organiser")
        SUPPORT = "support", _("Support staff")

    class State(models.TextChoices):
        NOMINATED = "nominated", _("Nominated")
        INVITED = "invited", _("Invited")
        PENDING = "pending", _("Waiting for approval")
        CONFIRMED = "confirmed", _("Confirmed")
        WAITLISTED = "waitlisted", _("On the waiting list")
        DECLINED = "declined", _("Declined")
        REPLACED = "replaced", _("Replaced")
        CANCELLED = "cancelled", _("Withdrawn")

    class Mode(models.TextChoices):
        ROOM = "room", _("in the room")
        ONLINE = "online", _("online")
        BOTH = "both", _("both")

    class Attendance(models.TextChoices):
        NO_SHOW = "no_show", _("Absent")
        PARTLY = "partly", _("Partly")
        FULLY = "fully", _("Attended")

    class Source(models.TextChoices):
        FORM = "form", _("entered by the facilitator")
        IMPORT = "import", _("imported")
        PUBLIC = "public", _("registered in public")
        CITY = "city", _("entered by the city")

    SEAT_TAKING_ROLES = ("participant", "observer")
    SEAT_TAKING_STATES = ("pending", "confirmed")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="registrations")
    code = models.CharField(
        _("reference"), max_length=8, default=new_code, unique=True, editable=False
    )
    position = models.CharField(_("position"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    organisation_name = models.CharField(_("organisation"), max_length=300, blank=True)  # as typed
    organisation_kind = models.CharField(
        _("type of organisation"), max_length=15, choices=Organisation.Kind.choices, blank=True
    )
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    city_name = models.CharField(_("city"), max_length=300, blank=True)  # as typed
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations",
        verbose_name=_("country or area"),
    )  # fmt: skip
    gender = models.CharField(_("gender"), max_length=12, choices=Gender.choices, blank=True)
    gender_words = models.CharField(_("gender, in own words"), max_length=100, blank=True)
    role = models.CharField(
        _("role"), max_length=15, choices=Role.choices, default=Role.PARTICIPANT
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.CONFIRMED
    )
    mode = models.CharField(_("takes part"), max_length=6, choices=Mode.choices, blank=True)
    attendance = models.CharField(
        _("attendance"), max_length=8, choices=Attendance.choices, blank=True
    )
    delegation = models.ForeignKey(
        Delegation, on_delete=models.SET_NULL, null=True, blank=True, related_name="registrations"
    )
    is_head = models.BooleanField(_("head of the delegation"), default=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    access_needs = models.TextField(_("access needs"), blank=True)
    diet_needs = models.TextField(_("diet"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.FORM)
    came_with = models.ForeignKey(
        ParticipantImport, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="registrations", editable=False,
    )  # fmt: skip
    private_token_hash = models.CharField(max_length=64, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    registered_at = models.DateTimeField(_("registered"), default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["workshop", "person__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "workshop"],
                name="registration_once",
                violation_error_message=_("This person is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(gender_words="") | Q(gender="another"),
                name="registration_own_words_another",
            ),
        ]
        indexes = [
            models.Index(fields=["workshop", "state", "role"], name="registration_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.workshop}"


class Consent(models.Model):
    """What somebody agreed to, in which wording. Append-only; withdrawing sets its one moment."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", _("be written to about later workshops")
        LIST = "list", _("be on the list the participants receive")
        PHOTO = "photo", _("be photographed and recorded")
        NAMED = "named", _("be named in public as a speaker")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, null=True, blank=True)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    wording_version = models.CharField(_("version of the wording"), max_length=20)
    language = models.CharField(_("language"), max_length=10, default="en")
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    recorded_by = models.ForeignKey(  # empty: by the person, on the public form
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["person", "given_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()


class BreakdownColumns(models.Model):
    """The five columns of a GenderBreakdown, stored. Unknown parts are null, never nought."""

    female = models.PositiveIntegerField(_("women"), null=True, blank=True)
    male = models.PositiveIntegerField(_("men"), null=True, blank=True)
    another = models.PositiveIntegerField(_("another"), default=0)
    undisclosed = models.PositiveIntegerField(_("prefers not to say"), default=0)
    not_recorded = models.PositiveIntegerField(_("not recorded"), default=0)

    class Meta:
        abstract = True


class HeadCount(BreakdownColumns):
    """Counted in the room, kept beside the list."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="head_counts")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True)
    counted_at = models.DateTimeField(_("counted"), default=timezone.now)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("count in the room")
        verbose_name_plural = _("counts in the room")
        ordering = ["workshop", "counted_at"]

    def __str__(self) -> str:
        return f"{self.workshop} {self.counted_at:%Y-%m-%d %H:%M}"


class ParticipationRecord(BreakdownColumns):
    """The signed-off figures of a workshop, frozen. Append-only: a correction is a new record.

    `tables` holds every table of the workshop report as it stood:
    {"by_country": [{"label": …, "female": …, "male": …, …}, …], …}; it names nobody.
    """

    class Basis(models.TextChoices):
        LIST = "list", _("the list of participants")
        COUNTED = "counted", _("counted in the room")
        SOURCE = "source", _("taken from a source")

    class Precision(models.TextChoices):
        EXACT = "exact", _("exactly")
        AT_LEAST = "at_least", _("at least")
        ABOUT = "about", _("about")

    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="participation_records"
    )
    number = models.PositiveSmallIntegerField(_("record"))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.EXACT)
    citation = models.TextField(_("source"), blank=True)
    who_counts = models.TextField(_("who counts"))  # the rule, in the words printed that day
    speakers = models.JSONField(default=dict, blank=True)  # the second line: five columns
    tables = models.JSONField(default=dict, blank=True)
    signed_at = models.DateTimeField(_("signed off"), default=timezone.now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.TextField(_("why corrected"), blank=True)

    class Meta:
        verbose_name = _("participation record")
        verbose_name_plural = _("participation records")
        ordering = ["workshop", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "number"], name="participationrecord_number"
            ),
            models.CheckConstraint(
                condition=~Q(basis="source") | ~Q(citation=""),
                name="participationrecord_source_cited",
                violation_error_message=_("Say where the figures are taken from."),
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="participationrecord_correction_has_reason",
                violation_error_message=_("Say why the figures are corrected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workshop}, record {self.number}"
