"""The column that holds the words of an entry."""

from typing import Any

from django.db import models


class WordsField(models.TextField):
    """On PostgreSQL a `tsvector`, put together by us and never by PostgreSQL's parser. On SQLite nothing lies here:
    the words are in a table of FTS5 beside (migration 0002)."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder_sql(self, value: Any, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s", (value,)
