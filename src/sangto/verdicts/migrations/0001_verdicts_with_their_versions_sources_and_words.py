import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_cases_with_their_work_and_the_inbox"),
        ("documents", "0001_files_that_are_stored"),
        ("intake", "0001_reports_with_their_receipts_and_drafts"),
        ("matching", "0001_claims_with_their_wordings_links_and_joins"),
        ("organisations", "0001_networks_with_their_charters_agencies_and_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=24, unique=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[("own", "own"), ("imported", "imported")], max_length=16
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdict",
                        to="cases.case",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="matching.claim",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claim", "origin"), name="verdict_one_of_each_origin_a_claim"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("origin", "own")),
                            models.Q(("case__isnull", True), ("origin", "imported")),
                            _connector="OR",
                        ),
                        name="verdict_own_has_a_case_imported_has_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VerdictVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("published", "published"),
                            ("superseded", "superseded"),
                            ("withdrawn", "withdrawn"),
                            ("held", "held"),
                            ("released", "released"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fraud", "fraud"),
                            ("malicious_link", "malicious_link"),
                            ("impersonation", "impersonation"),
                            ("compromised_site", "compromised_site"),
                            ("factual_claim", "factual_claim"),
                            ("privacy", "privacy"),
                            ("child_safety", "child_safety"),
                            ("service_feedback", "service_feedback"),
                            ("out_of_scope", "out_of_scope"),
                        ],
                        max_length=32,
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("health", "health"),
                            ("disaster", "disaster"),
                            ("procedure", "procedure"),
                            ("price", "price"),
                            ("product_safety", "product_safety"),
                            ("traffic_safety", "traffic_safety"),
                        ],
                        max_length=32,
                    ),
                ),
                (
                    "rating",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("scam", "scam"),
                            ("impersonation", "impersonation"),
                            ("confirmed", "confirmed"),
                            ("resolved", "resolved"),
                            ("false", "false"),
                            ("misleading", "misleading"),
                            ("outdated", "outdated"),
                            ("partly_true", "partly_true"),
                            ("true", "true"),
                            ("genuine", "genuine"),
                            ("unverified", "unverified"),
                        ],
                        max_length=32,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("title_en", models.CharField(blank=True, max_length=300)),
                ("title_folded", models.CharField(max_length=1300)),
                ("summary", models.TextField(blank=True)),
                ("summary_en", models.TextField(blank=True)),
                ("explanation", models.TextField(blank=True)),
                ("explanation_en", models.TextField(blank=True)),
                ("what_to_do", models.JSONField(blank=True, default=list)),
                ("what_to_do_en", models.JSONField(blank=True, default=list)),
                ("missing", models.TextField(blank=True)),
                ("missing_en", models.TextField(blank=True)),
                ("factual_ground", models.TextField(blank=True)),
                ("factual_ground_en", models.TextField(blank=True)),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("change_note", models.CharField(blank=True, max_length=1000)),
                ("change_note_en", models.CharField(blank=True, max_length=1000)),
                ("imported_from", models.CharField(blank=True, max_length=200)),
                ("imported_address", models.CharField(blank=True, max_length=2000)),
                ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_digest", models.CharField(blank=True, max_length=64)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("personal_stays", models.JSONField(blank=True, default=list)),
                ("hidden_passages", models.JSONField(blank=True, default=list)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawal_cause", models.CharField(blank=True, max_length=16)),
                ("withdrawal_reason", models.TextField(blank=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approver_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "drafted_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verdict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="verdicts.verdict",
                    ),
                ),
            ],
            options={
                "ordering": ["verdict_id", "number"],
                "indexes": [
                    models.Index(fields=["status", "-published_at"], name="version_by_publication"),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["category", "rating", "-published_at"],
                        name="version_current_by_kind",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("verdict", "number"), name="version_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["draft", "submitted"])),
                        fields=("verdict",),
                        name="version_one_open_a_verdict",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "published")),
                        fields=("verdict",),
                        name="version_one_published_a_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="version_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "held",
                                    "published",
                                    "released",
                                    "submitted",
                                    "superseded",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="version_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", ""), ("status__in", ["held", "withdrawn"])),
                            models.Q(
                                ("category", "fraud"),
                                ("rating__in", ["genuine", "scam", "unverified"]),
                            ),
                            models.Q(
                                ("category", "malicious_link"),
                                ("rating__in", ["genuine", "scam", "unverified"]),
                            ),
                            models.Q(
                                ("category", "impersonation"),
                                ("rating__in", ["genuine", "impersonation", "unverified"]),
                            ),
                            models.Q(
                                ("category", "compromised_site"),
                                ("rating__in", ["confirmed", "resolved", "unverified"]),
                            ),
                            models.Q(
                                ("category", "factual_claim"),
                                (
                                    "rating__in",
                                    [
                                        "false",
                                        "misleading",
                                        "outdated",
                                        "partly_true",
                                        "true",
                                        "unverified",
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="version_rating_suits_category",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", ""), ("status__in", ["held", "withdrawn"])),
                            models.Q(
                                ("category", "factual_claim"),
                                (
                                    "topic__in",
                                    [
                                        "disaster",
                                        "health",
                                        "price",
                                        "procedure",
                                        "product_safety",
                                        "traffic_safety",
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(("category", "factual_claim"), _negated=True),
                                ("topic", ""),
                            ),
                            _connector="OR",
                        ),
                        name="version_topic_suits_category",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                ("drafted_by__isnull", False),
                                models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="version_approved_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["published", "released", "superseded"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("approver_agency__isnull", False),
                                ("drafted_agency__isnull", False),
                                ("drafted_by__isnull", False),
                                ("published_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="version_signed_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "released"), _negated=True),
                            models.Q(
                                ("approver_agency", models.F("drafted_agency")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="version_released_by_two_agencies",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["published", "superseded"]), _negated=True),
                            models.Q(
                                ("valid_until__isnull", False),
                                models.Q(("summary", ""), _negated=True),
                                models.Q(("explanation", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="version_public_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rating", "unverified"), _negated=True),
                            ("status__in", ["draft", "held", "released", "withdrawn"]),
                            models.Q(("missing", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="version_unverified_says_what_is_missing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("imported_from", ""),
                                models.Q(("status__in", ["held", "released"]), _negated=True),
                            ),
                            models.Q(
                                models.Q(("imported_from", ""), _negated=True),
                                ("status__in", ["held", "released", "withdrawn"]),
                            ),
                            _connector="OR",
                        ),
                        name="version_imported_is_never_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(("imported_from", ""), _negated=True),
                            models.Q(
                                (
                                    "withdrawal_cause__in",
                                    ["appeal", "court", "error", "personal_data"],
                                ),
                                ("withdrawn_agency__isnull", False),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="version_withdrawn_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=300)),
                ("publisher", models.CharField(max_length=200)),
                ("address", models.CharField(max_length=2000)),
                ("seen_on", models.DateField()),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="verdicts.verdictversion",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("publisher", ""), _negated=True),
                            models.Q(("address", ""), _negated=True),
                        ),
                        name="source_says_what_who_and_where",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("receipt", "receipt"),
                            ("email", "email"),
                            ("taken_back", "taken_back"),
                            ("taken_back_mail", "taken_back_mail"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdict_deliveries",
                        to="intake.report",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="verdicts.verdictversion",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="delivery_by_time")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "report", "via"), name="delivery_once_each_way"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="verdicts.verdictversion",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "user", "agency"), name="contribution_once_a_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CitedGround",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cited_on", models.DateField()),
                (
                    "ground",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.legalground",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cited_grounds",
                        to="verdicts.verdictversion",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "ground"), name="cited_ground_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="verdicts.verdictversion",
                    ),
                ),
                ("cause", models.CharField(max_length=16)),
                ("reason", models.TextField()),
                ("passages", models.PositiveIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cause__in", ["appeal", "court", "error", "personal_data"]),
                            models.Q(("reason", ""), _negated=True),
                            ("passages__gte", 1),
                        ),
                        name="redaction_says_why",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feeds",
                        to="organisations.network",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("address", models.CharField(max_length=2000)),
                ("lists_all", models.BooleanField(default=True)),
                ("state", models.CharField(default="new", max_length=10)),
                ("etag", models.CharField(blank=True, max_length=300)),
                ("last_modified", models.CharField(blank=True, max_length=100)),
                ("listed", models.PositiveIntegerField(default=0)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("pulled_at", models.DateTimeField(blank=True, null=True)),
                ("succeeded_at", models.DateTimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=40)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "read", "failing", "removed"])),
                        name="feed_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("failures__gte", 1),
                                ("state", "failing"),
                                models.Q(("problem", ""), _negated=True),
                            ),
                            models.Q(("state", "failing"), _negated=True),
                            _connector="OR",
                        ),
                        name="feed_that_fails_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", False), ("state", "removed")),
                            models.Q(
                                models.Q(("state", "removed"), _negated=True),
                                ("removed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="feed_removed_has_its_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("network", "address"),
                        name="feed_followed_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "feed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="verdicts.feed",
                    ),
                ),
                (
                    "verdict",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feed_item",
                        to="verdicts.verdict",
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("rated", models.CharField(blank=True, max_length=100)),
                ("language", models.CharField(max_length=2)),
                ("wordings", models.JSONField(blank=True, default=list)),
                ("modified_at", models.DateTimeField(blank=True, null=True)),
                ("taken_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("feed", "key"), name="feed_item_once_a_feed")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "subject_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_checks",
                        to="verdicts.verdictversion",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "agency"), name="import_check_once_an_agency"
                    ),
                    models.UniqueConstraint(
                        fields=("version", "user"), name="import_check_once_a_person"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="verdicts.verdictversion",
                    ),
                ),
                ("reason", models.CharField(max_length=1000)),
                ("next_on", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="review_says_why"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="verdicts.source",
                    ),
                ),
                ("changed", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=1000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed", False),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="source_check_says_what_changed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Misfit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="misfits",
                        to="verdicts.verdictversion",
                    ),
                ),
                ("day", models.DateField()),
                ("number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "day"), name="misfit_once_a_day")
                ],
            },
        ),
    ]
