"""Where the pages of `workshops` stand."""

import datetime

from django.utils import timezone


def workshops(world, page, state):
    return {} if page == "workshop_add" else in_state(world.workshop, state)


def in_state(workshop, state):
    workshop.state = state
    if state == "open":
        day = timezone.localdate() + datetime.timedelta(days=14)
        workshop.starts_on = workshop.ends_on = day
        workshop.time_zone = "Pacific/Fiji"
    workshop.save()
    return {"slug": workshop.slug}
