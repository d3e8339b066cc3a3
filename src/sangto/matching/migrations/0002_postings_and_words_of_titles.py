import django.db.models.fields.composite
from django.db import migrations, models

from sangto.matching.index import postings, titles


def install(apps, schema_editor):
    postings.install(schema_editor.connection)
    titles.install(schema_editor.connection)


def remove(apps, schema_editor):
    titles.remove(schema_editor.connection)
    postings.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_claims_with_their_wordings_links_and_joins")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(install, remove)],
            state_operations=[
                migrations.CreateModel(
                    name="Posting",
                    fields=[
                        (
                            "pk",
                            django.db.models.fields.composite.CompositePrimaryKey(
                                "gram",
                                "slot",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("gram", models.BigIntegerField()),
                        ("slot", models.BigIntegerField()),
                        ("more", models.IntegerField()),
                        ("ids", models.BinaryField()),
                    ],
                )
            ],
        )
    ]
