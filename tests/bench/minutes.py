"""How long the search takes to find the minute in 500 hours of captions, and in pages with many hours each.

A pytest file that nothing collects by itself, for a PostgreSQL whose database is another's:

    DATABASE_URL=postgresql://camtree@127.0.0.1:5432/camtree .venv/bin/python -m pytest -n 0 -s tests/bench/minutes.py

HOURS=50 makes fewer. The words are invented and come as often as words of a language do.
"""

import os
import random
from itertools import count
from statistics import quantiles
from time import perf_counter

import pytest
from django.db import connection
from wagtail.models import Locale

from camtree.media.models import CamtreeMedia, CaptionTrack
from camtree.search.queries import find
from tests.factories.pages import make_webinar

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("site_after_flush")]

HOURS = int(os.environ.get("HOURS", "500"))
MOST_MS = 100
ASKS = 60
# Nine words in each of so many cues: as many as somebody says in an hour.
CUES, WORDS = 1000, 9
SYLLABLES = ["ta", "ko", "mi", "ra", "len", "dor", "vi", "sa", "pe", "nu", "gor", "hal", "ste", "bri", "olm", "ek"]


def vocabulary(chance: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < 20_000:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(words)


def test_the_minute_in_many_hours() -> None:
    chance = random.Random(14)
    words = vocabulary(chance)
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    numbers = count(1)

    def hour() -> CamtreeMedia:
        number = next(numbers)
        media = CamtreeMedia.objects.create(title=f"Talk {number}", file=f"media/{number}.mp4", type="video")
        said = chance.choices(words, weights, k=CUES * WORDS)
        cues = [[int(at * 3600 / CUES), " ".join(said[at * WORDS : (at + 1) * WORDS])] for at in range(CUES)]
        CaptionTrack.objects.create(media=media, language="en", file=f"tracks/{number}.vtt", cues=cues)
        return media

    begun = perf_counter()
    for number in range(HOURS):
        make_webinar(f"Talk {number}", in_days=-7 - number, recording=hour())
    print(f"\n{HOURS} hours indexed in {perf_counter() - begun:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    english = Locale.objects.get(language_code="en")
    # Each twentieth place: frequent, middling and rare words, and two of them together.
    slowest = 0.0
    for name, first, last, number in (
        ("frequent", 5, 100, 1), ("middling", 300, 2000, 1), ("rare", 10_000, 20_000, 1), ("two words", 20, 2000, 2),
    ):  # fmt: skip
        times = []
        for _ask in range(ASKS):
            asked = " ".join(chance.sample(words[first:last], number))
            begun = perf_counter()
            results = find(asked, english, "webinar")
            times.append((perf_counter() - begun) * 1000)
            assert not results.total or results.hits[0].said is not None or results.is_broader
        p95 = quantiles(times, n=20)[-1]
        slowest = max(slowest, p95)
        print(f"{name:10} median {sorted(times)[len(times) // 2]:6.1f} ms, p95 {p95:6.1f} ms")
    assert slowest < MOST_MS
