import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_cases_with_their_work_and_the_inbox"),
        ("documents", "0001_files_that_are_stored"),
        ("organisations", "0001_networks_with_their_charters_agencies_and_people"),
        ("organisations", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("chair", models.CharField(blank=True, default="", max_length=300)),
                ("chair_position", models.CharField(blank=True, default="", max_length=300)),
                ("secretary", models.CharField(blank=True, default="", max_length=300)),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("place", models.CharField(blank=True, default="", max_length=300)),
                ("link", models.CharField(blank=True, default="", max_length=500)),
                ("state", models.CharField(default="preparing", max_length=12)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("time_sequence", models.PositiveIntegerField(default=0)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("minutes_round", models.PositiveSmallIntegerField(default=0)),
                ("minutes_out_at", models.DateTimeField(blank=True, null=True)),
                ("minutes_due_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_reason", models.TextField(blank=True, default="")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings_called",
                        to="organisations.agency",
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
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="organisations.network",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "id"],
                "indexes": [
                    models.Index(fields=["network", "starts_at"], name="meeting_by_time"),
                    models.Index(
                        condition=models.Q(("state", "minutes_out")),
                        fields=["minutes_due_at"],
                        name="meeting_minutes_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "preparing",
                                    "called",
                                    "held",
                                    "minutes_out",
                                    "closed",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="meeting_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False), ("state__in", ["closed", "cancelled"])
                            ),
                            models.Q(
                                models.Q(("state__in", ["closed", "cancelled"]), _negated=True),
                                ("ended_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="meeting_over_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "minutes_out"), _negated=True),
                            models.Q(("minutes_due_at__isnull", False), ("minutes_round__gte", 1)),
                            _connector="OR",
                        ),
                        name="meeting_minutes_out_have_a_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["preparing", "cancelled"]),
                            ("called_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meeting_called_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=300)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("discussion", models.TextField(blank=True, default="")),
                ("conclusion", models.TextField(blank=True, default="")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                ("content_deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="cases.case",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="consultation.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("case__isnull", False)),
                        fields=("meeting", "case"),
                        name="agenda_case_once_a_meeting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            ("content_deleted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="agenda_item_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1)), name="agenda_item_takes_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("concluded_at__isnull", True),
                            models.Q(("conclusion", ""), _negated=True),
                            ("content_deleted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="agenda_item_concluded_has_a_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(blank=True, max_length=300)),
                ("due_on", models.DateField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_actions",
                        to="organisations.agency",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.casetask",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="consultation.agendaitem",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("kind", models.CharField(max_length=12)),
                ("state", models.CharField(default="preparing", max_length=10)),
                ("outcome", models.CharField(blank=True, default="", max_length=8)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "appraiser",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
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
                    "drafting_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="organisations.agency",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="organisations.network",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [models.Index(fields=["network", "state"], name="draft_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "decision",
                                    "directive",
                                    "other",
                                    "plan",
                                    "programme",
                                    "regulation",
                                    "resolution",
                                ],
                            )
                        ),
                        name="draft_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "appraised",
                                    "closed",
                                    "consulting",
                                    "deciding",
                                    "preparing",
                                    "submitted",
                                    "voting",
                                ],
                            )
                        ),
                        name="draft_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["issued", "dropped"]), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="draft_outcome_when_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comment_groups",
                        to="consultation.draft",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DraftVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("paragraphs", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("left_out", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="consultation.draft",
                    ),
                ),
                (
                    "made_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made",
                        to="consultation.draftversion",
                    ),
                ),
                (
                    "source_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft_versions",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["draft_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "number"), name="draft_version_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="draft_version_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("number", models.CharField(blank=True, default="", max_length=60)),
                ("on", models.DateField()),
                ("note", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="consultation.draft",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="consultation.draftstep",
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
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consultation.draftversion",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "request",
                                    "consolidated_table",
                                    "submission",
                                    "appraisal",
                                    "vote",
                                    "end",
                                ],
                            )
                        ),
                        name="draft_step_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Provision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("eid", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=12)),
                ("number", models.CharField(blank=True, default="", max_length=12)),
                ("heading", models.TextField(blank=True, default="")),
                ("text", models.TextField(blank=True, default="")),
                ("first_line", models.PositiveIntegerField()),
                ("last_line", models.PositiveIntegerField()),
                (
                    "moved_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_to",
                        to="consultation.provision",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="consultation.provision",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="provisions",
                        to="consultation.draftversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version_id", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "eid"), name="provision_eid_once"),
                    models.UniqueConstraint(
                        fields=("version", "position"), name="provision_position_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "annex",
                                    "article",
                                    "chapter",
                                    "clause",
                                    "division",
                                    "legal_bases",
                                    "opening",
                                    "point",
                                    "section",
                                    "signature",
                                ],
                            )
                        ),
                        name="provision_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_line__gte", models.F("first_line"))),
                        name="provision_lines_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpinionRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("question", models.TextField()),
                ("known", models.TextField(blank=True, default="")),
                ("mode", models.CharField(max_length=10)),
                ("days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("grace_days", models.PositiveSmallIntegerField(default=3)),
                ("silence_agrees", models.BooleanField(default=False)),
                ("reminders", models.JSONField(default=list)),
                ("state", models.CharField(default="preparing", max_length=20)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("moved", models.JSONField(default=list)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closing", models.CharField(blank=True, default="", max_length=12)),
                ("reason", models.TextField(blank=True, default="")),
                ("conclusion", models.TextField(blank=True, default="")),
                ("not_followed", models.TextField(blank=True, default="")),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                ("content_deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_rounds",
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
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_rounds",
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
                    "concluded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_rounds",
                        to="consultation.draftversion",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_rounds",
                        to="organisations.network",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_by",
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
                "ordering": ["-prepared_at", "-id"],
                "indexes": [
                    models.Index(fields=["network", "state"], name="round_by_state"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["closes_at"],
                        name="round_by_closing",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("draft_version__isnull", True)),
                            models.Q(("case__isnull", True), ("draft_version__isnull", False)),
                            _connector="OR",
                        ),
                        name="round_on_a_case_or_a_draft",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["preparing", "waiting_approval", "open"])
                        ),
                        fields=("case",),
                        name="round_one_running_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "preparing",
                                    "waiting_approval",
                                    "open",
                                    "closed",
                                    "concluded",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="round_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closing__in", ["", "early", "due", "case_closed"])),
                        name="round_closing_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("days__isnull", True), ("due_on__isnull", False), ("mode", "day")
                            ),
                            models.Q(
                                ("days__gte", 1),
                                ("due_on__isnull", True),
                                ("mode__in", ["working", "calendar"]),
                            ),
                            _connector="OR",
                        ),
                        name="round_has_one_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("prepared_by__isnull", True),
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="round_approved_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__isnull", True),
                                ("opened_at__isnull", True),
                                ("state__in", ["preparing", "waiting_approval"]),
                            ),
                            ("state", "cancelled"),
                            models.Q(
                                ("closes_at__isnull", False),
                                ("due_at__isnull", False),
                                ("opened_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="round_open_has_its_times",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["closed", "concluded"]),
                                models.Q(("closing", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state__in", ["closed", "concluded"]), _negated=True),
                                ("closed_at__isnull", True),
                                ("closing", ""),
                            ),
                            _connector="OR",
                        ),
                        name="round_closed_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("concluded_at__isnull", False),
                                ("concluded_by__isnull", False),
                                ("state", "concluded"),
                                models.Q(
                                    models.Q(("conclusion", ""), _negated=True),
                                    ("content_deleted_at__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                models.Q(("state", "concluded"), _negated=True),
                                ("concluded_at__isnull", True),
                                ("concluded_by__isnull", True),
                                ("conclusion", ""),
                            ),
                            _connector="OR",
                        ),
                        name="round_concluded_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("content_deleted_at__isnull", True),
                            models.Q(
                                ("conclusion", ""),
                                ("known", ""),
                                ("not_followed", ""),
                                ("question", ""),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="round_deleted_content_is_gone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="queued", max_length=24)),
                ("concerned", models.BooleanField(default=False)),
                ("salt", models.CharField(max_length=64)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("letters", models.JSONField(default=list)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("times_sent", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("moved", models.JSONField(default=list)),
                ("time_reason", models.TextField(blank=True, default="")),
                ("time_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("time_asked_at", models.DateTimeField(blank=True, null=True)),
                ("time_decision", models.CharField(blank=True, default="", max_length=8)),
                ("time_note", models.TextField(blank=True, default="")),
                ("time_decided_at", models.DateTimeField(blank=True, null=True)),
                ("granted_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_requests",
                        to="organisations.agency",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="consultation.opinionround",
                    ),
                ),
                (
                    "time_decided_by",
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
                "ordering": ["id"],
                "indexes": [models.Index(fields=["agency", "state"], name="request_by_agency")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "agency"), name="request_once_an_agency"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "queued",
                                    "sent",
                                    "bounced",
                                    "extension_asked",
                                    "extended",
                                    "answered",
                                    "overdue",
                                    "closed_without_answer",
                                ],
                            )
                        ),
                        name="request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("time_decision__in", ["", "waiting", "granted", "refused"])
                        ),
                        name="request_time_decision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", False), ("state", "answered")),
                            models.Q(
                                models.Q(("state", "answered"), _negated=True),
                                ("answered_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="request_answered_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("time_decision", "granted"), _negated=True),
                            models.Q(("due_at__isnull", False), ("granted_days__gte", 1)),
                            _connector="OR",
                        ),
                        name="request_granted_time_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "extension_asked"), _negated=True),
                            models.Q(("time_days__gte", 1), ("time_decision", "waiting")),
                            _connector="OR",
                        ),
                        name="request_asked_time_waits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("anchor", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=8)),
                ("text", models.TextField(blank=True, default="")),
                ("proposed_wording", models.TextField(blank=True, default="")),
                ("state", models.CharField(default="given", max_length=10)),
                ("via", models.CharField(max_length=8)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="organisations.agency",
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments_assigned",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="comments",
                        to="consultation.commentgroup",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="consultation.draft",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="consultation.draftversion",
                    ),
                ),
                (
                    "provision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="consultation.provision",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="consultation.roundinvitation",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["draft", "state"], name="comment_by_draft")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["amend", "add", "delete", "format", "general"])
                        ),
                        name="comment_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["given", "withdrawn"])),
                        name="comment_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("via__in", ["officer", "link", "paper", "machine"])),
                        name="comment_via_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("proposed_wording", ""), _negated=True),
                            ("kind", "delete"),
                            _connector="OR",
                        ),
                        name="comment_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingInvitee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, default="", max_length=300)),
                ("organisation", models.CharField(blank=True, default="", max_length=300)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("concerned", models.BooleanField(default=False)),
                ("salt", models.CharField(max_length=64)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("calendar_uid", models.CharField(max_length=255, unique=True)),
                ("times_sent", models.PositiveSmallIntegerField(default=0)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("reply", models.CharField(blank=True, default="", max_length=10)),
                ("reply_way", models.CharField(blank=True, default="", max_length=8)),
                ("reply_note", models.TextField(blank=True, default="", max_length=2000)),
                ("reply_sequence", models.PositiveIntegerField(default=0)),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("substitute", models.CharField(blank=True, default="", max_length=300)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("attended", models.BooleanField(blank=True, null=True)),
                ("attended_by", models.CharField(blank=True, default="", max_length=300)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_invitations",
                        to="organisations.agency",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitees",
                        to="consultation.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["agency", "meeting"], name="invitee_by_agency")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("meeting", "agency"),
                        name="invitee_once_an_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reply__in", ["", "accepted", "tentative", "declined"])
                        ),
                        name="invitee_reply_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reply_way__in", ["", "link", "mail", "account", "desk"])
                        ),
                        name="invitee_reply_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agency__isnull", False),
                            models.Q(("name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="invitee_guest_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agency__isnull", False),
                            ("instead_of__isnull", True),
                            _connector="OR",
                        ),
                        name="invitee_guest_takes_over_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("answer", models.CharField(blank=True, default="", max_length=10)),
                ("text", models.TextField(blank=True, default="", max_length=2000)),
                ("way", models.CharField(blank=True, default="", max_length=8)),
                ("at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invitee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="consultation.meetinginvitee",
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
                "ordering": ["round", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invitee", "round"), name="agreement_once_a_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["", "agreed", "objected", "silent"])),
                        name="agreement_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("at__isnull", True)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True), ("at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="agreement_answer_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "objected"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="agreement_objection_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("latest", models.BooleanField(default=True)),
                ("kind", models.CharField(max_length=20)),
                ("text", models.TextField(blank=True, default="")),
                ("proposed_category", models.CharField(blank=True, default="", max_length=20)),
                ("proposed_rating", models.CharField(blank=True, default="", max_length=20)),
                ("proposed_measure", models.CharField(blank=True, default="", max_length=20)),
                ("competent_text", models.CharField(blank=True, default="", max_length=200)),
                ("more_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("signatory", models.CharField(blank=True, default="", max_length=120)),
                ("letter_number", models.CharField(blank=True, default="", max_length=60)),
                ("letter_date", models.DateField(blank=True, null=True)),
                ("via", models.CharField(max_length=8)),
                ("given_at", models.DateTimeField()),
                ("content_deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "competent_agency",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="consultation.roundinvitation",
                    ),
                ),
            ],
            options={
                "ordering": ["invitation_id", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invitation", "version"), name="opinion_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("latest", True)),
                        fields=("invitation",),
                        name="opinion_one_latest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="opinion_version_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "agree",
                                    "agree_with_comments",
                                    "object",
                                    "no_comment",
                                    "not_competent",
                                    "more_time",
                                ],
                            )
                        ),
                        name="opinion_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("via__in", ["officer", "link", "paper", "machine"])),
                        name="opinion_via_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["agree_with_comments", "object"]), _negated=True
                            ),
                            models.Q(("text", ""), _negated=True),
                            ("content_deleted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="opinion_comments_have_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "not_competent"), _negated=True),
                            ("competent_agency__isnull", False),
                            models.Q(("competent_text", ""), _negated=True),
                            ("content_deleted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="opinion_not_competent_says_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "more_time"), _negated=True),
                            ("more_days__gte", 1),
                            _connector="OR",
                        ),
                        name="opinion_more_time_says_how_long",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("via", "paper"), _negated=True),
                            models.Q(
                                models.Q(("letter_number", ""), _negated=True),
                                ("letter_date__isnull", False),
                                ("user__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="opinion_on_paper_is_a_letter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("user__isnull", True), ("via__in", ["link", "machine"])),
                            models.Q(
                                models.Q(("via__in", ["link", "machine"]), _negated=True),
                                ("user__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="opinion_given_by_account_or_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "proposed_category__in",
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
                            ),
                            (
                                "proposed_rating__in",
                                [
                                    "",
                                    "scam",
                                    "impersonation",
                                    "confirmed",
                                    "resolved",
                                    "false",
                                    "misleading",
                                    "outdated",
                                    "partly_true",
                                    "true",
                                    "genuine",
                                    "unverified",
                                ],
                            ),
                            (
                                "proposed_measure__in",
                                [
                                    "",
                                    "publish_warning",
                                    "publish_verdict",
                                    "abuse_report",
                                    "help_complain",
                                    "awareness",
                                    "tell_owner",
                                    "answer_by_agency",
                                    "show_hotline",
                                    "explain_to_sender",
                                ],
                            ),
                        ),
                        name="opinion_proposals_of_closed_lists",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpinionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_scan", models.BooleanField(default=False)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_files",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="consultation.opinion",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("opinion", "file"), name="opinion_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(default="comments", max_length=8)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="consultation.draft",
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="on_draft",
                        to="consultation.opinionround",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["comments", "vote"])),
                        name="draft_round_purpose_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionInput",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                ("proposed_rating", models.CharField(blank=True, default="", max_length=20)),
                ("not_followed", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "agenda_item",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_input",
                        to="consultation.agendaitem",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_inputs",
                        to="cases.case",
                    ),
                ),
                (
                    "concluded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opinion_round",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_input",
                        to="consultation.opinionround",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["case", "at"], name="decision_input_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agenda_item__isnull", True), ("opinion_round__isnull", False)
                            ),
                            models.Q(
                                ("agenda_item__isnull", False), ("opinion_round__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="decision_input_has_one_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "proposed_rating__in",
                                [
                                    "",
                                    "scam",
                                    "impersonation",
                                    "confirmed",
                                    "resolved",
                                    "false",
                                    "misleading",
                                    "outdated",
                                    "partly_true",
                                    "true",
                                    "genuine",
                                    "unverified",
                                ],
                            )
                        ),
                        name="decision_input_rating_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disposition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("latest", models.BooleanField(default=True)),
                ("kind", models.CharField(max_length=16)),
                ("explanation", models.TextField()),
                ("change", models.CharField(blank=True, default="", max_length=12)),
                ("wording", models.TextField(blank=True, default="")),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispositions",
                        to="consultation.comment",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "adopted_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adopted",
                        to="consultation.draftversion",
                    ),
                ),
                (
                    "provision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispositions",
                        to="consultation.provision",
                    ),
                ),
            ],
            options={
                "ordering": ["comment_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comment", "number"), name="disposition_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("latest", True)),
                        fields=("comment",),
                        name="disposition_one_latest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["accepted", "partly_accepted", "rejected"])
                        ),
                        name="disposition_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("change__in", ["", "replace", "insert_after", "delete"])
                        ),
                        name="disposition_change_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("explanation", ""), _negated=True),
                        name="disposition_is_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("change", ""),
                            models.Q(
                                ("provision__isnull", False),
                                models.Q(("kind", "rejected"), _negated=True),
                                models.Q(
                                    models.Q(("wording", ""), _negated=True),
                                    ("change", "delete"),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="disposition_change_has_a_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundAttachment",
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
                        related_name="round_attachments",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="consultation.opinionround",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "file"), name="round_attachment_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderSent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=80)),
                ("people", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="consultation.roundinvitation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="reminder_by_time")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invitation", "step"), name="reminder_step_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="OpinionRound",
            name="weighed",
            field=models.ManyToManyField(
                blank=True, related_name="weighed_in", to="consultation.opinion"
            ),
        ),
    ]
