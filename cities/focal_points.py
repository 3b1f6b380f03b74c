"""A city is never without a focal point: the last one stays until another has taken over."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import CityMembership, ProjectCity

FOCAL_POINT = CityMembership.Role.FOCAL_POINT


class LastFocalPoint(Exception):
    """A city would be left without a focal point; the message names it and says what to do."""


def cities_left_without(memberships: Iterable[CityMembership]) -> list[ProjectCity]:
    """The cities whose focal points would all go with these memberships."""
    going = {membership.pk for membership in memberships}
    concerned = ProjectCity.objects.filter(
        memberships__in=CityMembership.objects.current().filter(pk__in=going, role=FOCAL_POINT)
    )
    kept = CityMembership.objects.current().filter(role=FOCAL_POINT, user__is_active=True)
    return list(
        concerned.exclude(memberships__in=kept.exclude(pk__in=going))
        .select_related("city", "project")
        .distinct()
    )


def cities_left_by(user: User) -> list[ProjectCity]:
    """Those that would be without a focal point if the user were gone."""
    return cities_left_without(CityMembership.objects.filter(user=user))


def refuse_last(cities: Iterable[ProjectCity]) -> None:
    names = ", ".join(str(place) for place in cities)
    if names:
        raise LastFocalPoint(
            _(
                "%(cities)s would be without a focal point. Invite another one first, or hand the "
                "role over."
            )
            % {"cities": names}
        )


def refuse_if_last(membership: CityMembership) -> None:
    """For a membership as it is about to be saved: does it take the last focal point away?"""
    before = CityMembership.objects.current().filter(pk=membership.pk, role=FOCAL_POINT).first()
    if before is None or stays_focal_point(before, membership):
        return
    until = Q(ends_on__isnull=True)
    if membership.ends_on is not None:
        until |= Q(ends_on__gt=membership.ends_on)
    others = CityMembership.objects.current().filter(
        until, project_city=before.project_city_id, role=FOCAL_POINT, user__is_active=True
    )
    if not others.exclude(pk=before.pk).exists():
        refuse_last([before.project_city])


def stays_focal_point(before: CityMembership, after: CityMembership) -> bool:
    """Of the same city, accepted, and no shorter than it was."""
    is_shorter = after.ends_on is not None and (
        before.ends_on is None or after.ends_on < before.ends_on
    )
    return (
        after.role == FOCAL_POINT
        and after.project_city_id == before.project_city_id
        and after.user_id is not None
        and after.accepted_at is not None
        and after.starts_on <= timezone.localdate()
        and not is_shorter
    )


@transaction.atomic
def end_membership(membership: CityMembership, *, on: datetime.date) -> CityMembership:
    """The role ends with that day. Raises `LastFocalPoint`."""
    ProjectCity.objects.select_for_update(of=("self",)).get(pk=membership.project_city_id)
    membership.ends_on = on
    refuse_if_last(membership)
    membership.save(update_fields=["ends_on"])
    return membership
