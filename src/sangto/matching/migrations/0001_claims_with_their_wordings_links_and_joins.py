import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0001_reports_with_their_receipts_and_drafts"),
        ("organisations", "0001_networks_with_their_charters_agencies_and_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("title_en", models.CharField(blank=True, max_length=300)),
                ("title_folded", models.CharField(blank=True, editable=False, max_length=620)),
                ("verdict_folded", models.TextField(blank=True, default="", editable=False)),
                ("category", models.CharField(blank=True, max_length=30)),
                ("topic", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_claims",
                        to="matching.claim",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="organisations.network",
                    ),
                ),
                (
                    "subject_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims_about_it",
                        to="organisations.agency",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["network", "-created_at"], name="claim_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "",
                                    "child_safety",
                                    "compromised_site",
                                    "factual_claim",
                                    "fraud",
                                    "impersonation",
                                    "malicious_link",
                                    "out_of_scope",
                                    "privacy",
                                    "service_feedback",
                                ],
                            )
                        ),
                        name="claim_category_of_the_closed_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", "factual_claim"), _negated=True),
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
                            _connector="OR",
                        ),
                        name="claim_factual_has_a_topic",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_not_merged_into_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("text", models.TextField()),
                ("folded", models.TextField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wordings",
                        to="matching.claim",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "vi"])),
                        name="wording_language_is_vi_or_en",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("folded", ""), _negated=True),
                        name="wording_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_kind", models.CharField(max_length=10)),
                ("source_id", models.BigIntegerField()),
                ("folded", models.TextField(blank=True)),
                ("exact_digest", models.CharField(max_length=64)),
                ("link_digest", models.CharField(blank=True, max_length=64)),
                ("length", models.PositiveIntegerField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="index_entries",
                        to="matching.claim",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "index entries",
                "indexes": [
                    models.Index(fields=["exact_digest"], name="index_entry_exact"),
                    models.Index(
                        condition=models.Q(("link_digest", ""), _negated=True),
                        fields=["link_digest"],
                        name="index_entry_link",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source_kind", "source_id"), name="index_entry_once_a_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source_kind__in", ["report", "wording"])),
                        name="index_entry_source_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(max_length=30)),
                ("kind", models.CharField(max_length=10)),
                ("value", models.CharField(max_length=2000)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="matching.claim",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["value", "kind"], name="indicator_exact_look_up")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("category", "fraud"),
                                ("kind__in", ["account", "domain", "link", "phone", "wallet"]),
                            ),
                            models.Q(
                                ("category", "malicious_link"), ("kind__in", ["domain", "link"])
                            ),
                            models.Q(
                                ("category", "impersonation"), ("kind__in", ["domain", "link"])
                            ),
                            models.Q(
                                ("category", "compromised_site"), ("kind__in", ["domain", "link"])
                            ),
                            _connector="OR",
                        ),
                        name="indicator_kind_allowed_for_category",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value", ""), _negated=True),
                        name="indicator_has_a_value",
                    ),
                    models.UniqueConstraint(
                        fields=("claim", "kind", "value"), name="indicator_once_a_claim"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Join",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("opened", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joins_out",
                        to="matching.claim",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joins_in",
                        to="matching.claim",
                    ),
                ),
                (
                    "undone_by",
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
                "indexes": [
                    models.Index(fields=["claim", "-at"], name="join_by_claim"),
                    models.Index(fields=["other", "-at"], name="join_by_other"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["merge", "split"])),
                        name="join_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("claim", models.F("other")), _negated=True),
                        name="join_of_two_claims",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_by__isnull", True),
                            ("undone_at__isnull", False),
                            _connector="OR",
                        ),
                        name="join_undone_by_somebody_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "merge"), ("undone_at__isnull", True)),
                        fields=("claim",),
                        name="join_once_while_it_holds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("item_id", models.BigIntegerField()),
                ("before", models.JSONField(blank=True, default=dict)),
                ("left", models.CharField(blank=True, default="", max_length=10)),
                (
                    "join",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="matching.join",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "item_id"], name="join_item_by_thing")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["claim", "indicator", "report", "twin", "wording"])
                        ),
                        name="join_item_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "left__in",
                                ["", "answered", "back", "closed", "gone", "moved", "origin"],
                            )
                        ),
                        name="join_item_left_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("join", "kind", "item_id"), name="join_item_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("method", models.CharField(max_length=10)),
                ("score", models.FloatField()),
                ("state", models.CharField(max_length=10)),
                ("explanation", models.JSONField(blank=True, default=dict)),
                ("linked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_links",
                        to="matching.claim",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claim_link",
                        to="intake.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["claim", "linked_at"], name="report_link_by_claim")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "method__in",
                                [
                                    "account",
                                    "domain",
                                    "exact",
                                    "link",
                                    "near",
                                    "new",
                                    "officer",
                                    "phone",
                                    "picture",
                                    "retold",
                                    "wallet",
                                ],
                            )
                        ),
                        name="report_link_method_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["auto", "confirmed", "rejected", "suggested"])
                        ),
                        name="report_link_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)),
                        name="report_link_score_from_0_to_1",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimProfile",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="profile",
                        serialize=False,
                        to="matching.claim",
                    ),
                ),
                ("stamp", models.BigIntegerField(unique=True)),
                ("encoder", models.CharField(blank=True, max_length=100)),
                ("vector", models.BinaryField(blank=True)),
            ],
        ),
    ]
