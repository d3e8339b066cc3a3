import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_networks_with_their_charters_and_agencies"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficerAbsence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("named_by", models.CharField(default="charter", max_length=10)),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("carried_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SuccessionShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                ("purpose", models.CharField(blank=True, max_length=500)),
                ("purpose_en", models.CharField(blank=True, max_length=500)),
                ("named_by", models.CharField(default="charter", max_length=10)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(default="member", max_length=10)),
                ("named_by", models.CharField(default="charter", max_length=10)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="charter",
            name="loaded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="focalofficer",
            name="named_by",
            field=models.CharField(default="charter", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="focalofficer",
            constraint=models.CheckConstraint(
                condition=models.Q(("named_by__in", ["charter", "desk"])),
                name="focal_officer_named_by_in_list",
            ),
        ),
        migrations.AddField(
            model_name="officerabsence",
            name="officer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="absences",
                to="organisations.focalofficer",
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="agency",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="succession",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="successionshare",
            name="succession",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shares",
                to="organisations.succession",
            ),
        ),
        migrations.AddField(
            model_name="successionshare",
            name="successor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shares_taken",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="successionshare",
            name="territory",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.territory",
            ),
        ),
        migrations.AddField(
            model_name="team",
            name="network",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="teams",
                to="organisations.network",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="officer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="teams",
                to="organisations.focalofficer",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="organisations.team",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="teams",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="officerabsence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="officer_absence_dates_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="succession",
            index=models.Index(fields=["carried_at", "on"], name="succession_by_day"),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("named_by__in", ["charter", "desk"])),
                name="succession_named_by_in_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="successionshare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("topic", ""), _negated=True),
                    ("territory__isnull", False),
                    _connector="OR",
                ),
                name="share_names_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="successionshare",
            constraint=models.UniqueConstraint(
                condition=models.Q(("territory__isnull", False)),
                fields=("succession", "topic", "territory"),
                name="share_once_a_territory",
            ),
        ),
        migrations.AddConstraint(
            model_name="successionshare",
            constraint=models.UniqueConstraint(
                condition=models.Q(("territory__isnull", True)),
                fields=("succession", "topic"),
                name="share_once_for_the_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(fields=("network", "code"), name="team_code_once"),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(("named_by__in", ["charter", "desk"])),
                name="team_named_by_in_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="team_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("officer__isnull", False), ("user__isnull", True)),
                    models.Q(("officer__isnull", True), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="team_member_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user__isnull", False), ("valid_until__isnull", True)),
                fields=("team", "user"),
                name="team_member_user_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("officer__isnull", False), ("valid_until__isnull", True)),
                fields=("team", "officer"),
                name="team_member_officer_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["head", "member"])),
                name="team_member_role_in_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(("named_by__in", ["charter", "desk"])),
                name="team_member_named_by_in_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="team_member_dates_in_order",
            ),
        ),
    ]
