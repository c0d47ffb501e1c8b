"""Passages of files are found by their own words: each a row, with a GIN index on PostgreSQL, a table of FTS5 on SQLite.

The column they were in stays until no running release writes it.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import camtree.search.fields

PASSAGES = "search_entrypassage"
WORDS = "search_passage_words"


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        # What is written waits in no list, which each search would read from end to end.
        schema_editor.execute(f"CREATE INDEX {WORDS} ON {PASSAGES} USING gin (words) WITH (fastupdate = off)")
    else:
        schema_editor.execute(f"CREATE VIRTUAL TABLE {WORDS} USING fts5(words, tokenize=\"ascii tokenchars ':=-_.'\")")


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {WORDS}")
    else:
        schema_editor.execute(f"DROP TABLE IF EXISTS {WORDS}")


class Migration(migrations.Migration):
    dependencies = [("search", "0005_synonyms_in_languages_of_the_site")]
    operations = [
        migrations.CreateModel(
            name="EntryPassage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("language", models.CharField(blank=True, max_length=12)),
                ("second", models.PositiveIntegerField(null=True)),
                ("title", models.CharField(blank=True, max_length=255)),
                ("address", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("words", camtree.search.fields.WordsField(blank=True)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="search.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "passage of an entry of the search index",
                "constraints": [models.UniqueConstraint(fields=("entry", "place"), name="search_passage_of_entry")],
            },
        ),
        migrations.RunPython(create, drop),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="entry", name="passages")]
        ),
    ]
