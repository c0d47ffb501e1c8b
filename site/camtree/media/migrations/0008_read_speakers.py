from django.db import migrations


def read_once_more(apps, schema_editor):
    """Tracks whose cues were read before speakers were kept with them are read anew."""
    apps.get_model("media", "CaptionTrack").objects.filter(cues__isnull=False).update(cues=None)


class Migration(migrations.Migration):

    dependencies = [
        ("media", "0007_words_and_history_of_captions"),
    ]

    operations = [
        migrations.RunPython(read_once_more, migrations.RunPython.noop),
    ]
