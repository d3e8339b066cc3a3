from django.conf import settings
from django.db import migrations, models

from sangto.kernel.text import folded

BATCH = 500


def fill_in(apps, schema_editor):
    """The folded titles anew, as a version folds them now; rows that agree stay untouched."""
    Version = apps.get_model("verdicts", "VerdictVersion")
    waiting = []
    for version in Version.objects.only("title", "title_en", "title_folded").iterator(BATCH):
        words = folded(f"{version.title} {version.title_en}")
        if words != version.title_folded:
            version.title_folded = words
            waiting.append(version)
    Version.objects.bulk_update(waiting, ["title_folded"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("verdicts", "0001_verdicts_with_their_versions_and_sources"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="verdictversion",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["category", "rating", "-published_at"],
                name="version_current_by_kind",
            ),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
