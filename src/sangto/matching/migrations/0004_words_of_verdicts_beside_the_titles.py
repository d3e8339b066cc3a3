from django.conf import settings
from django.db import migrations, models

from sangto.kernel.text import folded
from sangto.matching.index import titles


def fill_in(apps, schema_editor):
    """What was published before this column was there."""
    Version = apps.get_model("verdicts", "VerdictVersion")
    Claim = apps.get_model("matching", "Claim")
    current = Version.objects.filter(status="published").select_related("verdict")
    for version in current.iterator(500):
        said = (version.title, version.title_en, version.summary, version.summary_en)
        Claim.objects.filter(pk=version.verdict.claim_id).update(
            verdict_folded=folded(" ".join(said))
        )


def install(apps, schema_editor):
    titles.install(schema_editor.connection)


def remove(apps, schema_editor):
    titles.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0003_joins_that_can_be_undone"),
        ("verdicts", "0002_words_that_the_public_searches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="verdict_folded",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
