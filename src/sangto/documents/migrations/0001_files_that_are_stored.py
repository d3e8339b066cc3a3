import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_networks_with_their_charters_agencies_and_people"),
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
            name="DocumentRegister",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("direction", models.CharField(max_length=3)),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("last_number", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_registers",
                        to="organisations.agency",
                    ),
                ),
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
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("symbol", models.CharField(blank=True, max_length=60)),
                ("number_text", models.CharField(blank=True, max_length=60)),
                ("on", models.DateField()),
                ("received_on", models.DateField(blank=True, null=True)),
                ("subject", models.CharField(max_length=500)),
                ("counterpart", models.CharField(blank=True, max_length=200)),
                ("state", models.CharField(max_length=10)),
                ("cancel_reason", models.CharField(blank=True, max_length=500)),
                ("about_label", models.CharField(blank=True, max_length=60)),
                ("about_id", models.CharField(blank=True, max_length=40)),
                ("search_folded", models.CharField(blank=True, editable=False, max_length=700)),
                ("entered_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
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
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="documents.documentregister",
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
    ]
