"""What a page costs a phone. Data is bought by the megabyte."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.demo.pages import PAGES

WEIGHED = ["home", "collection", "report", "course", "lesson", "recorded webinar", "lead", "library", "search"]
WITHOUT_IMAGES, WITH_IMAGES = 60_000, 150_000


def weigh(page: Any, address: str) -> tuple[dict[str, int], set[str]]:
    """Bytes over the line by kind of resource, and the hosts that were asked."""
    answers: list[Any] = []
    page.on("requestfinished", lambda request: answers.append(request))
    page.goto(address, wait_until="networkidle")
    weights: dict[str, int] = {}
    for request in answers:
        size = request.sizes()["responseBodySize"]
        weights[request.resource_type] = weights.get(request.resource_type, 0) + size
    return weights, {urlsplit(request.url).netloc for request in answers if not request.url.startswith("data:")}


@pytest.mark.parametrize("kind", WEIGHED)
def test_a_page_is_light_on_a_phone(page: Any, at: Callable[[str], str], demo_address: str, kind: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    weights, hosts = weigh(page, at(PAGES[kind]))
    text = sum(size for resource, size in weights.items() if resource not in {"image", "media"})
    pictures = weights.get("image", 0)
    print(f"WEIGHT {kind}: {text} bytes, with images {text + pictures}")
    assert text <= WITHOUT_IMAGES, weights
    assert text + pictures <= WITH_IMAGES, weights
    assert hosts == {urlsplit(demo_address).netloc}
