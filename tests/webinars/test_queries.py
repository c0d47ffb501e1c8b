"""What the webinar index offers to narrow it by."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, Locale

from camtree.media.models import CamtreeMedia, CaptionTrack
from tests.factories.pages import make_translation, make_webinar
from webinars.models import WebinarPage, WebinarSeries
from webinars.queries import programme, series_of

pytestmark = pytest.mark.django_db


def make_series(name: str, **translations: str) -> WebinarSeries:
    series = WebinarSeries.objects.create(name=name, locale=Locale.objects.get(language_code="en"))
    for language, translated in translations.items():
        row = series.copy_for_translation(Locale.objects.get(language_code=language))
        row.name = translated
        row.save()
    return series


def titles(language: str, **query: Any) -> list[str]:
    shown = programme(Locale.objects.get(language_code=language), {name: str(value) for name, value in query.items()})
    return sorted(webinar.title for webinar in [*shown["upcoming"], *shown["recordings"]])


def test_a_series_narrows_what_is_to_come_and_what_is_past() -> None:
    first, second = make_series("First steps"), make_series("Writing up")
    make_webinar("Coming", series=first)
    make_webinar("Past", series=first, in_days=-7)
    make_webinar("Other", series=second)
    make_webinar("Alone")
    assert titles("en", series=first.pk) == ["Coming", "Past"]
    assert titles("en", series=first.pk, show="recordings") == ["Past"]
    assert titles("en") == ["Alone", "Coming", "Other", "Past"]
    assert titles("en", series=10**11) == []


@pytest.mark.parametrize("odd", ["²", "x", "-1", "9" * 5000, "1 or 1"])
def test_an_odd_series_breaks_nothing(odd: str, client: Client) -> None:
    assert client.get("/en/webinars/", {"series": odd}).status_code == 200


def test_a_series_is_one_in_all_languages() -> None:
    """Webinars with a translation point at the row of their language, the others at the English one."""
    series = make_series("First steps", ar="الخطوات الأولى")
    arabic = series.get_translation(Locale.objects.get(language_code="ar"))
    translated = make_translation(make_webinar("Coming", series=series))
    translated.series = arabic
    translated.title = "قادم"
    translated.save_revision().publish()
    make_webinar("Only in English", series=series)
    for row in (series, arabic):
        assert titles("ar", series=row.pk) == ["Only in English", "قادم"]
        assert titles("en", series=row.pk) == ["Coming", "Only in English"]


def test_series_have_the_name_a_reader_knows_best() -> None:
    both, english = make_series("B", ar="ب"), make_series("A")
    unused, hidden = make_series("Unused"), make_series("Hidden")
    for series in (both, english):
        make_webinar(f"On {series}", series=series)
    make_webinar("Draft", series=hidden, live=False)

    def offered(language: str) -> list[tuple[str, str]]:
        locale = Locale.objects.get(language_code=language)
        return series_of(WebinarPage.objects.shown_in(locale), locale)

    arabic = both.get_translation(Locale.objects.get(language_code="ar"))
    assert offered("en") == [(str(english.pk), "A"), (str(both.pk), "B")]
    assert offered("ar") == [(str(english.pk), "A"), (str(arabic.pk), "ب")]
    assert unused.name not in dict(offered("en")).values()


def test_the_index_offers_series_where_there_is_a_choice(client: Client) -> None:
    first, second = make_series("First steps"), make_series("Writing up")
    make_webinar("Coming", series=first)
    assert 'name="series"' not in client.get("/en/webinars/").content.decode()
    make_webinar("Other", series=second)
    html = client.get("/en/webinars/", {"series": second.pk}).content.decode()
    assert '<label for="series">Series</label>' in html
    assert '<option value="">All series</option>' in html
    assert f'<option value="{second.pk}" selected>Writing up</option>' in html
    assert f'<option value="{first.pk}">First steps</option>' in html
    assert "Other" in html
    assert "Coming" not in html.split("</form>")[1]
    assert "كل السلاسل" in client.get("/ar/webinars/").content.decode()


def test_a_series_with_a_new_name_is_shown_at_once(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    first, second = make_series("First steps"), make_series("Writing up")
    make_webinar("Coming", series=first)
    make_webinar("Other", series=second)
    assert "Writing up" in client.get("/en/webinars/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        second.name = "Writing well"
        second.save()
    assert "Writing well" in client.get("/en/webinars/").content.decode()


def test_the_index_finds_the_minute(client: Client) -> None:
    media = CamtreeMedia.objects.create(title="Talk", file="media/talk.mp4", type="video")
    CaptionTrack.objects.create(media=media, language="en", file="tracks/t.vtt", cues=[[754, "Who drew a hexagon?"]])
    webinar = make_webinar("Talk in pairs", in_days=-7, recording=media)
    make_webinar("Hexagons", series=make_series("Geometry"))
    make_webinar("Squares")
    html = client.get("/en/webinars/?q=hexagon").content.decode()
    shown = html.split('<ol class="hits">')[1].split("</ol>")[0]
    assert sorted(re.findall(r"<h3><a[^>]*>(.*?)</a></h3>", shown)) == ["<mark>Hexagons</mark>", "Talk in pairs"]
    assert f'<a href="{webinar.url}?t=754">' in shown
    assert "At 12:34 in the recording" in shown
    assert "Who drew a <mark>hexagon</mark>?" in shown
    assert "Squares" not in html


@pytest.mark.parametrize("number", ["0", "7", "²", "-1", "9" * 300])
def test_words_that_nothing_says_and_odd_pages(number: str, client: Client) -> None:
    make_webinar("Squares")
    answer = client.get("/ar/webinars/", {"q": "zebu", "page": number})
    assert answer.status_code == 200
    assert '<ol class="hits">' not in answer.content.decode()
    assert client.get("/en/webinars/", {"q": "squares", "page": number}).status_code == 200


def test_what_is_said_in_a_private_recording_is_found_by_nobody(client: Client) -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    media = CamtreeMedia.objects.create(title="Talk", file="media/talk.mp4", type="video")
    CaptionTrack.objects.create(media=media, language="en", file="tracks/t.vtt", cues=[[754, "Who drew a hexagon?"]])
    make_webinar("Talk in pairs", in_days=-7, recording=media)
    assert "Who drew a" in client.get("/en/webinars/?q=hexagon").content.decode()
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    media.collection = closed
    media.save()
    assert "Who drew a" not in client.get("/en/webinars/?q=hexagons").content.decode()


def test_what_comes_next_stands_there_and_all_of_it_on_pages() -> None:
    for number in range(14):
        make_webinar(f"Talk {number:02}", in_days=number + 1)
    english = Locale.objects.get(language_code="en")
    assert [row.title for row in programme(english, {})["upcoming"]] == [f"Talk {number:02}" for number in range(12)]
    assert titles("en", show="upcoming", page=2) == ["Talk 12", "Talk 13"]
    page = Client().get("/en/webinars/").content.decode()
    assert "All 14 upcoming webinars" in page
    assert "Talk 12" not in page
    assert "Talk 12" in Client().get("/en/webinars/?show=upcoming&page=2").content.decode()
