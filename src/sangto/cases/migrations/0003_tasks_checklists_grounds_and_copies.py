import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_the_inbox_as_rows_with_holds"),
        ("documents", "0001_files_that_are_stored"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(default="chosen", max_length=20)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("letters", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["added_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CaseGround",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cited_on", models.DateField()),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removal_reason", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["added_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CaseTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="ChecklistAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=60)),
                ("state", models.CharField(max_length=14)),
                ("note", models.TextField(blank=True, default="")),
                ("evidence", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="timelineentry",
            name="timeline_kind_known",
        ),
        migrations.AddField(
            model_name="transfer",
            name="kind",
            field=models.CharField(default="passed_on", max_length=12),
        ),
        migrations.AddField(
            model_name="transfer",
            name="suggested",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.agency",
            ),
        ),
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
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["routed", "passed_on", "returned", "beyond", "inherited"])
                ),
                name="transfer_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="casecopy",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casecopy",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_copies",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="casecopy",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="copies", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="caseground",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="caseground",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="grounds", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="caseground",
            name="ground",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cited_in_cases",
                to="organisations.legalground",
            ),
        ),
        migrations.AddField(
            model_name="caseground",
            name="removed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="caseground",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casetask",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_tasks",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="casetask",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="casetask",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casetask",
            name="done_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casetask",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_tasks",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="checklistanswer",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="checklistanswer",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checklist_answers",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="checklistanswer",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="checklistanswer",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="casecopy",
            constraint=models.UniqueConstraint(
                fields=("case", "agency"), name="case_copy_once_an_agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="casecopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "subject",
                            "lead",
                            "competent",
                            "passed_on",
                            "confirmed",
                            "place",
                            "committee",
                            "reported",
                            "chosen",
                        ],
                    )
                ),
                name="case_copy_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseground",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("case", "ground"),
                name="case_ground_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_at__isnull", True),
                    models.Q(("removal_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="case_ground_removed_with_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="casetask",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["owner", "due_on"],
                name="task_open_by_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="casetask",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["agency", "due_on"],
                name="task_open_by_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetask",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="task_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="casetask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_at__isnull", False), ("done_by__isnull", True), _connector="OR"
                ),
                name="task_open_is_done_by_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistanswer",
            constraint=models.UniqueConstraint(
                fields=("case", "category", "code"), name="checklist_item_answered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "done", "not_applicable"])),
                name="checklist_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        [
                            "fraud",
                            "malicious_link",
                            "impersonation",
                            "compromised_site",
                            "factual_claim",
                            "privacy",
                            "child_safety",
                            "service_feedback",
                            "out_of_scope",
                        ],
                    )
                ),
                name="checklist_category_of_closed_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "not_applicable"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="checklist_not_applicable_has_a_reason",
            ),
        ),
    ]
