"""Recordings on other sites."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from tests.factories.pages import make_webinar
from tests.factories.recordings import ENGLISH, SPANISH, make_recorded, make_recording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_on_disk")]
HERE = "http://testserver"


def ask(address: str, **more: Any) -> Any:
    return Client().get("/oembed/", {"url": address, **more})


def test_the_page_says_where_it_is_told_and_the_frame_plays_with_captions() -> None:
    media = make_recording(en=ENGLISH, es=SPANISH)
    webinar = make_recorded(media, title="Talk in “pairs”", speakers=2)
    page = BeautifulSoup(Client().get(webinar.url).content, "html.parser")
    (link,) = page.select("link[type='application/json+oembed']")
    assert parse_qs(urlsplit(str(link["href"])).query)["url"] == [HERE + webinar.url]
    told = Client().get(str(link["href"]).removeprefix(HERE)).json()
    assert {name: told[name] for name in ("version", "type", "title", "author_name", "width", "height")} == {
        "version": "1.0", "type": "video", "title": "Talk in “pairs”", "author_name": "Speaker 0, Speaker 1",
        "width": 640, "height": 360,
    }  # fmt: skip
    (frame,) = BeautifulSoup(told["html"], "html.parser").select("iframe")
    assert (frame["title"], frame["width"], frame["height"]) == ("Talk in “pairs”", "640", "360")
    answer = Client().get(str(frame["src"]).removeprefix(HERE))
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    film = BeautifulSoup(answer.content, "html.parser")
    assert [track["srclang"] for track in film.select("track")] == ["en", "es"]
    assert film.select("source")[0]["src"] == media.url
    assert film.select("p a")[0]["href"] == HERE + webinar.url


def test_a_moment_is_kept() -> None:
    webinar = make_recorded()
    told = ask(f"{HERE}{webinar.url}?t=754").json()
    source = BeautifulSoup(told["html"], "html.parser").select("iframe")[0]["src"]
    assert str(source).endswith(f"/en/webinars/{webinar.slug}/embed/?t=754")
    assert "#t=754" in Client().get(str(source).removeprefix(HERE)).content.decode()


@pytest.mark.parametrize(
    ("room", "size"),
    [
        ({"maxwidth": "320"}, (320, 180)),
        ({"maxheight": "90"}, (160, 90)),
        ({"maxwidth": "0"}, (1, 1)),
        ({"maxwidth": "x", "maxheight": "9" * 400}, (640, 360)),
    ],
)
def test_it_fits_the_room_there_is(room: dict[str, str], size: tuple[int, int]) -> None:
    told = ask(HERE + make_recorded().url, **room).json()
    assert (told["width"], told["height"]) == size


def test_of_nothing_else_anything_is_told() -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    private = make_recorded(make_recording(collection=closed), title="Private")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    coming, public = make_webinar("To come"), make_recorded(title="Public")
    for address in (private.url, coming.url, "/en/webinars/none/", "/en/", "/xx/webinars/public/"):
        assert ask(HERE + address).status_code == 404
    assert ask(f"http://elsewhere.test{public.url}").status_code == 404
    assert Client().get("/oembed/").status_code == 404
    assert Client().get(f"/en/webinars/{private.slug}/embed/").status_code == 404
    assert ask(HERE + public.url, format="xml").status_code == 501
    assert "oembed" not in Client().get(private.url).content.decode()
