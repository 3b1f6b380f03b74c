from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from participants.models import Consent, Registration
from participants.wordings import WORDINGS


@transaction.atomic
def keep_consents(registration: Registration, *, purposes: Collection[str]) -> None:
    """Make these the purposes that the person agrees to at this workshop, and no others.

    A new one is a row in today's wording; one no longer given is withdrawn, never deleted.
    """
    given = Consent.objects.select_for_update().filter(
        person=registration.person_id, workshop=registration.workshop_id, withdrawn_at__isnull=True
    )
    standing = {consent.purpose for consent in given}
    given.exclude(purpose__in=purposes).update(withdrawn_at=timezone.now())
    give_consents(registration, purposes=[each for each in purposes if each not in standing])


def give_consents(registration: Registration, *, purposes: Collection[str]) -> None:
    """A row for each purpose, in today's wording and the language in which it was read."""
    Consent.objects.bulk_create(
        Consent(
            person_id=registration.person_id,
            workshop_id=registration.workshop_id,
            purpose=purpose,
            wording_version=WORDINGS[purpose].version,
            language=get_language() or "en",
        )
        for purpose in purposes
    )
