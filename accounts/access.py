from django.db.models import Model

from accounts.models import AccessLog, User


def record_access(user: User, action: AccessLog.Action, subject: Model, rows: int) -> None:
    """Note who exported, opened or erased how many rows of what; never the values."""
    AccessLog.objects.create(
        user=user, action=action, subject=f"{subject._meta.label_lower} {subject.pk}", rows=rows
    )
