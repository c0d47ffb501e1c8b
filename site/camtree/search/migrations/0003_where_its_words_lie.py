"""What holds the words of the index: a GIN index on PostgreSQL, a table of FTS5 on SQLite. The index that Wagtail's own
rows needed goes, and what they held; `manage.py update_index` fills the new one."""

from typing import Any

from django.db import migrations

ENTRIES = "search_entry"
WORDS = "search_words"
COLUMNS = "title, head, main, rest, more_title, more, facets"


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX search_entry_words ON {ENTRIES} USING gin (words)")
        # Long values lie apart, so that counting reads few pages.
        schema_editor.execute(f"ALTER TABLE {ENTRIES} SET (toast_tuple_target = 512)")
        schema_editor.execute("DROP INDEX IF EXISTS camtree_search_words")
    else:
        # Tokens come ready made: anything but a space, a quotation mark and a stroke is part of one.
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {WORDS} USING fts5({COLUMNS}, tokenize=\"ascii tokenchars ':=-_.'\")"
        )
    apps.get_model("wagtailsearch", "IndexEntry").objects.all()._raw_delete(schema_editor.connection.alias)


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS search_entry_words")
    else:
        schema_editor.execute(f"DROP TABLE IF EXISTS {WORDS}")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_an_index_of_our_own"), ("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(create, drop)]
