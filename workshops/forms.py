from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.models import Body, Language, Phase, Project
from workshops.models import Workshop
from workshops.services import keep_hosts, keep_objectives
from writing.forms import MarkdownInput, VersionedForm
from writing.submissions import SubmissionKeyField

MOST_HOSTS = 4
MOST_OBJECTIVES = 50
TRIES = 20  # an address may be taken while it is being chosen
FIRST_YEAR, LAST_YEAR = 1900, 2200
DAYS = ("starts_on", "ends_on", "registration_opens_at", "registration_closes_at")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def zones() -> list[tuple[str, Any]]:
    """Zones named by a place, which is how people know them."""
    named = sorted(zone for zone in available_timezones() if "/" in zone and "Etc" not in zone)
    return [("", _("not known")), ("UTC", "UTC"), *((zone, zone) for zone in named)]


class WorkshopForm(VersionedForm):
    instance: Workshop

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False)
    working_languages = forms.MultipleChoiceField(
        label=_("Working languages"), choices=Language.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    interpretation_languages = forms.MultipleChoiceField(
        label=_("Interpretation into"), choices=Language.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    joining_link = forms.URLField(
        label=_("Joining link"), required=False, assume_scheme="https",
        help_text=_("Shown to confirmed people only."),
    )  # fmt: skip
    objectives = forms.CharField(
        label=_("Main objectives"), required=False, help_text=_("One a line, in their order."),
        show_hidden_initial=True,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip

    class Meta:
        model = Workshop
        fields = (
            "title", "kind", "phase", "mode", "starts_on", "ends_on", "start_time", "end_time",
            "time_zone", "place", "city", "other_hosts", "description", "working_languages",
            "interpretation_languages", "joining_link", "admission", "seats",
            "registration_opens_at", "registration_closes_at", "source", "source_note",
        )  # fmt: skip
        widgets = {
            "starts_on": DAY, "ends_on": DAY, "start_time": TIME, "end_time": TIME,
            "registration_opens_at": MOMENT, "registration_closes_at": MOMENT,
            "description": MarkdownInput(rows=8),
            "source": forms.Textarea(attrs={"rows": 2}),
            "source_note": forms.Textarea(attrs={"rows": 2}),
        }  # fmt: skip
        help_texts = {
            "starts_on": _("Leave a date open that is not known."),
            "seats": _("Of participants and observers; open: as many as come."),
            "registration_opens_at": _("In your own time zone."),
            "registration_closes_at": _("In your own time zone."),
        }

    PARTS = (
        (_("What it is"), ("title", "kind", "phase", "objectives", "description")),
        (_("When and where"), ("mode", "starts_on", "ends_on", "start_time", "end_time",
                               "time_zone", "place", "city")),
        (_("Who holds it"), (*(f"host_{place}" for place in range(1, MOST_HOSTS + 1)),
                             "other_hosts", "working_languages", "interpretation_languages")),
        (_("Who can come"), ("joining_link", "admission", "seats", "registration_opens_at",
                             "registration_closes_at")),
        (_("Where this is known from"), ("source", "source_note")),
    )  # fmt: skip

    def __init__(
        self, *args: Any, project: Project, user: User, like: Workshop | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.project, self.user = project, user
        self.instance.project = project
        self.choices_of("phase").queryset = Phase.objects.filter(project=project)
        for name in ("phase", "city"):
            self.choices_of(name).empty_label = _("none")
        model_of = like or self.instance
        known = model_of.pk is not None
        for name in DAYS:
            self.fields[name].validators.append(of_our_time)
        self._ask_for_hosts(list(model_of.hosts.order_by("order")) if known else [])
        texts = (
            model_of.objectives.order_by("order").values_list("text", flat=True) if known else []
        )
        self.initial["objectives"] = "\n".join(texts)

    def choices_of(self, name: str) -> Any:
        return self.fields[name]

    def _ask_for_hosts(self, hosts: list[Any]) -> None:
        """As many selects as there may be hosts: their order is that of the printed page."""
        bodies = Body.objects.filter(project_bodies__project=self.project).distinct()
        for place in range(1, MOST_HOSTS + 1):
            self.fields[f"host_{place}"] = forms.ModelChoiceField(
                bodies, label=_("Host %(place)d") % {"place": place}, required=False,
                empty_label=_("none"),
                initial=hosts[place - 1].body_id if place <= len(hosts) else None,
                show_hidden_initial=True,
            )  # fmt: skip

    @property
    def parts(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(heading, [self[name] for name in names]) for heading, names in self.PARTS]

    @property
    def hosts(self) -> list[Body]:
        chosen = (self.cleaned_data.get(f"host_{place}") for place in range(1, MOST_HOSTS + 1))
        return [body for body in chosen if body is not None]

    def clean_objectives(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["objectives"].splitlines()]
        texts = [line for line in lines if line]
        if any(len(text) > 500 for text in texts):
            raise forms.ValidationError(_("An objective has at most 500 characters."))
        if len(texts) > MOST_OBJECTIVES:
            raise forms.ValidationError(_("These are too many objectives; name the main ones."))
        return texts

    def clean_registration_opens_at(self) -> datetime.datetime | None:
        return in_utc(self.cleaned_data["registration_opens_at"])

    def clean_registration_closes_at(self) -> datetime.datetime | None:
        return in_utc(self.cleaned_data["registration_closes_at"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if len(set(self.hosts)) < len(self.hosts):
            self.add_error("host_2", _("A body is named twice."))
        if self.instance._state.adding and not self._may_add():
            self.add_error("host_1", _("You organise for one body: name it among the hosts."))
        return cleaned

    def _may_add(self) -> bool:
        return self.project.can_be_organised_by(self.user) or any(
            self.project.can_be_organised_by(self.user, body) for body in self.hosts
        )

    @transaction.atomic
    def save_by(self, user: User) -> bool:
        if not super().save_by(user):
            return False
        # What the author left as it was shown may have been changed by others: it stays theirs.
        if any(name.startswith("host_") for name in self.changed_data):
            keep_hosts(self.instance, self.hosts, by=user)
        if "objectives" in self.changed_data:
            keep_objectives(self.instance, self.cleaned_data["objectives"], by=user)
        return True


class NewWorkshopForm(WorkshopForm):
    """A workshop that is not there yet. The same form sent twice adds it once."""

    submission_key = SubmissionKeyField()

    def save_by(self, user: User) -> bool:
        key = self.cleaned_data["submission_key"]
        for _attempt in range(TRIES):
            sent = Workshop.objects.filter(project=self.project, submission_key=key).first()
            if key and sent is not None:
                self.instance = sent
                return True
            try:
                return self._save_at(free_slug(self.cleaned_data["title"]), user)
            except IntegrityError:  # somebody took the address, or this form was sent twice
                continue
        self.add_error(None, _("Others are saving this very moment. Please save again."))
        return False

    @transaction.atomic
    def _save_at(self, slug: str, user: User) -> bool:
        self.instance.slug = slug
        self.instance.submission_key = self.cleaned_data["submission_key"]
        VersionedForm.save_by(self, user)
        keep_hosts(self.instance, self.hosts, by=user)
        keep_objectives(self.instance, self.cleaned_data["objectives"], by=user)
        return True


def in_utc(moment: datetime.datetime | None) -> datetime.datetime | None:
    """As the row keeps it, so that a form that changes nothing differs in nothing."""
    return moment.astimezone(datetime.UTC) if moment else None


def of_our_time(day: datetime.date) -> None:
    """Near the ends of the calendar a day has no equal in other time zones."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(_("Check the year."))


def free_slug(title: str) -> str:
    """An address from the title that no workshop has yet."""
    stem = slugify(title)[:90].strip("-") or "workshop"
    taken = set(Workshop.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)
