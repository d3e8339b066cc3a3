import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_cases_with_their_checks_transfers_and_timeline"),
        ("intake", "0002_drafts_money_and_additions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("details", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=8)),
                ("refusal", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="InboxEntry",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="inbox_entry",
                        serialize=False,
                        to="matching.claim",
                    ),
                ),
                ("part", models.CharField(default="none", max_length=8)),
                ("status", models.CharField(default="new", max_length=12)),
                ("category", models.CharField(blank=True, default="", max_length=20)),
                ("escalated", models.BooleanField(default=False)),
                ("since", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("sorted_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reports", models.PositiveIntegerField(default=0)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("askers_24h", models.PositiveIntegerField(default=0)),
                ("askers_until", models.DateTimeField(null=True)),
                ("money_lost", models.PositiveBigIntegerField(default=0)),
                ("imitates", models.CharField(blank=True, default="", max_length=253)),
                ("places", models.PositiveIntegerField(default=0)),
                ("territories", models.JSONField(default=list)),
                ("points", models.PositiveSmallIntegerField(default=0)),
                ("rank", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=500)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_default", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_factual_claim_from_citizen",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_archive_is_closed",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_status_category_outcome",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_factual_claim_confirmed",
        ),
        migrations.RemoveConstraint(
            model_name="timelineentry",
            name="timeline_kind_known",
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", "factual_claim"), _negated=True),
                    ("origin_kind", "citizen"),
                    models.Q(
                        ("origin_kind", "archive"),
                        ("outcome__in", ["archived", "joined", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="case_factual_claim_from_citizen",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("origin_kind", "archive"), _negated=True),
                    models.Q(
                        ("outcome__in", ["archived", "joined", "withdrawn"]), ("status", "closed")
                    ),
                    _connector="OR",
                ),
                name="case_archive_is_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", ""), ("outcome", ""), ("status", "triage")),
                    models.Q(
                        (
                            "category__in",
                            [
                                "child_safety",
                                "compromised_site",
                                "factual_claim",
                                "fraud",
                                "impersonation",
                                "malicious_link",
                                "privacy",
                                "service_feedback",
                            ],
                        ),
                        ("outcome", ""),
                        ("status", "verifying"),
                    ),
                    models.Q(
                        (
                            "category__in",
                            [
                                "compromised_site",
                                "factual_claim",
                                "fraud",
                                "impersonation",
                                "malicious_link",
                            ],
                        ),
                        ("outcome", ""),
                        ("status", "signing"),
                    ),
                    models.Q(
                        (
                            "category__in",
                            [
                                "compromised_site",
                                "factual_claim",
                                "fraud",
                                "impersonation",
                                "malicious_link",
                            ],
                        ),
                        ("outcome", "verdict"),
                        ("status", "closed"),
                    ),
                    models.Q(
                        ("category__in", ["child_safety", "privacy", "service_feedback"]),
                        ("outcome", "answered"),
                        ("status", "closed"),
                    ),
                    models.Q(
                        ("category", "out_of_scope"),
                        ("outcome", "out_of_scope"),
                        ("status", "closed"),
                    ),
                    models.Q(
                        ("outcome__in", ["archived", "joined", "withdrawn"]), ("status", "closed")
                    ),
                    _connector="OR",
                ),
                name="case_status_category_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", "factual_claim"), _negated=True),
                    ("status", "verifying"),
                    ("confirmed_at__isnull", False),
                    ("outcome__in", ["archived", "joined", "withdrawn"]),
                    _connector="OR",
                ),
                name="case_factual_claim_confirmed",
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
                            "merged",
                            "split",
                            "join_undone",
                            "task",
                            "checklist",
                            "ground",
                            "copy",
                            "directed",
                        ],
                    )
                ),
                name="timeline_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="bulkdecision",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="bulkdecision",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bulk_decisions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bulkitem",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matching.claim"
            ),
        ),
        migrations.AddField(
            model_name="bulkitem",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="cases.bulkdecision",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="claim",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hold",
                to="matching.claim",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="handed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="holds",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="inboxentry",
            name="assignee",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="inboxentry",
            name="case",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="inbox_entry",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="inboxentry",
            name="first_report",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="intake.report",
            ),
        ),
        migrations.AddField(
            model_name="inboxentry",
            name="imitated_agency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="inboxentry",
            name="network",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="organisations.network",
            ),
        ),
        migrations.AddField(
            model_name="inboxentry",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_filters",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["take", "give", "category", "route", "join"])),
                name="bulk_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(
                fields=("decision", "claim"), name="bulk_item_once_a_claim"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["done", "refused", "undone", "kept"])),
                name="bulk_item_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("taken_at"))),
                name="hold_ends_after_it_began",
            ),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(fields=["network", "part", "-rank", "-claim"], name="inbox_by_rank"),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(
                fields=["network", "part", "due_at", "-claim"], name="inbox_by_deadline"
            ),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(
                fields=["network", "part", "-sorted_at", "-claim"], name="inbox_by_age"
            ),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(fields=["network", "part", "entered_at"], name="inbox_by_arrival"),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(
                fields=["network", "part", "category", "-rank", "-claim"], name="inbox_by_category"
            ),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(fields=["owner", "part", "-rank", "-claim"], name="inbox_by_owner"),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(
                fields=["assignee", "part", "-rank", "-claim"], name="inbox_by_assignee"
            ),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(
                condition=models.Q(("askers_until__isnull", False)),
                fields=["askers_until"],
                name="inbox_by_window",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboxentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["triage", "work", "approval", "closed", "none"])),
                name="inbox_part_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboxentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["new", "triage", "verifying", "signing", "closed"])
                ),
                name="inbox_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                fields=("user", "name"), name="saved_filter_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)),
                fields=("user",),
                name="saved_filter_one_default",
            ),
        ),
    ]
