import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0001_reports_with_their_receipts"),
        ("matching", "0002_trigrams_of_the_entries"),
        ("organisations", "0001_networks_with_their_charters_and_agencies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("origin_kind", models.CharField(max_length=20)),
                ("category", models.CharField(blank=True, default="", max_length=20)),
                ("topic", models.CharField(blank=True, default="", max_length=60)),
                ("owner_kind", models.CharField(max_length=20)),
                ("status", models.CharField(default="triage", max_length=12)),
                ("outcome", models.CharField(blank=True, default="", max_length=20)),
                ("visibility", models.CharField(default="desk", max_length=8)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_assigned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="matching.claim",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="organisations.network",
                    ),
                ),
                (
                    "origin_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_started",
                        to="organisations.agency",
                    ),
                ),
                (
                    "origin_report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_started",
                        to="intake.report",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_owned",
                        to="organisations.agency",
                    ),
                ),
                (
                    "subject_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_about",
                        to="organisations.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CategoryCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(max_length=20)),
                ("topic", models.CharField(blank=True, default="", max_length=60)),
                ("checks", models.JSONField(default=list)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="cases.case",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="TimelineEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.TextField(blank=True, default="")),
                ("data", models.JSONField(default=dict)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timeline",
                        to="cases.case",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfers",
                        to="cases.case",
                    ),
                ),
                (
                    "from_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_given",
                        to="organisations.agency",
                    ),
                ),
                (
                    "to_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_taken",
                        to="organisations.agency",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["network", "status", "due_at"], name="case_by_work"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["owner", "status"], name="case_by_owner"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        [
                            "",
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
                name="case_category_of_closed_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["triage", "verifying", "signing", "closed"])),
                name="case_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__in", ["desk", "public"])),
                name="case_visibility_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("origin_kind__in", ["citizen", "member_agency", "machine", "archive"])
                ),
                name="case_origin_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", "factual_claim"), _negated=True),
                    ("origin_kind", "citizen"),
                    models.Q(("origin_kind", "archive"), ("outcome", "archived")),
                    _connector="OR",
                ),
                name="case_factual_claim_from_citizen",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("origin_kind", "member_agency"), _negated=True),
                    models.Q(
                        ("category__in", ["", "compromised_site", "impersonation"]),
                        ("origin_agency__isnull", False),
                        ("subject_agency", models.F("origin_agency")),
                        ("subject_agency__isnull", False),
                    ),
                    ("category", "out_of_scope"),
                    _connector="OR",
                ),
                name="case_agency_opens_own_matter",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("origin_kind", "archive"), _negated=True),
                    models.Q(("outcome", "archived"), ("status", "closed")),
                    _connector="OR",
                ),
                name="case_archive_is_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", "factual_claim"), _negated=True),
                    models.Q(("owner_kind__in", ["body", "police"]), _negated=True),
                    _connector="OR",
                ),
                name="case_factual_claim_owner_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", "factual_claim"), _negated=True),
                    (
                        "topic__in",
                        [
                            "health",
                            "disaster",
                            "procedure",
                            "price",
                            "product_safety",
                            "traffic_safety",
                        ],
                    ),
                    _connector="OR",
                ),
                name="case_factual_claim_topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("subject_agency__isnull", True),
                    ("category", "service_feedback"),
                    models.Q(("owner", models.F("subject_agency")), _negated=True),
                    _connector="OR",
                ),
                name="case_owner_is_not_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("status", "closed")),
                    models.Q(
                        models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="case_closed_has_a_time",
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
                    models.Q(("outcome", "archived"), ("status", "closed")),
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
                    ("outcome", "archived"),
                    _connector="OR",
                ),
                name="case_factual_claim_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("visibility", "desk"),
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
                    _connector="OR",
                ),
                name="case_public_only_if_rated",
            ),
        ),
        migrations.AddConstraint(
            model_name="categorycheck",
            constraint=models.UniqueConstraint(
                fields=("case", "agency", "category"), name="check_once_an_agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="categorycheck",
            constraint=models.UniqueConstraint(
                fields=("case", "user", "category"), name="check_once_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="categorycheck",
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
                name="check_category_of_closed_list",
            ),
        ),
        migrations.AddIndex(
            model_name="timelineentry",
            index=models.Index(fields=["case", "at"], name="timeline_by_case"),
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
                        ],
                    )
                ),
                name="timeline_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_agency", models.F("to_agency")), _negated=True),
                name="transfer_to_another_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="transfer_has_a_reason"
            ),
        ),
    ]
