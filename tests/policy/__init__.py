"""Who may do what, whole: a new page is a row here and, if it needs one, an object in
permission_world.
"""

from tests.policy.deeds import DEEDS, TYPED
from tests.policy.pages import PAGES, PEOPLE
from tests.policy.public import PUBLIC

__all__ = ["DEEDS", "PAGES", "PEOPLE", "PUBLIC", "TYPED"]
