from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_cases_with_their_work_and_the_inbox"),
        ("handling", "0001_measures_and_answers_with_their_own_paper"),
        ("organisations", "0001_networks_with_their_charters_agencies_and_people"),
        ("verdicts", "0001_verdicts_with_their_versions_sources_and_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("receipt_digest", models.CharField(max_length=64, unique=True)),
                ("idempotency_digest", models.CharField(max_length=64, unique=True)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.network",
                    ),
                ),
                ("subject", models.CharField(max_length=8)),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="verdicts.verdictversion",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="handling.measure",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="cases.case",
                    ),
                ),
                ("relation", models.CharField(max_length=16)),
                ("language", models.CharField(max_length=8)),
                ("grounds", models.TextField(blank=True)),
                ("reply", models.TextField(blank=True)),
                ("reply_state", models.CharField(blank=True, max_length=8)),
                ("reply_stays", models.JSONField(blank=True, default=list)),
                ("reply_hidden", models.JSONField(blank=True, default=list)),
                (
                    "reply_checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reply_checked_at", models.DateTimeField(blank=True, null=True)),
                ("state", models.CharField(default="received", max_length=10)),
                ("received_at", models.DateTimeField(db_index=True)),
                ("closes_on", models.DateField()),
                ("due_at", models.DateTimeField()),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "officer_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=10)),
                ("reasons", models.TextField(blank=True)),
                ("reasons_stay", models.JSONField(blank=True, default=list)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("readable_until", models.DateTimeField(blank=True, null=True)),
                ("content_deleted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="appeal_by_state_and_date")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("measure__isnull", True),
                                ("subject", "verdict"),
                                ("version__isnull", False),
                            ),
                            models.Q(
                                ("measure__isnull", False),
                                ("subject", "measure"),
                                ("version__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_is_about_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["decided", "received", "review", "withdrawn"])
                        ),
                        name="appeal_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relation__in", ["concerned", "for_concerned", "other"])
                        ),
                        name="appeal_relation_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("officer__isnull", False),
                                ("officer_agency__isnull", False),
                                ("outcome__in", ["changed", "upheld", "withdrawn"]),
                                ("state", "decided"),
                                models.Q(("reasons", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "decided"), _negated=True),
                                ("decided_at__isnull", True),
                                ("outcome", ""),
                                ("reasons", ""),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_decided_with_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("state__in", ["received", "review"])
                            ),
                            models.Q(
                                models.Q(("state__in", ["received", "review"]), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_ended_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "review"), _negated=True),
                            models.Q(
                                ("officer__isnull", False),
                                ("officer_agency__isnull", False),
                                ("taken_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_in_review_has_an_officer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reply_state__in", ["", "refused", "shown", "waiting"])
                        ),
                        name="appeal_reply_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reply_state", "shown"), _negated=True),
                            models.Q(
                                ("relation__in", ["concerned", "for_concerned"]),
                                ("reply_checked_by__isnull", False),
                                models.Q(("reply", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_reply_was_looked_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("content_deleted_at__isnull", True), ("grounds", ""), _connector="OR"
                        ),
                        name="appeal_deleted_content_is_gone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppealContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "appeal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact",
                        to="appeals.appeal",
                    ),
                ),
                ("email_sealed", models.TextField()),
                ("language", models.CharField(max_length=8)),
                ("created_at", models.DateTimeField()),
                ("erase_after", models.DateTimeField(blank=True, db_index=True, null=True)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
    ]
