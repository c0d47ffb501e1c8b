"""An index for the expression that the search asks for; no index Wagtail makes serves it (PostgreSQL alone)."""

from typing import Any

from django.db import migrations

TABLE = "wagtailsearch_indexentry"


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX camtree_search_words ON {TABLE} USING gin ((title || body))")


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS camtree_search_words")


class Migration(migrations.Migration):
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(create, drop)]
