"""Where the pages of `writing` stand."""

from writing.clock import Clock
from writing.presence import open_for_writing


def writing(world, page, state):
    if page != "presence":
        return {}
    section, clock = world.plan.sections.first(), Clock("UTC", "UTC")
    return {"door": open_for_writing(section, world.people["officer"], clock=clock).door}
