"""Every table that people take along as CSV has columns that can be told apart."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import get_resolver
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from camtree.core.papers.spreadsheets import csv_answer, distinct

ROOMS = ("site/camtree", "home", "research", "learning", "webinars", "leads", "insights")


def our_views() -> list[type[Any]]:
    """Views of ours that Wagtail writes as a spreadsheet."""
    get_resolver().url_patterns  # noqa: B018 - whatever has a view is loaded by now
    found, waiting = [], [SpreadsheetExportMixin]
    while waiting:
        view = waiting.pop()
        waiting.extend(view.__subclasses__())
        if view.__module__.split(".")[0] in {
            "camtree",
            "home",
            "research",
            "learning",
            "webinars",
            "leads",
            "insights",
        }:
            found.append(view)
    return [view for view in dict.fromkeys(found) if getattr(view, "list_export", None)]


def test_what_wagtail_writes_has_distinct_headings() -> None:
    views = our_views()
    assert {"CoursesView", "InterestIndexView"} <= {view.__name__ for view in views}
    for view in views:
        headings = [str(view.export_headings.get(name, name)) for name in view.list_export]
        assert len(headings) == len(set(headings)), (view, headings)


def test_no_table_of_ours_is_written_another_way() -> None:
    writers = [
        str(path.relative_to(settings.BASE_DIR))
        for room in ROOMS
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py")
        if re.search(r"\bcsv\.(writer|DictWriter)\b", path.read_text())
    ]
    assert writers == ["site/camtree/core/papers/spreadsheets.py"]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["name", "day"], ["name", "day"]),
        (["Quiz", "Quiz", "Quiz"], ["Quiz", "Quiz (2)", "Quiz (3)"]),
        (["Quiz", "Quiz (2)", "Quiz"], ["Quiz", "Quiz (2)", "Quiz (3)"]),
    ],
)
def test_columns_of_one_name_get_a_number(names: list[str], told: list[str]) -> None:
    assert distinct(names) == told
    answer: Any = csv_answer([names, ["1"] * len(names)], "table.csv")
    head, row = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert (head, row) == (told, ["1"] * len(names))
