"""Where each page of the table in tests.policy stands: its object, in the state asked for.

One function for each room: it is given the world, the page and the state, makes what the page
shows, and returns the arguments of its address. A room that needs nothing is not here.
"""

from tests.permission_world.accounts import accounts
from tests.permission_world.briefs import briefs
from tests.permission_world.cities import cities
from tests.permission_world.desk import desk
from tests.permission_world.participants import participants
from tests.permission_world.projects import projects
from tests.permission_world.recommendations import recommendations
from tests.permission_world.recovery_plans import recovery_plans
from tests.permission_world.workshops import workshops
from tests.permission_world.world import World
from tests.permission_world.writing import writing

__all__ = ["PLACES", "World"]

PLACES = {
    "writing": writing,
    "accounts": accounts,
    "cities": cities,
    "desk": desk,
    "projects": projects,
    "workshops": workshops,
    "participants": participants,
    "recovery_plans": recovery_plans,
    "recommendations": recommendations,
    "briefs": briefs,
}
