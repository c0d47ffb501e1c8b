"""Language and time zone of accounts that are there already, copied into Wagtail's rows (camtree/members/signals.py)."""

from typing import Any

from django.db import migrations


def copy(apps: Any, schema_editor: Any) -> None:
    profiles = apps.get_model("wagtailusers", "UserProfile")
    for user in apps.get_model("members", "User").objects.iterator():
        profiles.objects.update_or_create(
            user=user, defaults={"preferred_language": user.preferred_language, "current_time_zone": user.time_zone}
        )


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial"), ("wagtailusers", "0015_userprofile_keyboard_shortcuts")]
    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
