"""What was changed before histories were shared learns which plan it is of.

Changes of rows that are gone stay without: nothing says any more where they stood.
"""

from django.db import migrations

WAYS = {
    "recoveryplan": "pk",
    "chapter": "plan",
    "pathwaysection": "plan",
    "priority": "plan",
    "progressnote": "plan",
    "action": "plan",
    "milestone": "action__plan",
    "money": "action__plan",
    "indicator": "action__plan",
    "indicatorvalue": "indicator__action__plan",
}
AT_ONCE = 500


def name_plans(apps, _schema_editor):
    changes = apps.get_model("writing", "Change").objects.order_by()
    for model, way in WAYS.items():
        of_kind = changes.filter(
            content_type__app_label="recovery_plans", content_type__model=model, shared_history=""
        )
        rows = apps.get_model("recovery_plans", model).objects.order_by().values_list(way, "pk")
        by_plan = {}
        for plan, row in rows.iterator():
            by_plan.setdefault(plan, []).append(row)
        for plan, keys in by_plan.items():
            for first in range(0, len(keys), AT_ONCE):
                of_plan = of_kind.filter(object_id__in=keys[first : first + AT_ONCE])
                of_plan.update(shared_history=f"recoveryplan-{plan}")


class Migration(migrations.Migration):
    dependencies = [
        ("recovery_plans", "0007_annexes"),
        ("writing", "0002_histories_of_many_rows"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(name_plans, migrations.RunPython.noop)]
