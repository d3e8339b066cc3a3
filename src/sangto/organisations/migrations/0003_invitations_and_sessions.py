import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_teams_and_successions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("roles", models.JSONField(default=list)),
                ("language", models.CharField(default="vi", max_length=2)),
                ("salt", models.CharField(max_length=64)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("times_sent", models.PositiveSmallIntegerField(default=1)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitation",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="organisations.agency",
                    ),
                ),
                (
                    "invited_by",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                        fields=("email",),
                        name="invitation_open_once_an_address",
                    ),
                    models.CheckConstraint(
                        condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                        name="invitation_ends_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                        | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                        name="invitation_accepted_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=Q(accepted_at__isnull=True, revoked_at__isnull=True)
                        & ~Q(email="")
                        | (Q(accepted_at__isnull=False) | Q(revoked_at__isnull=False))
                        & Q(email=""),
                        name="invitation_forgets_the_address_when_over",
                    ),
                    models.CheckConstraint(
                        condition=Q(expires_at__gt=F("created_at")),
                        name="invitation_expires_after_it_was_made",
                    ),
                    models.CheckConstraint(
                        condition=Q(language__in=["en", "vi"]),
                        name="invitation_language_in_list",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="session key",
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("started_on", models.DateField()),
                ("last_seen_on", models.DateField()),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
    ]
