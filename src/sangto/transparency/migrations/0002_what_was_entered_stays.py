from django.db import migrations

from sangto.audit import guards
from sangto.transparency.guards import TABLES


def install(apps, schema_editor):
    guards.install(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_events_and_their_seals"),
        ("transparency", "0001_the_register_its_sums_and_days"),
    ]
    operations = [migrations.RunPython(install, remove, elidable=False)]
