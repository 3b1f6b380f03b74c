"""The history of rows that are removed goes with them: it may hold personal values."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType

from writing.models import Change


@contextmanager
def remove_history_of_what_goes() -> Iterator[None]:
    """History of rows that are deleted within; that of rows deleted before stays."""
    before = _without_a_row()
    yield
    Change.objects.filter(pk__in=_without_a_row() - before).delete()


def _without_a_row() -> set[int]:
    """History whose row is no more, whichever model it was of."""
    orphans: set[int] = set()
    for pk in Change.objects.order_by().values_list("content_type", flat=True).distinct():
        model = ContentType.objects.get_for_id(pk).model_class()
        changes = Change.objects.filter(content_type=pk)
        if model is not None:
            changes = changes.exclude(object_id__in=model._default_manager.values("pk"))
        orphans.update(changes.values_list("pk", flat=True))
    return orphans
