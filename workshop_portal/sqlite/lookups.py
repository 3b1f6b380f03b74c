from typing import Any

from django.db import models
from django.db.models.lookups import In

BEYOND = 2**63


@models.IntegerField.register_lookup
class WholeNumberIn(In):
    """A number of more than 64 bits, which SQLite refuses, is in no row: it is not asked for.

    Django sees to that where one number is asked for; a form may be sent several.
    """

    def get_prep_lookup(self) -> Any:
        wanted = super().get_prep_lookup()
        if not self.rhs_is_direct_value():
            return wanted
        return [one for one in wanted if not isinstance(one, int) or -BEYOND <= one < BEYOND]
