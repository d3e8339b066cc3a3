import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_files_that_are_stored"),
        ("organisations", "0001_networks_with_their_charters_agencies_and_people"),
    ]

    operations = [
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
        migrations.CreateModel(
            name="PendingReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("content_sealed", models.TextField()),
                ("read_state", models.CharField(default="unread", max_length=10)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "read_state__in",
                                ["damaged", "given_up", "no_reader", "read", "unread"],
                            )
                        ),
                        name="pending_reading_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("receipt_digest", models.CharField(max_length=64, unique=True)),
                (
                    "idempotency_digest",
                    models.CharField(blank=True, max_length=64, null=True, unique=True),
                ),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("channel", models.CharField(max_length=20)),
                ("origin", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=8)),
                ("text", models.TextField(blank=True)),
                ("folded", models.TextField(blank=True)),
                ("link", models.CharField(blank=True, max_length=2000)),
                ("link_digest", models.CharField(blank=True, max_length=64)),
                ("reason", models.TextField(blank=True)),
                ("money_lost", models.PositiveBigIntegerField(blank=True, null=True)),
                ("consent_version", models.CharField(max_length=20)),
                ("share_consent", models.BooleanField(default=False)),
                ("takes_pictures", models.BooleanField(default=True)),
                ("status", models.CharField(default="received", max_length=20)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("explanation", models.CharField(blank=True, max_length=40)),
                ("received_at", models.DateTimeField(db_index=True)),
                ("due_at", models.DateTimeField()),
                ("review_started_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("readable_until", models.DateTimeField(blank=True, null=True)),
                ("content_deleted_at", models.DateTimeField(blank=True, null=True)),
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
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.network",
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.territory",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "due_at"], name="report_by_status_and_date"),
                    models.Index(fields=["answered_at"], name="report_by_answer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["web", "command_line", "desk", "archive", "api"])
                        ),
                        name="report_channel_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origin__in", ["citizen", "member_agency", "machine", "archive"])
                        ),
                        name="report_origin_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["received", "in_review", "answered", "closed"])
                        ),
                        name="report_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    "",
                                    "verdict",
                                    "answered",
                                    "out_of_scope",
                                    "withdrawn",
                                    "archived",
                                ],
                            )
                        ),
                        name="report_outcome_is_known",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("money_lost__isnull", True),
                            ("money_lost__lte", 10000000000000),
                            _connector="OR",
                        ),
                        name="report_money_lost_makes_sense",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "withdrawn"), _negated=True),
                            models.Q(("content_deleted_at__isnull", False), ("status", "closed")),
                            _connector="OR",
                        ),
                        name="report_withdrawn_is_deleted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "archive"), _negated=True),
                            models.Q(
                                ("channel", "archive"), ("status__in", ["answered", "closed"])
                            ),
                            _connector="OR",
                        ),
                        name="report_archive_is_finished",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False),
                                ("status__in", ["answered", "closed"]),
                            ),
                            models.Q(
                                models.Q(("status__in", ["answered", "closed"]), _negated=True),
                                ("answered_at__isnull", True),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="report_finished_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "closed"), models.Q(("explanation", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("status", "closed"), _negated=True), ("explanation", "")
                            ),
                            _connector="OR",
                        ),
                        name="report_closed_is_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency__isnull", False), ("origin", "member_agency")),
                            models.Q(
                                models.Q(("origin", "member_agency"), _negated=True),
                                ("agency__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="report_agency_only_of_a_member",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email_sealed", models.TextField()),
                ("language", models.CharField(max_length=8)),
                ("created_at", models.DateTimeField()),
                ("erase_after", models.DateTimeField(blank=True, db_index=True, null=True)),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact",
                        to="intake.report",
                    ),
                ),
            ],
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
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="additions",
                        to="intake.report",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("content_deleted_at__isnull", True), ("text", ""), _connector="OR"
                        ),
                        name="addition_deleted_content_is_gone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportDisclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("consent_version", models.CharField(max_length=20)),
                ("granted_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to="intake.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "agency"), name="report_is_disclosed_once_to_an_agency"
                    )
                ],
            },
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
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft_image",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="images",
                        to="intake.reportdraft",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportImage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("read_state", models.CharField(default="unread", max_length=10)),
                ("read_text", models.TextField(blank=True, default="")),
                ("read_codes", models.JSONField(blank=True, default=list)),
                ("looks", models.JSONField(blank=True, default=list)),
                (
                    "addition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="images",
                        to="intake.reportaddition",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_image",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="images",
                        to="intake.report",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "read_state__in",
                                ["damaged", "given_up", "no_reader", "read", "unread"],
                            )
                        ),
                        name="report_image_read_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_state", "read"), ("read_text", ""), _connector="OR"
                        ),
                        name="report_image_unread_has_no_text",
                    ),
                ],
            },
        ),
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
        migrations.CreateModel(
            name="PictureBand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.PositiveIntegerField()),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bands",
                        to="intake.reportimage",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["code", "-id"], name="picture_band_by_code")],
            },
        ),
    ]
