"""How long the browser tests wait for their server, and what a run says about time."""

import os
import time

from tests.browser.demo.server import Patience, processor_time
from tests.conftest import seconds_by_folder


def test_patience_lasts_while_something_changes_and_no_longer() -> None:
    patience = Patience(seconds=10, begun=0)
    assert patience.lasts(9, "a line")
    assert patience.lasts(18, "a line")
    assert not patience.lasts(19, "a line")
    assert patience.lasts(20, "another line")
    assert patience.lasts(29, "another line")
    assert not patience.lasts(30, "another line")


def test_the_processor_s_time_of_a_process_is_told() -> None:
    before, until = processor_time(os.getpid()), time.process_time() + 0.1
    while time.process_time() < until:
        pass
    assert before == [] or processor_time(os.getpid()) != before
    assert processor_time(2**30) == []


def test_time_is_counted_by_folder() -> None:
    told = [
        ("tests/leads/test_a.py::test_a", 1.5),
        ("tests/leads/b/test_b.py::test_b", 2.0),
        ("tests/test_c.py::c", 4.0),
    ]
    assert seconds_by_folder(told) == [("tests", 4.0), ("tests/leads", 3.5)]
