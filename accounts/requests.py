from django.http import HttpRequest

from accounts.models import User


class UserRequest(HttpRequest):
    """The request of somebody signed in: what a view gets that is not `login_not_required`."""

    user: User
