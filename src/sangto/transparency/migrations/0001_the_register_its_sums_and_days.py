from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_networks_with_their_charters_agencies_and_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(unique=True)),
                ("reference", models.CharField(max_length=20, unique=True)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.network",
                    ),
                ),
                ("source", models.CharField(max_length=24)),
                ("source_id", models.BigIntegerField()),
                ("event", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=12)),
                ("about", models.CharField(db_index=True, max_length=24)),
                ("category", models.CharField(max_length=20)),
                ("outcome", models.CharField(blank=True, max_length=20)),
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
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.territory",
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField(db_index=True)),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="transparency.registerentry",
                    ),
                ),
                ("core", models.TextField()),
                ("leaf", models.CharField(max_length=64, unique=True)),
                ("texts", models.JSONField(default=dict)),
                ("salt", models.CharField(blank=True, max_length=64)),
                ("emptied_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-number"],
                "indexes": [
                    models.Index(fields=["network", "-number"], name="register_by_network"),
                    models.Index(fields=["kind", "-number"], name="register_by_kind"),
                    models.Index(fields=["category", "-number"], name="register_by_category"),
                    models.Index(fields=["agency", "-number"], name="register_by_agency"),
                    models.Index(fields=["territory", "-number"], name="register_by_territory"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "source_id", "event"), name="register_enters_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "abuse_report",
                                    "appeal",
                                    "measure",
                                    "removal",
                                    "verdict",
                                    "version",
                                ],
                            )
                        ),
                        name="register_kind_known",
                    ),
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
                        name="register_shows_no_totals_only",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="register_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes__isnull", True),
                            models.Q(("supersedes", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="register_supersedes_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("emptied_at__isnull", True), models.Q(("salt", ""), _negated=True)
                            ),
                            models.Q(("emptied_at__isnull", False), ("salt", "")),
                            _connector="OR",
                        ),
                        name="register_emptied_is_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterTotal",
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
                        related_name="+",
                        to="organisations.network",
                    ),
                ),
                ("month", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                ("category", models.CharField(max_length=20)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("agency_key", models.BigIntegerField(default=0)),
                ("territory_key", models.BigIntegerField(default=0)),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "network",
                            "month",
                            "kind",
                            "category",
                            "outcome",
                            "agency_key",
                            "territory_key",
                        ),
                        name="register_total_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="register_total_counts"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="RegisterDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True)),
                ("entries", models.PositiveBigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["day"],
                "indexes": [],
                "constraints": [],
            },
        ),
    ]
