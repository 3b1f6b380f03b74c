from django.db.models import Model

from accounts.models import AccessLog, User


def record_access(
    user: User | None, action: AccessLog.Action, subject: Model, rows: int, *, reason: str = ""
) -> None:
    """Note who exported, opened or erased how many rows of what; never the values.

    Nobody is the user where the clock did it, or the person by the own private link.
    """
    AccessLog.objects.create(
        user=user,
        action=action,
        subject=f"{subject._meta.label_lower} {subject.pk}",
        rows=rows,
        reason=reason,
    )
