from typing import Any

import pytest

from tests.chromium import ARGUMENTS, chromium_path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium: nothing is downloaded."""
    return {**browser_type_launch_args, "executable_path": chromium_path(), "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}


@pytest.fixture(autouse=True)
def media_through_our_own_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's live server answers for /media/ by itself, without parts. A real server does not."""
    monkeypatch.setattr("django.test.testcases._MediaFilesHandler._should_handle", lambda self, path: False)
