import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0002_trigrams_of_the_entries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        ),
        migrations.AddIndex(
            model_name="join",
            index=models.Index(fields=["claim", "-at"], name="join_by_claim"),
        ),
        migrations.AddIndex(
            model_name="join",
            index=models.Index(fields=["other", "-at"], name="join_by_other"),
        ),
        migrations.AddConstraint(
            model_name="join",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["merge", "split"])), name="join_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="join",
            constraint=models.CheckConstraint(
                condition=models.Q(("claim", models.F("other")), _negated=True),
                name="join_of_two_claims",
            ),
        ),
        migrations.AddConstraint(
            model_name="join",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("undone_by__isnull", True), ("undone_at__isnull", False), _connector="OR"
                ),
                name="join_undone_by_somebody_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="join",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "merge"), ("undone_at__isnull", True)),
                fields=("claim",),
                name="join_once_while_it_holds",
            ),
        ),
        migrations.AddIndex(
            model_name="joinitem",
            index=models.Index(fields=["kind", "item_id"], name="join_item_by_thing"),
        ),
        migrations.AddConstraint(
            model_name="joinitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["claim", "indicator", "report", "twin", "wording"])
                ),
                name="join_item_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left__in", ["", "answered", "back", "closed", "gone", "moved", "origin"])
                ),
                name="join_item_left_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinitem",
            constraint=models.UniqueConstraint(
                fields=("join", "kind", "item_id"), name="join_item_once"
            ),
        ),
    ]
