import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_files_that_are_stored"),
        ("intake", "0001_reports_with_their_receipts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="report",
            name="report_deleted_content_is_gone",
        ),
        migrations.AddField(
            model_name="report",
            name="money_lost",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("content_deleted_at__isnull", True),
                    models.Q(
                        ("folded", ""),
                        ("link", ""),
                        ("money_lost__isnull", True),
                        ("reason", ""),
                        ("text", ""),
                    ),
                    _connector="OR",
                ),
                name="report_deleted_content_is_gone",
            ),
        ),
        migrations.CreateModel(
            name="DraftImage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportAddition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key_digest", models.CharField(max_length=64, unique=True)),
                ("text", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("content_deleted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("content_sealed", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="report_outcome_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="report_explanation_is_known",
        ),
        migrations.AddField(
            model_name="report",
            name="takes_pictures",
            field=models.BooleanField(default=True),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        ["", "verdict", "answered", "out_of_scope", "withdrawn", "archived"],
                    )
                ),
                name="report_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "explanation__in",
                        [
                            "",
                            "protected_expression",
                            "conduct_of_officials",
                            "not_checkable",
                            "nothing_to_check",
                            "private_dispute",
                            "advertising",
                            "help_elsewhere",
                            "withdrawn",
                            "archived",
                        ],
                    )
                ),
                name="report_explanation_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("money_lost__isnull", True),
                    ("money_lost__lte", 10000000000000),
                    _connector="OR",
                ),
                name="report_money_lost_makes_sense",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "withdrawn"), _negated=True),
                    models.Q(("content_deleted_at__isnull", False), ("status", "closed")),
                    _connector="OR",
                ),
                name="report_withdrawn_is_deleted",
            ),
        ),
        migrations.AddField(
            model_name="draftimage",
            name="file",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draft_image",
                to="documents.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="reportaddition",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="additions",
                to="intake.report",
            ),
        ),
        migrations.AddField(
            model_name="reportimage",
            name="addition",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="images",
                to="intake.reportaddition",
            ),
        ),
        migrations.AddField(
            model_name="draftimage",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="images",
                to="intake.reportdraft",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportaddition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("content_deleted_at__isnull", True), ("text", ""), _connector="OR"
                ),
                name="addition_deleted_content_is_gone",
            ),
        ),
    ]
