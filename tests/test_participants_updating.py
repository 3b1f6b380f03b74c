"""Many changed rows are written in one statement, whatever they hold."""

from django.utils import timezone

from participants.models import Registration
from participants.services.inserting import FEW
from participants.services.updating import update_many
from tests.factories import make_country, make_registration, make_user, make_workshop


def test_each_row_gets_its_own_values_and_nobody_else_any(project, django_assert_num_queries):
    workshop, country, user = make_workshop(project), make_country(), make_user()
    rows = [make_registration(workshop, position="As it was") for _row in range(FEW + 2)]
    *changed, untouched = rows
    now = timezone.now()
    for number, row in enumerate(changed):
        row.position, row.version = f"It's \\ %s {number}", number + 2
        row.country = country if number % 2 else None
        row.changed_at, row.changed_by = now, user if number % 3 else None

    with django_assert_num_queries(1):
        update_many(changed, ["position", "version", "country", "changed_at", "changed_by"])

    columns = ("pk", "position", "version", "country_id", "changed_at", "changed_by_id")
    as_saved = Registration.objects.order_by("pk").values_list(*columns)
    untouched.refresh_from_db()
    assert list(as_saved) == [tuple(getattr(row, name) for name in columns) for row in rows]
    assert untouched.position == "As it was"
