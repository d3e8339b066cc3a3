from django.db import migrations

from sangto.matching.index import schema


def install(apps, schema_editor):
    schema.install(schema_editor.connection)


def remove(apps, schema_editor):
    schema.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_claims_with_their_wordings_indicators_and_links"),
    ]

    operations = [migrations.RunPython(install, remove)]
