import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_files_that_are_stored"),
        ("verdicts", "0001_verdicts_with_their_versions_sources_and_words"),
        ("intake", "0001_reports_with_their_receipts_and_drafts"),
        ("cases", "0001_cases_with_their_work_and_the_inbox"),
        ("organisations", "0001_networks_with_their_charters_agencies_and_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedbackAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("category", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("reach", models.CharField(default="senders", max_length=10)),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_answers",
                        to="organisations.agency",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_answer",
                        to="cases.case",
                    ),
                ),
                (
                    "checked_by",
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
                "indexes": [models.Index(fields=["reach", "-answered_at"], name="answer_by_reach")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="answer_has_a_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reach", "senders"),
                            models.Q(("category", "service_feedback"), ("reach", "public")),
                            _connector="OR",
                        ),
                        name="answer_public_for_services_only",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackReopening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=20)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_reopenings",
                        to="cases.case",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_reopening",
                        to="intake.report",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["not_answered", "incomplete", "not_done", "changed"])
                        ),
                        name="reopening_reason_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("category", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=20)),
                ("asked", models.TextField(blank=True)),
                ("ground_text", models.TextField(blank=True)),
                ("ground_on", models.DateField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("due_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=10)),
                ("outcome", models.CharField(blank=True, default="", max_length=10)),
                ("results", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("noted_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_reason", models.TextField(blank=True)),
                ("overturned_at", models.DateTimeField(blank=True, null=True)),
                ("content_deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
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
                    "directed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures_directed",
                        to="organisations.agency",
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.legalground",
                    ),
                ),
                (
                    "noted_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="organisations.agency",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "indexes": [
                    models.Index(fields=["owner", "state", "due_at"], name="measure_by_owner"),
                    models.Index(fields=["state", "due_at"], name="measure_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("category", "fraud"),
                                ("kind__in", ("awareness", "help_complain", "publish_warning")),
                            ),
                            models.Q(
                                ("category", "malicious_link"),
                                ("kind__in", ("awareness", "help_complain", "publish_warning")),
                            ),
                            models.Q(
                                ("category", "impersonation"),
                                ("kind__in", ("awareness", "help_complain", "publish_warning")),
                            ),
                            models.Q(
                                ("category", "compromised_site"),
                                ("kind__in", ("awareness", "publish_warning", "tell_owner")),
                            ),
                            models.Q(
                                ("category", "factual_claim"),
                                ("kind__in", ("answer_by_agency", "awareness", "publish_verdict")),
                            ),
                            models.Q(
                                ("category", "privacy"),
                                ("kind__in", ("awareness", "help_complain")),
                            ),
                            models.Q(
                                ("category", "child_safety"),
                                ("kind__in", ("help_complain", "show_hotline")),
                            ),
                            models.Q(
                                ("category", "service_feedback"),
                                ("kind__in", ("answer_by_agency",)),
                            ),
                            models.Q(
                                ("category", "out_of_scope"), ("kind__in", ("explain_to_sender",))
                            ),
                            _connector="OR",
                        ),
                        name="measure_exists_for_category",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("case", "kind", "owner"),
                        name="measure_once_while_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("asked", ""), _negated=True),
                                ("content_deleted_at__isnull", True),
                            ),
                            ("content_deleted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="measure_says_what_is_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ground__isnull", False), ("ground_text", "")),
                            models.Q(
                                ("ground__isnull", True),
                                models.Q(("ground_text", ""), _negated=True),
                            ),
                            ("content_deleted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="measure_has_one_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__isnull", True),
                            models.Q(("days__gte", 1), ("days__lte", 60)),
                            _connector="OR",
                        ),
                        name="measure_days_in_reach",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("directed_by__isnull", True),
                            models.Q(("directed_by", models.F("owner")), _negated=True),
                            _connector="OR",
                        ),
                        name="measure_directed_to_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", True),
                                ("done_at__isnull", True),
                                ("outcome", ""),
                                ("overturned_at__isnull", True),
                                ("results", 0),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", True),
                                ("done_at__isnull", False),
                                ("outcome__in", ["done", "partly", "not_done", "refused"]),
                                ("overturned_at__isnull", True),
                                ("results__gte", 1),
                                ("state", "finished"),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", True),
                                ("done_at__isnull", False),
                                ("outcome__in", ["done", "partly", "not_done", "refused"]),
                                ("overturned_at__isnull", False),
                                ("results__gte", 1),
                                ("state", "overturned"),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("done_at__isnull", True),
                                ("outcome", ""),
                                ("overturned_at__isnull", True),
                                ("results", 0),
                                ("state", "cancelled"),
                                models.Q(("cancel_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="measure_state_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("outcome", models.CharField(max_length=10)),
                ("text", models.TextField(blank=True)),
                ("reported_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("told", models.JSONField(default=list)),
                ("letters", models.JSONField(default=list)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="handling.measure",
                    ),
                ),
                (
                    "reported_by",
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
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "number"), name="result_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="result_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["done", "partly", "not_done", "refused"])
                        ),
                        name="result_outcome_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="handling.measureresult",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PressQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("category", models.CharField(max_length=20)),
                ("outlet", models.CharField(max_length=200)),
                ("question", models.TextField(blank=True)),
                ("asked_on", models.DateField()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("due_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=10)),
                ("answer", models.TextField(blank=True)),
                ("spokesperson", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("content_deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="press_questions",
                        to="organisations.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="press_questions",
                        to="cases.case",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verdict",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="press_questions",
                        to="verdicts.verdict",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(fields=["agency", "state", "due_at"], name="press_by_agency"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "compromised_site",
                                    "factual_claim",
                                    "fraud",
                                    "impersonation",
                                    "malicious_link",
                                ],
                            )
                        ),
                        name="press_category_is_shown",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("outlet", ""), _negated=True),
                                models.Q(("question", ""), _negated=True),
                            ),
                            ("content_deleted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="press_says_who_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__isnull", True),
                            models.Q(("days__gte", 1), ("days__lte", 60)),
                            _connector="OR",
                        ),
                        name="press_days_in_reach",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("content_deleted_at__isnull", False),
                            models.Q(
                                ("answer", ""),
                                ("closed_at__isnull", True),
                                ("reason", ""),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state", "answered"),
                                models.Q(("answer", ""), _negated=True),
                                models.Q(("spokesperson", ""), _negated=True),
                            ),
                            models.Q(
                                ("answer", ""),
                                ("closed_at__isnull", False),
                                ("state__in", ["declined", "cancelled"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="press_state_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=10)),
                ("address", models.EmailField(max_length=254)),
                ("format", models.CharField(max_length=4)),
                ("language", models.CharField(max_length=8)),
                ("covers", models.JSONField(blank=True, default=list)),
                ("source", models.CharField(max_length=500)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("address__contains", "@")),
                        name="provider_has_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="provider_has_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="provider_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["registrar", "host", "platform"])),
                        name="provider_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["xarf", "arf", "mail"])),
                        name="provider_format_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["vi", "en"])),
                        name="provider_language_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="provider_dates_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("network", "kind", "address"),
                        name="provider_once_while_used",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AbuseTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=20)),
                ("language", models.CharField(max_length=8)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.network",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="templates",
                        to="handling.providercontact",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("provider__isnull", False)),
                        fields=("network", "provider", "ground", "language"),
                        name="abuse_template_once_a_provider",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("provider__isnull", True)),
                        fields=("network", "ground", "language"),
                        name="abuse_template_once_for_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ground__in",
                                [
                                    "",
                                    "credential_form",
                                    "payment_request",
                                    "malware_hash",
                                    "injected_page",
                                    "forged_document",
                                ],
                            )
                        ),
                        name="abuse_template_ground_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True),
                            models.Q(("body", ""), _negated=True),
                        ),
                        name="abuse_template_has_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AbuseReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("category", models.CharField(max_length=20)),
                ("ground", models.CharField(max_length=20)),
                ("provider_kind", models.CharField(max_length=10)),
                ("format", models.CharField(max_length=4)),
                ("target_kind", models.CharField(max_length=10)),
                ("address", models.CharField(blank=True, max_length=2000)),
                ("address_digest", models.CharField(max_length=64)),
                ("domain", models.CharField(max_length=253)),
                ("facts", models.TextField()),
                ("malware_sha256", models.CharField(blank=True, max_length=64)),
                ("victim_statement", models.TextField(blank=True)),
                ("solicitation", models.CharField(blank=True, max_length=20)),
                ("not_a_parody", models.BooleanField(default=False)),
                ("owner_told_on", models.DateField(blank=True, null=True)),
                ("owner_told_how", models.TextField(blank=True)),
                ("state", models.CharField(default="draft", max_length=14)),
                ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("content_digest", models.CharField(blank=True, max_length=64)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("recheck_on", models.DateField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abuse_reports",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abuse_reports",
                        to="cases.case",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "victim_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="handling.providercontact",
                    ),
                ),
            ],
            options={
                "ordering": ["-drafted_at", "-pk"],
                "indexes": [
                    models.Index(fields=["address_digest"], name="abuse_report_by_target"),
                    models.Index(fields=["state", "recheck_on"], name="abuse_report_by_work"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("category", "fraud"),
                                (
                                    "ground__in",
                                    (
                                        "credential_form",
                                        "forged_document",
                                        "malware_hash",
                                        "payment_request",
                                    ),
                                ),
                                ("target_kind__in", ("domain", "mail", "page")),
                            ),
                            models.Q(
                                ("category", "malicious_link"),
                                (
                                    "ground__in",
                                    ("credential_form", "malware_hash", "payment_request"),
                                ),
                                ("target_kind__in", ("domain", "mail", "page")),
                            ),
                            models.Q(
                                ("category", "impersonation"),
                                (
                                    "ground__in",
                                    ("credential_form", "forged_document", "payment_request"),
                                ),
                                ("target_kind__in", ("account", "domain", "mail", "page")),
                            ),
                            models.Q(
                                ("category", "compromised_site"),
                                (
                                    "ground__in",
                                    (
                                        "credential_form",
                                        "injected_page",
                                        "malware_hash",
                                        "payment_request",
                                    ),
                                ),
                                ("target_kind__in", ("page",)),
                            ),
                            _connector="OR",
                        ),
                        name="abuse_report_pair_is_allowed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("format__in", ["mail", "xarf"]), ("target_kind", "page")),
                            models.Q(("format__in", ["mail", "xarf"]), ("target_kind", "domain")),
                            models.Q(("format__in", ["mail", "xarf"]), ("target_kind", "account")),
                            models.Q(("format__in", ["arf", "mail"]), ("target_kind", "mail")),
                            _connector="OR",
                        ),
                        name="abuse_report_format_suits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "approved",
                                    "sent",
                                    "acknowledged",
                                    "actioned",
                                    "refused",
                                    "no_answer",
                                    "gone",
                                ],
                            )
                        ),
                        name="abuse_report_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provider_kind", "platform"), ("target_kind", "account")),
                            models.Q(
                                models.Q(("target_kind", "account"), _negated=True),
                                ("provider_kind__in", ["host", "registrar"]),
                            ),
                            _connector="OR",
                        ),
                        name="abuse_report_account_to_platform",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("facts", ""), _negated=True),
                            models.Q(("domain", ""), _negated=True),
                            models.Q(("address_digest", ""), _negated=True),
                        ),
                        name="abuse_report_has_facts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ground", "malware_hash"), _negated=True),
                            models.Q(("malware_sha256", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="abuse_report_malware_has_its_hash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", "impersonation"), _negated=True),
                            models.Q(
                                ("not_a_parody", True),
                                (
                                    "solicitation__in",
                                    ["money", "credentials", "personal_data", "installation"],
                                ),
                                ("victim_statement__gt", ""),
                            ),
                            _connector="OR",
                        ),
                        name="abuse_report_no_parody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", "compromised_site"), _negated=True),
                            models.Q(("owner_told_how__gt", ""), ("owner_told_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="abuse_report_owner_was_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("approver_agency__isnull", True),
                                ("content_digest", ""),
                                ("state", "draft"),
                            ),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("approver_agency__isnull", False),
                                ("content_digest__gt", ""),
                                models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="abuse_report_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("victim_agency__isnull", True),
                            ("approver_agency__isnull", True),
                            models.Q(("victim_agency", models.F("approver_agency")), _negated=True),
                            _connector="OR",
                        ),
                        name="abuse_report_not_by_its_victim",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sent_at__isnull", False),
                                (
                                    "state__in",
                                    [
                                        "acknowledged",
                                        "actioned",
                                        "gone",
                                        "no_answer",
                                        "refused",
                                        "sent",
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        [
                                            "acknowledged",
                                            "actioned",
                                            "gone",
                                            "no_answer",
                                            "refused",
                                            "sent",
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("sent_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="abuse_report_sent_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", False),
                                ("state__in", ["actioned", "gone", "no_answer", "refused"]),
                            ),
                            models.Q(
                                ("settled_at__isnull", True),
                                ("state__in", ["acknowledged", "approved", "draft", "sent"]),
                            ),
                            _connector="OR",
                        ),
                        name="abuse_report_settled_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("address", ""),
                                ("target_kind", "account"),
                                ("erased_at__isnull", False),
                                ("state__in", ["actioned", "gone", "no_answer", "refused"]),
                            ),
                            models.Q(
                                models.Q(("address", ""), _negated=True),
                                models.Q(
                                    ("state__in", ["actioned", "gone", "no_answer", "refused"]),
                                    ("target_kind", "account"),
                                    _negated=True,
                                ),
                                ("erased_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="abuse_report_account_is_forgotten",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["acknowledged", "approved", "draft", "sent"])
                        ),
                        fields=("provider", "address_digest"),
                        name="abuse_report_once_while_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AbuseRecheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_on", models.DateField()),
                ("seen", models.CharField(max_length=12)),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rechecks",
                        to="handling.abusereport",
                    ),
                ),
            ],
            options={
                "ordering": ["seen_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seen__in", ["still_there", "changed", "gone"])),
                        name="abuse_recheck_says_what_was_seen",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AbuseHand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hands",
                        to="handling.abusereport",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "user"), name="abuse_hand_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AbuseEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="handling.abusereport",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "sha256"), name="abuse_evidence_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sha256__gt", ""), ("size__gte", 1), ("size__lte", 5242880)
                        ),
                        name="abuse_evidence_hashed_and_small",
                    ),
                ],
            },
        ),
    ]
