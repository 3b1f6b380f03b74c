from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participants", "0008_delegations")]

    operations = [
        migrations.RemoveIndex(model_name="registration", name="registration_counted"),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=[
                    "workshop",
                    "state",
                    "role",
                    "attendance",
                    "gender",
                    "person",
                    "organisation_kind",
                    "country",
                ],
                name="registration_counted",
            ),
        ),
    ]
