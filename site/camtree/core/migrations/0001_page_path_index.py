"""An index for finding a page by its stored path. Wagtail has none: it walks down the tree instead.

A hash index on PostgreSQL, because a path may be longer than a b-tree entry can be.
"""

from typing import Any

from django.db import migrations

NAME = "camtree_page_url_path"


def create(apps: Any, schema_editor: Any) -> None:
    using = "USING hash " if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"CREATE INDEX {NAME} ON wagtailcore_page {using}(url_path)")


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    # After every migration that rewrites the table: SQLite keeps no index that the models do not know.
    dependencies = [("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(create, drop)]
