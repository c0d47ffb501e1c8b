from pathlib import Path

import pytest

from tests.bench.pages import PAGES
from tests.bench.peer import PAGES as ITS_PAGES
from tests.bench.peer import peer_at


def test_no_peer_is_named() -> None:
    assert peer_at("") is None


def test_a_checkout_is_known_by_its_application(tmp_path: Path) -> None:
    (tmp_path / "bakerydemo").mkdir()
    (tmp_path / "bakerydemo/wsgi.py").touch()
    assert peer_at(str(tmp_path)) == tmp_path


def test_another_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"is no checkout of wagtail/bakerydemo"):
        peer_at(str(tmp_path))


def test_its_pages_stand_beside_pages_of_ours() -> None:
    assert set(ITS_PAGES) - {page.name for page in PAGES} == set()
