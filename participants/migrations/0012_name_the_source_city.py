from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0011_delegation_links"),
    ]

    operations = [
        migrations.AlterField(
            model_name="registration",
            name="source",
            field=models.CharField(
                choices=[
                    ("form", "entered by the facilitator"),
                    ("import", "imported"),
                    ("public", "registered in public"),
                    ("city", "named by the city or body"),
                ],
                default="form",
                max_length=6,
            ),
        ),
    ]
