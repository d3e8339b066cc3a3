from django.db import migrations

from sangto.matching.index import schema


def refill(apps, schema_editor):
    """SQLite kept trigrams before, which took ten times as long to look up."""
    if schema_editor.connection.vendor == "sqlite":
        schema.refill(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0004_words_of_verdicts_beside_the_titles"),
    ]

    operations = [migrations.RunPython(refill, migrations.RunPython.noop)]
