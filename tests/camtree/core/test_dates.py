"""One way of writing days and moments in each language: Babel's, with the reader's zone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone, translation

from camtree.core.templatetags.core_tags import local_date, local_moment, local_time

TEMPLATES = Path(__file__).parents[3] / "templates"
MOMENT = datetime(2026, 11, 29, 17, 28, tzinfo=UTC)


@pytest.mark.parametrize("style", ["DATE_FORMAT", "DATETIME_FORMAT", "TIME_FORMAT"])
def test_no_template_writes_dates_in_another_way(style):
    assert [str(path) for path in TEMPLATES.rglob("*") if path.is_file() and style in path.read_text()] == []


@pytest.mark.parametrize(
    ("language", "day", "moment", "time"),
    [
        ("en", "29 November 2026", "Sun, 29 Nov 2026, 17:28", "17:28"),
        ("es", "29 de noviembre de 2026", "dom, 29 nov 2026, 17:28", "17:28"),
        ("fr", "29 novembre 2026", "dim. 29 nov. 2026, 17:28", "17:28"),
        ("zh-hans", "2026年11月29日", "2026年11月29日周日 17:28", "17:28"),
    ],
)
def test_how_a_day_is_written(language, day, moment, time):
    with translation.override(language), timezone.override("UTC"):
        assert (local_date(MOMENT), local_moment(MOMENT), local_time(MOMENT)) == (day, moment, time)


def test_in_the_zone_of_the_reader():
    with translation.override("en"), timezone.override("Asia/Almaty"):
        assert (local_date(MOMENT), local_time(MOMENT)) == ("29 November 2026", "22:28")


def test_nothing_is_nothing():
    assert (local_date(None), local_moment(None), local_time(None)) == ("", "", "")
