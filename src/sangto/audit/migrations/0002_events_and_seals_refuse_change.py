from django.db import migrations

from sangto.audit import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_events_and_their_seals")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
