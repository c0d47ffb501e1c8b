"""The groups people are put into, with their model permissions (home/roles.py).

Permissions on pages and collections wait for the sections to exist: `manage.py setup_site` gives them.
"""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def make_groups(apps: Any, schema_editor: Any) -> None:
    from home.roles import grant_model_permissions

    # Django makes permission rows after the last migration; the groups want them now.
    for config in installed.get_app_configs():
        create_permissions(config, verbosity=0)
    grant_model_permissions()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("insights", "0001_initial"),
        ("leads", "0001_initial"),
        ("learning", "0001_initial"),
        ("webinars", "0001_initial"),
        ("research", "0001_initial"),
        ("navigation", "0001_initial"),
        ("domains", "0001_initial"),
        ("media", "0001_initial"),
        ("members", "0001_initial"),
        ("wagtail_localize", "__latest__"),
        ("wagtailadmin", "__latest__"),
        ("wagtailcore", "__latest__"),
        ("wagtaildocs", "__latest__"),
        ("wagtailimages", "__latest__"),
        ("wagtailmedia", "__latest__"),
        ("wagtailredirects", "__latest__"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
