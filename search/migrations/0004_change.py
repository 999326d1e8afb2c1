from django.db import migrations


def add_changes(apps, schema_editor):
    """Indices made before get the column by which a process sees what changed; until then none has."""
    import json
    import secrets

    connection = schema_editor.connection
    big = "INTEGER" if connection.vendor == "sqlite" else "BIGINT"
    for row in apps.get_model("search", "Index").objects.using(connection.alias).all():
        figures = json.loads(row.sums)
        if "stamp" in figures:
            continue
        table = f"search_ix_{row.name}_doc"
        schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN change {big} NOT NULL DEFAULT 0")
        schema_editor.execute(f"CREATE INDEX search_ix_{row.name}_change ON {table} (change)")
        row.sums = json.dumps({**figures, "stamp": secrets.token_hex(8), "change": 0})
        row.save(update_fields=["sums"])


class Migration(migrations.Migration):
    dependencies = [("search", "0003_shown")]
    operations = [migrations.RunPython(add_changes, migrations.RunPython.noop)]
