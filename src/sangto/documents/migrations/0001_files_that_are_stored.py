import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_networks_with_their_charters_agencies_and_people"),
        ("organisations", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=20)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("storage_name", models.CharField(max_length=100, unique=True)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                [
                                    "screenshot",
                                    "evidence",
                                    "official",
                                    "letter_scan",
                                    "opinion",
                                    "draft",
                                    "paper",
                                    "template",
                                ],
                            )
                        ),
                        name="stored_file_purpose_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", "screenshot"), _negated=True),
                            ("title", ""),
                            _connector="OR",
                        ),
                        name="stored_file_screenshot_has_no_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_stamp",
                        to="documents.storedfile",
                    ),
                ),
                ("service", models.CharField(max_length=200)),
                ("token", models.BinaryField()),
                ("stamped_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DocumentRegister",
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
                        related_name="document_registers",
                        to="organisations.agency",
                    ),
                ),
                ("direction", models.CharField(max_length=3)),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("last_number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "direction", "kind", "year"),
                        name="document_register_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("direction", "out"),
                                (
                                    "kind__in",
                                    [
                                        "cong_van",
                                        "giay_moi",
                                        "bien_ban",
                                        "to_trinh",
                                        "bao_cao",
                                        "thong_bao",
                                        "ke_hoach",
                                        "quyet_dinh",
                                    ],
                                ),
                            ),
                            models.Q(("direction", "in"), ("kind", "")),
                            _connector="OR",
                        ),
                        name="document_register_kind_fits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficialDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="documents.documentregister",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("symbol", models.CharField(blank=True, max_length=60)),
                ("number_text", models.CharField(blank=True, max_length=60)),
                ("on", models.DateField()),
                ("received_on", models.DateField(blank=True, null=True)),
                ("subject", models.CharField(max_length=500)),
                ("counterpart", models.CharField(blank=True, max_length=200)),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters_sent",
                        to="organisations.agency",
                    ),
                ),
                ("state", models.CharField(max_length=10)),
                ("cancel_reason", models.CharField(blank=True, max_length=500)),
                ("about_label", models.CharField(blank=True, max_length=60)),
                ("about_id", models.CharField(blank=True, max_length=40)),
                (
                    "docx",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                ("scan_form", models.CharField(blank=True, max_length=10)),
                ("content", models.JSONField(blank=True, default=dict)),
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
                ("search_folded", models.CharField(blank=True, editable=False, max_length=700)),
                ("entered_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-on", "-number", "-id"],
                "indexes": [
                    models.Index(fields=["about_label", "about_id"], name="document_about")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("register", "number"), name="document_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="document_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", ""),
                            (
                                "kind__in",
                                [
                                    "bang_tong_hop",
                                    "bao_cao",
                                    "bien_ban",
                                    "cong_van",
                                    "giay_moi",
                                    "ke_hoach",
                                    "quyet_dinh",
                                    "thong_bao",
                                    "to_trinh",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="document_kind_in_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scan_form", ""),
                            models.Q(
                                ("scan__isnull", False), ("scan_form__in", ["digital", "scanned"])
                            ),
                            _connector="OR",
                        ),
                        name="document_scan_form_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["cancelled", "issued", "received", "reserved"])
                        ),
                        name="document_state_in_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancel_reason__gt", ""), ("state", "cancelled")),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancel_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="document_cancelled_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("received_on__isnull", True), ("state__in", ["reserved", "issued"])
                            ),
                            models.Q(("received_on__isnull", False), ("state", "received")),
                            ("state", "cancelled"),
                            _connector="OR",
                        ),
                        name="document_received_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NetworkLayout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "network",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_layout",
                        to="organisations.network",
                    ),
                ),
                ("changes", models.JSONField(blank=True, default=dict)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
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
            name="DocumentTemplate",
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
                        related_name="document_templates",
                        to="organisations.agency",
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                ("stored_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("agency", "kind"),
                        name="document_template_one_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "bao_cao",
                                    "bien_ban",
                                    "cong_van",
                                    "giay_moi",
                                    "ke_hoach",
                                    "quyet_dinh",
                                    "thong_bao",
                                    "to_trinh",
                                ],
                            )
                        ),
                        name="document_template_kind_in_list",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("media_type", models.CharField(max_length=100)),
                ("content", models.JSONField(blank=True, default=dict)),
                ("back", models.CharField(blank=True, max_length=300)),
                ("parts", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("failed", models.BooleanField(default=False)),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", True), ("made_at__isnull", True)),
                            models.Q(
                                ("failed", False),
                                ("file__isnull", False),
                                ("made_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="paper_order_made_with_its_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signatory",
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
                        related_name="signatories",
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
                ("capacity", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=80)),
                ("position", models.CharField(max_length=120)),
                ("head", models.CharField(blank=True, max_length=120)),
                ("organ", models.CharField(blank=True, max_length=120)),
                ("basis", models.CharField(blank=True, max_length=200)),
                ("usual", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("ended", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity__in", ["authorised", "by_order", "deputy", "head"])
                        ),
                        name="signatory_capacity_in_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("capacity", "head"), ("head", "")),
                            models.Q(
                                models.Q(("capacity", "head"), _negated=True), ("head__gt", "")
                            ),
                            _connector="OR",
                        ),
                        name="signatory_head_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("capacity", "authorised"), _negated=True),
                            models.Q(("basis__gt", ""), ("valid_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="signatory_authorised_in_writing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("usual", True), ("valid_until__isnull", True)),
                        fields=("agency",),
                        name="signatory_one_is_usual",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="documents.officialdocument",
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.signatory",
                    ),
                ),
                ("state", models.CharField(default="asked", max_length=10)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
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
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("remark", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("document",),
                        name="approval_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["approved", "asked", "returned", "withdrawn"])
                        ),
                        name="approval_state_in_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "asked"),
                            ),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="approval_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="approval_by_somebody_else",
                    ),
                ],
            },
        ),
    ]
