"""Sentences that several pages of the desk say alike."""

from django.utils.translation import gettext_lazy as _

EXAMPLE_ON_PAGE = _(
    "Names and figures marked “example” are invented for this portal. "
    "No city and no person has said them."
)
