"""A published revision is frozen in the database itself, whoever writes to it.

Deleting is left to the application: removing the example project deletes its plans. Who
published may become unknown, when that person is erased.
"""

from django.db import migrations

FROZEN = "plan_id, number, content, checksum, made_at"
TABLE = "recovery_plans_planrevision"

SQLITE = f"""
CREATE TRIGGER planrevision_frozen BEFORE UPDATE OF {FROZEN} ON {TABLE}
BEGIN SELECT RAISE(ABORT, 'A published revision is frozen.'); END;
"""
POSTGRESQL = f"""
CREATE FUNCTION planrevision_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'A published revision is frozen.' USING ERRCODE = '23514'; END; $$;
CREATE TRIGGER planrevision_frozen BEFORE UPDATE OF {FROZEN} ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION planrevision_refuse();
"""


def freeze(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(SQLITE if is_sqlite else POSTGRESQL, params=None)


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER planrevision_frozen")
        return
    schema_editor.execute(f"DROP TRIGGER planrevision_frozen ON {TABLE}")
    schema_editor.execute("DROP FUNCTION planrevision_refuse()")


class Migration(migrations.Migration):
    dependencies = [("recovery_plans", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
