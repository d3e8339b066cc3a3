import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_tasks_checklists_grounds_and_copies"),
        ("matching", "0003_joins_that_can_be_undone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="JoinedCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("status", models.CharField(max_length=12)),
                ("outcome", models.CharField(blank=True, default="", max_length=20)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joins",
                        to="cases.case",
                    ),
                ),
                (
                    "join",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined_case",
                        to="matching.join",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="joinedcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("status__in", ["triage", "verifying"])),
                    models.Q(("outcome", "archived"), ("status", "closed")),
                    _connector="OR",
                ),
                name="joined_case_was_open_or_archived",
            ),
        ),
        migrations.RemoveConstraint(model_name="timelineentry", name="timeline_kind_known"),
        migrations.AddConstraint(
            model_name="timelineentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "opened",
                            "joined",
                            "category",
                            "confirmed",
                            "assigned",
                            "transferred",
                            "escalated",
                            "note",
                            "verdict",
                            "answer",
                            "closed",
                            "reopened",
                            "merged",
                            "split",
                            "join_undone",
                            "task",
                            "checklist",
                            "ground",
                            "copy",
                            "directed",
                            "deadline",
                        ],
                    )
                ),
                name="timeline_kind_known",
            ),
        ),
    ]
