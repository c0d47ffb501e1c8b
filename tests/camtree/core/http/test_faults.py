"""What a visitor is told while a part is away that comes back by itself."""

import errno

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.utils.datastructures import MultiValueDictKeyError
from redis.exceptions import TimeoutError as RedisTimeoutError

from camtree.core.http.faults import cannot_be_read, is_part_away

SAYS = "A part of our servers does not answer just now."


@pytest.mark.parametrize(
    ("error", "is_away"),
    [
        (OperationalError("database is locked"), True),
        (InterfaceError("connection already closed"), True),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1"), True),
        (ConnectTimeoutError(endpoint_url="http://127.0.0.1"), True),
        (RedisTimeoutError(), True),
        (IntegrityError("duplicate key"), False),
        (FileNotFoundError(errno.ENOENT, "No such file"), False),
        (ValueError("a fault of ours"), False),
        (None, False),
    ],
)
def test_which_faults_are_those_of_a_part(error, is_away):
    assert is_part_away(error) is is_away


def test_a_fault_that_was_raised_on_another():
    error = RuntimeError("the page could not be made")
    error.__cause__ = OperationalError("the server closed the connection")
    assert is_part_away(error) is True


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/en/research/", "/en/account/login/", "/en/search/?q=time"])
def test_a_page_without_the_database(client, monkeypatch, path):
    def away(*args, **kwargs):
        raise OperationalError("the server closed the connection unexpectedly")

    client.raise_request_exception = False
    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    monkeypatch.setattr("django.db.backends.utils.CursorWrapper._execute", away, raising=False)
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert SAYS in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_is_still_one(client, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    client.raise_request_exception = False
    monkeypatch.setattr("home.models.HomePage.get_context", broken)
    answer = client.get("/en/")
    assert answer.status_code == 500
    assert SAYS not in answer.content.decode()


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    ("error", "cannot"),
    [
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), True),
        (UnicodeEncodeError("ascii", "é", 0, 1, "ordinal not in range(128)"), False),
        (ValueError("A string literal cannot contain NUL (0x00) characters."), True),
        (ValueError("embedded null character"), True),
        (ValueError("a fault of ours"), False),
        (DataError("integer out of range"), True),
        (OverflowError("Python int too large to convert to SQLite INTEGER"), True),
        (OverflowError("a fault of ours"), False),
        (RecursionError("maximum recursion depth exceeded while decoding a JSON array from a unicode string"), True),
        (RecursionError("maximum recursion depth exceeded"), False),
        (MultiValueDictKeyError("items-count"), True),
        (KeyError("a fault of ours"), False),
        (None, False),
    ],
)
def test_what_nobody_could_keep(error, cannot):
    assert cannot_be_read(error) is cannot


@pytest.mark.django_db
def test_a_view_that_falls_over_it_answers_in_words(client, monkeypatch):
    def fall(*args, **kwargs):
        raise OverflowError("Python int too large to convert to SQLite INTEGER")

    client.raise_request_exception = False
    monkeypatch.setattr("home.models.HomePage.get_context", fall)
    answer = client.get("/en/")
    assert (answer.status_code, answer.content.decode()) == (
        400,
        "This could not be read. Please load the page again.",
    )


def test_a_file_that_a_bucket_does_not_have_is_no_part_that_is_away():
    """One lost picture would end a whole run of the timer, and be told as a fault that passes."""
    said = {"Error": {"Code": "404"}, "ResponseMetadata": {"HTTPStatusCode": 404}}
    missing = FileNotFoundError("a.png")
    missing.__context__ = ClientError(said, "HeadObject")
    assert is_part_away(missing) is False
    assert is_part_away(ClientError(said, "HeadObject")) is False
    assert is_part_away(ClientError({"ResponseMetadata": {"HTTPStatusCode": 503}}, "PutObject")) is True
    assert is_part_away(ClientError({"ResponseMetadata": {"HTTPStatusCode": 403}}, "PutObject")) is True
