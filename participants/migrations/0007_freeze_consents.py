"""A consent is only ever added; what happens to it later is to be withdrawn, once.

Whose it is may change: when two rows turn out to be one person.
"""

from django.db import migrations

from writing.frozen import freeze, freeze_once_set

TABLE = "participants_consent"
FROZEN = ["workshop_id", "purpose", "wording_version", "language", "given_at"]


class Migration(migrations.Migration):
    dependencies = [("participants", "0006_checks_and_undo_of_imports")]
    operations = [freeze(TABLE, FROZEN), freeze_once_set(TABLE, "withdrawn_at")]
