import json

import pytest

from camtree.core.words.json import DEEPEST, JsonError, read_json
from camtree.core.words.signs import all_without_unstorable


@pytest.mark.parametrize(
    "value", [{"name": "a", "n": [1, -2.5, None, True]}, "نص 教师 😀", [], 2**63 - 1, [[[[["five deep"]]]]]]
)
def test_what_a_browser_sends_is_read(value):
    assert read_json(json.dumps(value)) == value
    assert read_json(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "NaN",
        '{"number": Infinity}',
        '{"number": -Infinity}',
        '{"number": 1e999}',
        '{"number": 100000000000000000000}',
        "1" * 5000,
        "[" * 100_000,
        "[" * (DEEPEST + 2) + "]" * (DEEPEST + 2),
        '{"a":' * 100_000,
        '{"html": "a\\u0000b"}',
        '{"html": "\\ud83d"}',
        '{"\\ude00": 1}',
        '["\\ud83d", "\\ude00"]',
        b'{"html": "\xff"}',
        b"\xff\xfe",
    ],
)
def test_everything_else_is_one_error(text):
    with pytest.raises(JsonError):
        read_json(text)


def test_the_line_of_the_fault_is_told():
    with pytest.raises(JsonError) as caught:
        read_json('[\n1,\n"a]')
    assert caught.value.line == 3


def test_signs_that_cannot_be_kept_are_left_to_whoever_asks_for_them():
    told = read_json('{"a\\u0000": ["x\\ud800y", {"b": "\\u0000"}], "n": 1}', any_signs=True)
    assert all_without_unstorable(told) == {"a": ["xy", {"b": ""}], "n": 1}


def test_a_whole_pair_is_one_sign():
    assert read_json('"\\ud83d\\ude00"') == "😀"
