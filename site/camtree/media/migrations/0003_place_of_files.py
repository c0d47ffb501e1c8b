import camtree.media.models
from django.db import migrations, models


class Migration(migrations.Migration):
    """Where new files are put. The columns stay as they are, so no table is written anew for it."""

    dependencies = [
        ("media", "0002_index_files"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="camtreemedia",
                    name="file",
                    field=models.FileField(upload_to=camtree.media.models.get_media_upload_to, verbose_name="file"),
                ),
                migrations.AlterField(
                    model_name="camtreemedia",
                    name="thumbnail",
                    field=models.FileField(
                        blank=True, upload_to=camtree.media.models.get_thumbnail_upload_to, verbose_name="thumbnail"
                    ),
                ),
            ]
        ),
    ]
