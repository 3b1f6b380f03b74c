"""Where the pages of `accounts` stand."""

import datetime

from django.utils import timezone

from accounts.services import invite
from projects.models import ProjectMembership
from tests.factories import make_user


def accounts(world, page, state):
    if page != "invitation_accept":
        return {}
    membership = ProjectMembership(
        project=world.project, email="new@example.org", role=ProjectMembership.Role.READER
    )
    code = invite(membership, by=make_user())
    if state == "over":
        past = timezone.now() - datetime.timedelta(days=1)
        ProjectMembership.objects.filter(pk=membership.pk).update(expires_at=past)
    return {"code": code}
