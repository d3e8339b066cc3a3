import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
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
                ("text", models.TextField()),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="answer_has_a_text"
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
                ("category", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=20)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="cases.case",
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
                        condition=models.Q(("done_at__isnull", True)),
                        fields=("case", "kind"),
                        name="measure_once_while_open",
                    ),
                ],
            },
        ),
    ]
