"""The tests themselves."""

import pytest


def test_no_browser_is_started_by_a_parameter_of_its_name(request: pytest.FixtureRequest) -> None:
    """A test with an argument `page` is given playwright's, and drags all browser tests in between the others, whose
    database they empty."""
    wrong = [
        item.nodeid
        for item in request.session.items
        if "[chromium" in item.nodeid and not item.nodeid.startswith("tests/browser/")
    ]
    assert wrong == []
