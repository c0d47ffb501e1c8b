from typing import Any

from django.db import migrations, models


def have_read_anew(apps: Any, schema_editor: Any) -> None:
    """What was read before does not say how much it is: the timer has it read once more."""
    apps.get_model("research", "FileWords").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("research", "0003_words_of_pdfs")]

    operations = [
        migrations.AddField("filewords", "has_words", models.BooleanField(null=True)),
        migrations.AddField("filewords", "pages", models.PositiveIntegerField(null=True)),
        migrations.AddField("filewords", "pages_read", models.PositiveIntegerField(null=True)),
        migrations.RunPython(have_read_anew, migrations.RunPython.noop, elidable=True),
    ]
