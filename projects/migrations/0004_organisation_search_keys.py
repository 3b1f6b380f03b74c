from django.db import migrations

from projects.names import KEY_LENGTH, search_key

AT_ONCE = 1_000


def fill(apps, schema_editor):
    organisations = apps.get_model("projects", "Organisation").objects
    rows = []
    for organisation in organisations.filter(search_key="").iterator(chunk_size=AT_ONCE):
        organisation.search_key = search_key(organisation.name)[:KEY_LENGTH]
        rows.append(organisation)
    organisations.bulk_update(rows, ["search_key"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    """The names that are there already, without accents."""

    dependencies = [("projects", "0003_organisations_without_accents")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
