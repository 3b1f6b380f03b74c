"""A workshop as a file that calendars read."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDate, vDatetime

from participants.models import Registration
from workshops.models import Workshop

PRODUCT = "-//Urban Recovery Portal//EN"


def calendar_of(workshop: Workshop, registration: Registration | None = None) -> bytes:
    """The workshop with its time zone; of a registration, with its reference too.

    The joining link is in it for somebody who is confirmed, and for nobody else.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event_of(workshop, registration))
    if is_timed(workshop):
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def event_of(workshop: Workshop, registration: Registration | None) -> Event:
    joining_link = joining_link_of(registration)
    event = Event()
    event.add("uid", f"{workshop.slug}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", timezone.now())
    event.add("sequence", workshop.version)
    event.add("summary", workshop.title)
    add_times(event, workshop)
    event.add("url", settings.SITE_URL + reverse("desk:workshop_detail", args=[workshop.slug]))
    event.add("location", workshop.place or joining_link)
    event.add("description", description_of(registration, joining_link))
    event.add("status", status_of(workshop, registration))
    return event


def is_timed(workshop: Workshop) -> bool:
    return bool(workshop.start_time and workshop.time_zone)


def add_times(event: Event, workshop: Workshop) -> None:
    """Whole days where no hour is known; else each day from its first hour to its last."""
    first, last = workshop.starts_on, workshop.ends_on or workshop.starts_on
    if first is None or last is None:
        return
    if not is_timed(workshop) or workshop.start_time is None:
        event.add("dtstart", vDate(first))
        event.add("dtend", vDate(last + datetime.timedelta(days=1)))
        return
    zone = ZoneInfo(workshop.time_zone)
    begins = datetime.datetime.combine(first, workshop.start_time, zone)
    event.add("dtstart", vDatetime(begins))
    if workshop.end_time is not None:
        event.add("dtend", vDatetime(end_of_day(begins, workshop.end_time)))
    if last > first:
        event.add("rrule", {"freq": "daily", "count": (last - first).days + 1})


def end_of_day(begins: datetime.datetime, end_time: datetime.time) -> datetime.datetime:
    """On the same day, or on the next where it goes past midnight."""
    ends = datetime.datetime.combine(begins.date(), end_time, begins.tzinfo)
    return ends if ends > begins else ends + datetime.timedelta(days=1)


def joining_link_of(registration: Registration | None) -> str:
    is_confirmed = registration is not None and registration.state == Registration.State.CONFIRMED
    return registration.workshop.joining_link if registration and is_confirmed else ""


def description_of(registration: Registration | None, joining_link: str) -> str:
    lines = []
    if registration is not None:
        lines.append(_("Your reference: %(code)s") % {"code": registration.code})
    if joining_link:
        lines.append(_("Join here: %(address)s") % {"address": joining_link})
    return "\n".join(lines)


def status_of(workshop: Workshop, registration: Registration | None) -> str:
    is_off = registration is not None and registration.state in (
        Registration.State.CANCELLED, Registration.State.DECLINED, Registration.State.REPLACED,
    )  # fmt: skip
    if is_off or workshop.state == Workshop.State.CANCELLED:
        return "CANCELLED"
    is_sure = registration is None or registration.state == Registration.State.CONFIRMED
    return "CONFIRMED" if is_sure else "TENTATIVE"
