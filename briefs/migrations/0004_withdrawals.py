"""Why an edition was withdrawn: said once, and kept as it was said."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from writing.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [
        ("briefs", "0003_city_boxes_and_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(max_length=2000, verbose_name="why it is withdrawn")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="withdrawn"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawal",
                        to="briefs.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawal of an edition",
                "verbose_name_plural": "withdrawals of editions",
                "ordering": ["-at"],
            },
        ),
        freeze("briefs_withdrawal", ["edition_id", "reason", "at"]),
    ]
