"""Signed-off figures never move: a correction is a new record."""

from django.db import migrations

from writing.frozen import freeze

FROZEN = [
    "workshop_id",
    "number",
    "basis",
    "precision",
    "citation",
    "who_counts",
    "female",
    "male",
    "another",
    "undisclosed",
    "not_recorded",
    "speakers",
    "tables",
    "signed_at",
    "reason",
]


class Migration(migrations.Migration):
    dependencies = [("participants", "0001_initial")]
    operations = [freeze("participants_participationrecord", FROZEN)]
