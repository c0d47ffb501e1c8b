"""Keys of authors keep the vowels of Indic scripts and of Thai, which they lost until now; what they were without them
leads to the new ones.

Asked a piece at a time, and only what changes is written.
"""

from typing import Any

from django.db import migrations, models

from camtree.core.migration_operations import AddColumn
from research.library.names import bare_key_of, key_of

AT_ONCE = 500


def keep_marks(apps: Any, schema_editor: Any) -> None:
    ReportAuthor = apps.get_model("research", "ReportAuthor")
    last = 0
    named = ReportAuthor.objects.filter(orcid="").only("name", "orcid", "key", "bare_key")
    while rows := list(named.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        changed = [row for row in rows if (row.key, row.bare_key) != (key_of(row), bare_key_of(row))]
        for row in changed:
            row.key, row.bare_key = key_of(row), bare_key_of(row)
        ReportAuthor.objects.bulk_update(changed, ["key", "bare_key"])


class Migration(migrations.Migration):
    dependencies = [("research", "0007_readers_keep")]

    operations = [
        AddColumn(
            "reportauthor",
            "bare_key",
            models.CharField(blank=True, db_default="", db_index=True, default="", editable=False, max_length=160),
        ),
        migrations.RunPython(keep_marks, migrations.RunPython.noop, elidable=True),
    ]
