"""What is rendered once for everybody."""

from datetime import UTC, datetime

import pytest

from camtree.core.templatetags import kept_tags
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_page
from webinars.models import WebinarPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seconds", [0, 600])
def test_a_kept_piece_does_not_show_the_time_zone_of_whoever_asked_first(
    monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    monkeypatch.setattr(kept_tags, "SECONDS", seconds)
    make_page(WebinarPage, "Past", starts_at=datetime(2026, 3, 1, 12, 30, tzinfo=UTC))
    for zone in ("Pacific/Auckland", "America/Lima"):
        html = browser_of(make_member(time_zone=zone)).get("/en/webinars/").content.decode()
        assert "Recorded on 1 March 2026" in html
        assert f'data-time-zone="{zone}"' in html


def test_a_zone_that_nobody_chose_is_not_told_to_the_browser() -> None:
    for browser in (browser_of(None), browser_of(make_member())):
        assert "data-time-zone" not in browser.get("/en/webinars/").content.decode()
