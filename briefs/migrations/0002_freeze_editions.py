"""What an edition says never changes; whether it is public does."""

from django.db import migrations

from writing.frozen import freeze

FROZEN = ["brief_id", "number", "as_of", "content", "template_version", "checksum"]


class Migration(migrations.Migration):
    dependencies = [("briefs", "0001_initial")]
    operations = [freeze("briefs_edition", FROZEN)]
