"""A wording is never changed, and what a closed round found out stays as it was found.

Who wrote or closed may become unknown, and a comment is wiped when its author is erased; a
position is a figure and stays.
"""

from django.db import migrations

from writing.frozen import freeze, freeze_once_set

COUNTS = ("support", "support_with_changes", "cannot_support", "no_position", "is_validated")

IS_CLOSED = """EXISTS (
    SELECT 1 FROM recommendations_roundwording item
    JOIN recommendations_validationround round ON round.id = item.round_id
    WHERE item.id = {row}.item_id AND round.state = 'closed')"""
SQLITE = [
    f"""CREATE TRIGGER answer_in_time BEFORE INSERT ON recommendations_answer
    WHEN {IS_CLOSED.format(row="NEW")}
    BEGIN SELECT RAISE(ABORT, 'This round is closed.'); END""",
    f"""CREATE TRIGGER answer_stays BEFORE UPDATE OF item_id, registration_id, position, at
    ON recommendations_answer WHEN {IS_CLOSED.format(row="OLD")}
    BEGIN SELECT RAISE(ABORT, 'This round is closed.'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION answer_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {IS_CLOSED.format(row="NEW")} THEN
        RAISE EXCEPTION 'This round is closed.' USING ERRCODE = '23514';
    END IF; RETURN NEW; END; $$""",
    """CREATE TRIGGER answer_in_time BEFORE INSERT ON recommendations_answer
    FOR EACH ROW EXECUTE FUNCTION answer_refuse()""",
    """CREATE TRIGGER answer_stays BEFORE UPDATE OF item_id, registration_id, position, at
    ON recommendations_answer FOR EACH ROW EXECUTE FUNCTION answer_refuse()""",
]


def close(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def reopen(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER answer_in_time")
        schema_editor.execute("DROP TRIGGER answer_stays")
        return
    schema_editor.execute("DROP FUNCTION answer_refuse() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0002_writing_links_replies")]
    operations = [
        freeze(
            "recommendations_wording",
            ["recommendation_id", "number", "language", "text", "made_at"],
        ),
        *(freeze_once_set("recommendations_roundwording", count) for count in COUNTS),
        migrations.RunPython(close, reopen),
    ]
