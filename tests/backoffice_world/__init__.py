"""One row more of every model that the back office lists, each with all that its row names."""

from functools import cache

from tests.backoffice_world import early, gatherings, plans, results
from tests.backoffice_world.world import DAY, World

__all__ = ["DAY", "World", "makers", "models"]
ROOMS = (early, gatherings, plans, results)


@cache
def makers():
    """By model: what makes a row in a world, from its fields or as a factory does."""
    made = {}
    for room in ROOMS:
        made |= {model: of_fields(model, fields) for model, fields in room.FIELDS.items()}
        made |= room.MADE
    return made


def of_fields(model, fields):
    return lambda world: model.objects.create(**fields(world))


def models():
    return sorted(makers(), key=lambda model: model._meta.label)
