"""Whoever is erased is found nowhere: every table of the demo is searched for the address and the name."""

from collections.abc import Iterator

import pytest
from django.db import connection
from wagtail.models import PageLogEntry, Revision

from camtree.members.models import User
from camtree.members.personal_data import erase

pytestmark = pytest.mark.django_db


def tables() -> Iterator[tuple[str, list[str]]]:
    """Every table with its columns."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            yield table, [column.name for column in connection.introspection.get_table_description(cursor, table)]


def found(word: str) -> set[str]:
    """The tables in which a word stands."""
    places = set()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, columns in tables():
            held = " OR ".join(f"CAST({quote(column)} AS TEXT) LIKE %s" for column in columns)
            statement = f"SELECT 1 FROM {quote(table)} WHERE {held} LIMIT 1"  # noqa: S608 - names of our own tables
            cursor.execute(statement, [f"%{word}%"] * len(columns))
            if cursor.fetchone():
                places.add(table)
    return places


# What is published keeps its names: reports and their versions, what pages of others say, and what is made from them.
PUBLISHED = {"research_reportauthor", "research_reportpage", "research_reportversion", "learning_coursepage"}
PUBLISHED |= {"webinars_webinarspeaker", "research_collectioncurator", "insights_insightreportpage"}
PUBLISHED |= {"wagtail_localize_string", "wagtail_localize_stringtranslation", "wagtail_localize_translationsource"}
PUBLISHED |= {"wagtailcore_page", "wagtailcore_pagelogentry", "wagtailcore_revision"}
# What is found by it: the index of those pages.
PUBLISHED |= {"search_entry", "search_words", "search_words_content"}


@pytest.mark.parametrize("address", ["author", "member", "lead", "reviewer"])
def test_nothing_is_left_of(address):
    member = User.objects.get(email=f"{address}@demo.camtree.test")
    name = member.display_name
    assert found(member.email)
    erase(member)
    assert found(f"{address}@demo.camtree.test") == set()
    left = {table for table in found(name) if "wagtailsearch" not in table}
    assert left - PUBLISHED == set()
    # Of pages that nobody published nothing is left, whoever shares them.
    for revision in Revision.objects.filter(content__icontains=name).select_related("content_type"):
        assert revision.content_object.first_published_at is not None, revision
    for entry in PageLogEntry.objects.filter(data__icontains=name):
        assert entry.page.first_published_at is not None, entry
