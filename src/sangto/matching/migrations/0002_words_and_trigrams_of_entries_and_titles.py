from django.db import migrations

from sangto.matching.index import schema, titles


def install(apps, schema_editor):
    schema.install(schema_editor.connection)
    titles.install(schema_editor.connection)


def remove(apps, schema_editor):
    titles.remove(schema_editor.connection)
    schema.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_claims_with_their_wordings_links_and_joins")]

    operations = [migrations.RunPython(install, remove)]
