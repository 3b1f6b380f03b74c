from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, Country
from participants.breakdown import GenderBreakdown
from participants.models.delegations import Delegation
from participants.models.imports import ParticipantImport
from participants.models.people import Person, new_code
from projects.models import Gender, Organisation
from workshops.models import Workshop
from writing.models import Versioned

# Who counts: the default rule of a project, printed beside every line that it makes.
SEAT_TAKING_ROLES = ("participant", "observer")
SEAT_TAKING_STATES = ("pending", "confirmed")
IS_PARTICIPANT = Q(role__in=SEAT_TAKING_ROLES)
IS_SPEAKER = Q(role__in=("speaker", "resource_person"))
IS_THERE = Q(state="confirmed") & ~Q(attendance="no_show")
EACH_ONCE = {
    "final_person": Coalesce("person__merged_into", "person"),
    "final_gender": Coalesce("person__merged_into__gender", "person__gender"),
}
TAKES_SEAT = IS_PARTICIPANT & Q(state__in=SEAT_TAKING_STATES)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: Any) -> Self:
        """Registrations that the user may read; only who runs the workshop sees contact data."""
        return self.filter(workshop__in=Workshop.objects.people_read_by(user))

    def counted(self) -> Self:
        """Confirmed participants and observers who are not marked as absent."""
        return self.filter(IS_PARTICIPANT & IS_THERE)

    def speakers(self) -> Self:
        """Who stands on the second line: confirmed speakers and resource persons."""
        return self.filter(IS_SPEAKER & IS_THERE)

    def taking_seats(self) -> Self:
        return self.filter(TAKES_SEAT)

    def waiting(self) -> Self:
        """The waiting list, first come first."""
        return self.filter(state=Registration.State.WAITLISTED).order_by("registered_at", "pk")

    def breakdown(self) -> GenderBreakdown:
        """One query; two rows of one person at two workshops are two attendances."""
        counts = self.order_by().values_list("gender").annotate(Count("pk"))
        return GenderBreakdown.of_genders(dict(counts))

    def people(self) -> GenderBreakdown:
        """One query; each person once, with the gender last recorded for them.

        Rows that were merged are one person. What they said on a day stays with that attendance.
        """
        each_once: Any = self.order_by().annotate(**EACH_ONCE)
        counts = each_once.values_list("final_gender").annotate(
            Count("final_person", distinct=True)
        )
        return GenderBreakdown.of_genders(dict(counts))


class Registration(Versioned):
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
        CITY = "city", _("named by the city or body")

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
    is_alternate = models.BooleanField(_("alternate"), default=False)  # comes if another cannot
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
    submission_key = models.CharField(max_length=64, blank=True, editable=False)  # of a public form
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    registered_at = models.DateTimeField(_("registered"), default=timezone.now)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["workshop", "person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "workshop"],
                name="registration_once",
                violation_error_message=_("This person is on the list already."),
            ),
            models.UniqueConstraint(
                fields=["submission_key"], condition=~Q(submission_key=""),
                name="registration_submitted_once",
            ),
            models.UniqueConstraint(
                fields=["private_token_hash"], condition=~Q(private_token_hash=""),
                name="registration_token_unique",
            ),
            models.CheckConstraint(
                condition=Q(gender_words="") | Q(gender="another"),
                name="registration_own_words_another",
            ),
            models.UniqueConstraint(
                fields=["delegation"], condition=Q(is_head=True), name="registration_one_head",
                violation_error_message=_("The delegation has a head already."),
            ),
            models.CheckConstraint(
                condition=Q(is_head=False) | Q(is_alternate=False),
                name="registration_head_is_no_alternate",
                violation_error_message=_("An alternate does not head a delegation."),
            ),
        ]  # fmt: skip
        indexes = [
            # Holds all that most figures ask of a row, so that none of the rows is read for them.
            models.Index(
                fields=[
                    "workshop",
                    "state",
                    "role",
                    "attendance",
                    "gender",
                    "person",
                    "organisation_kind",
                    "country",
                ],
                name="registration_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.workshop}"

    @property
    def form_version(self) -> int:
        """Grows with every change of the registration or of its person: a form writes both."""
        return self.version + self.person.version

    @property
    def takes_seat(self) -> bool:
        return self.role in SEAT_TAKING_ROLES and self.state in SEAT_TAKING_STATES
