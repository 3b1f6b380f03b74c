"""Which memberships there are: every room has its own table of them, accepted on one page."""

from collections.abc import Iterator

from django.apps import apps

from accounts.models import Membership, User


def membership_models() -> Iterator[type[Membership]]:
    """The tables of all rooms whose rows are roles of users."""
    return (model for model in apps.get_models() if issubclass(model, Membership))


def find_invitation(code: str) -> Membership | None:
    """The membership this private code was sent for, accepted or expired ones too."""
    code_hash = Membership.hash_code(code)
    for model in membership_models():
        membership: Membership | None = model._default_manager.filter(code_hash=code_hash).first()
        if membership:
            return membership
    return None


def current_memberships(user: User) -> list[Membership]:
    """What the user may do today and where, one query for each room that has roles."""
    return [
        membership
        for model in membership_models()
        for membership in model._default_manager.current().filter(user=user)
    ]
