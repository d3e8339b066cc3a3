import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_drafts_money_and_additions"),
        ("organisations", "0003_invitations_and_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArchiveBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reports", models.JSONField(default=list)),
                ("said", models.TextField(blank=True)),
                ("taken_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.network",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "archive batches",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at__isnull", True), ("said", ""), _connector="OR"
                        ),
                        name="archive_batch_settled_says_nothing",
                    )
                ],
            },
        ),
    ]
