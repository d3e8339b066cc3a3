import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_files_that_are_stored"),
        ("intake", "0001_reports_with_their_receipts_and_drafts"),
        ("matching", "0001_claims_with_their_wordings_links_and_joins"),
        ("organisations", "0001_networks_with_their_charters_agencies_and_people"),
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
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulk_decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["take", "give", "category", "route", "join"])
                        ),
                        name="bulk_kind_known",
                    )
                ],
            },
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
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matching.claim",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="cases.bulkdecision",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision", "claim"), name="bulk_item_once_a_claim"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["done", "refused", "undone", "kept"])),
                        name="bulk_item_state_known",
                    ),
                ],
            },
        ),
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
            options={
                "indexes": [
                    models.Index(fields=["network", "status", "due_at"], name="case_by_work"),
                    models.Index(fields=["owner", "status"], name="case_by_owner"),
                    models.Index(fields=["network", "opened_at"], name="case_by_opening"),
                    models.Index(fields=["network", "closed_at"], name="case_by_closing"),
                ],
                "constraints": [
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["triage", "verifying", "signing", "closed"])
                        ),
                        name="case_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visibility__in", ["desk", "public"])),
                        name="case_visibility_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origin_kind__in", ["citizen", "member_agency", "machine", "archive"])
                        ),
                        name="case_origin_known",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin_kind", "archive"), _negated=True),
                            models.Q(
                                ("outcome__in", ["archived", "joined", "withdrawn"]),
                                ("status", "closed"),
                            ),
                            _connector="OR",
                        ),
                        name="case_archive_is_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", "factual_claim"), _negated=True),
                            models.Q(("owner_kind__in", ["body", "police"]), _negated=True),
                            _connector="OR",
                        ),
                        name="case_factual_claim_owner_kind",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subject_agency__isnull", True),
                            ("category", "service_feedback"),
                            models.Q(("owner", models.F("subject_agency")), _negated=True),
                            _connector="OR",
                        ),
                        name="case_owner_is_not_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("status", "closed")),
                            models.Q(
                                models.Q(("status", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="case_closed_has_a_time",
                    ),
                    models.CheckConstraint(
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
                                ("outcome__in", ["archived", "joined", "withdrawn"]),
                                ("status", "closed"),
                            ),
                            _connector="OR",
                        ),
                        name="case_status_category_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", "factual_claim"), _negated=True),
                            ("status", "verifying"),
                            ("confirmed_at__isnull", False),
                            ("outcome__in", ["archived", "joined", "withdrawn"]),
                            _connector="OR",
                        ),
                        name="case_factual_claim_confirmed",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
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
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_copies",
                        to="organisations.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "agency"), name="case_copy_once_an_agency"
                    ),
                    models.CheckConstraint(
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
                ],
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
                        related_name="grounds",
                        to="cases.case",
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cited_in_cases",
                        to="organisations.legalground",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ["added_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("case", "ground"),
                        name="case_ground_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True),
                            models.Q(("removal_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="case_ground_removed_with_a_reason",
                    ),
                ],
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
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_tasks",
                        to="organisations.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="cases.case",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["owner", "due_on"],
                        name="task_open_by_owner",
                    ),
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["agency", "due_on"],
                        name="task_open_by_agency",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="task_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", False), ("done_by__isnull", True), _connector="OR"
                        ),
                        name="task_open_is_done_by_nobody",
                    ),
                ],
            },
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "agency", "category"), name="check_once_an_agency"
                    ),
                    models.UniqueConstraint(
                        fields=("case", "user", "category"), name="check_once_a_person"
                    ),
                    models.CheckConstraint(
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
                ],
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
                        related_name="checklist_answers",
                        to="cases.case",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
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
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "category", "code"), name="checklist_item_answered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "not_applicable"])),
                        name="checklist_state_known",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_applicable"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="checklist_not_applicable_has_a_reason",
                    ),
                ],
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
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hold",
                        to="matching.claim",
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("taken_at"))),
                        name="hold_ends_after_it_began",
                    )
                ],
            },
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
                ("growing", models.PositiveIntegerField(default=0)),
                ("growing_since", models.DateTimeField(null=True)),
                ("money_lost", models.PositiveBigIntegerField(default=0)),
                ("imitates", models.CharField(blank=True, default="", max_length=253)),
                ("places", models.PositiveIntegerField(default=0)),
                ("territories", models.JSONField(default=list)),
                ("points", models.PositiveSmallIntegerField(default=0)),
                ("rank", models.BigIntegerField(default=0)),
                (
                    "assignee",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inbox_entry",
                        to="cases.case",
                    ),
                ),
                (
                    "first_report",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="intake.report",
                    ),
                ),
                (
                    "imitated_agency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.network",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["network", "part", "-rank", "-claim"], name="inbox_by_rank"
                    ),
                    models.Index(
                        fields=["network", "part", "due_at", "-claim"], name="inbox_by_deadline"
                    ),
                    models.Index(
                        fields=["network", "part", "-sorted_at", "-claim"], name="inbox_by_age"
                    ),
                    models.Index(fields=["network", "part", "entered_at"], name="inbox_by_arrival"),
                    models.Index(
                        fields=["network", "part", "category", "-rank", "-claim"],
                        name="inbox_by_category",
                    ),
                    models.Index(
                        fields=["owner", "part", "-rank", "-claim"], name="inbox_by_owner"
                    ),
                    models.Index(
                        fields=["assignee", "part", "-rank", "-claim"], name="inbox_by_assignee"
                    ),
                    models.Index(
                        fields=["network", "part", "-growing", "-rank", "-claim"],
                        name="inbox_by_growth",
                    ),
                    models.Index(
                        condition=models.Q(("askers_until__isnull", False)),
                        fields=["askers_until"],
                        name="inbox_by_window",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part__in", ["triage", "work", "approval", "closed", "none"])
                        ),
                        name="inbox_part_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["new", "triage", "verifying", "signing", "closed"])
                        ),
                        name="inbox_status_known",
                    ),
                ],
            },
        ),
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("status__in", ["triage", "verifying"])),
                            models.Q(("outcome", "archived"), ("status", "closed")),
                            _connector="OR",
                        ),
                        name="joined_case_was_open_or_archived",
                    )
                ],
            },
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
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="saved_filter_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("user",),
                        name="saved_filter_one_default",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("score", models.FloatField(default=0)),
                ("why", models.JSONField(default=list)),
                ("groups", models.JSONField(default=list)),
                ("state", models.CharField(default="open", max_length=10)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "claim",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="matching.claim",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "join",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="matching.join",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.network",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions_as_other",
                        to="matching.claim",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["network", "state", "-score", "-id"], name="suggestion_by_score"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "merge"), ("other__isnull", False)),
                            models.Q(("kind", "split"), ("other__isnull", True)),
                            _connector="OR",
                        ),
                        name="suggestion_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("other__isnull", True),
                            ("claim__lt", models.F("other")),
                            _connector="OR",
                        ),
                        name="suggestion_pair_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("join__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("join__isnull", True),
                                ("state", "dismissed"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("join__isnull", False),
                                ("state", "done"),
                            ),
                            _connector="OR",
                        ),
                        name="suggestion_state_known",
                    ),
                    models.UniqueConstraint(
                        fields=("claim", "other"), name="suggestion_once_a_pair"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "split"), ("state", "open")),
                        fields=("claim",),
                        name="suggestion_one_open_split",
                    ),
                ],
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
                "indexes": [models.Index(fields=["case", "at"], name="timeline_by_case")],
                "constraints": [
                    models.CheckConstraint(
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
                                    "round",
                                    "meeting",
                                    "appeal",
                                    "measure",
                                ],
                            )
                        ),
                        name="timeline_kind_known",
                    )
                ],
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
                ("kind", models.CharField(default="passed_on", max_length=12)),
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
                    "suggested",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_agency", models.F("to_agency")), _negated=True),
                        name="transfer_to_another_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="transfer_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["routed", "passed_on", "returned", "beyond", "inherited"])
                        ),
                        name="transfer_kind_known",
                    ),
                ],
            },
        ),
    ]
