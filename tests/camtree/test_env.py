import pytest
from django.core.exceptions import ImproperlyConfigured

from camtree import env


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(env, "registry", {})


@pytest.fixture
def held(monkeypatch):
    return lambda value: monkeypatch.setenv("A_NAME", value)


def sentence(read, *args, **kwargs) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        read("A_NAME", *args, **kwargs)
    words = str(caught.value)
    assert "A_NAME" in words
    assert words.endswith(".")
    return words


@pytest.mark.parametrize(
    ("read", "args", "expected"),
    [
        (env.text, (), None),
        (env.text, ("x",), "x"),
        (env.secret, ("x",), "x"),
        (env.flag, (True,), True),
        (env.integer, (5,), 5),
        (env.words, ("a, b",), ["a", "b"]),
        (env.words, (), []),
    ],
)
@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_held_gives_the_default(monkeypatch, nothing, read, args, expected):
    monkeypatch.delenv("A_NAME", raising=False)
    if nothing is not None:
        monkeypatch.setenv("A_NAME", nothing)
    assert read("A_NAME", *args) == expected


@pytest.mark.parametrize("yes", ["1", "true", "TRUE", "Yes", "on"])
def test_flag_on(held, yes):
    held(yes)
    assert env.flag("A_NAME", False) is True


@pytest.mark.parametrize("no", ["0", "false", "No", "OFF"])
def test_flag_off(held, no):
    held(no)
    assert env.flag("A_NAME", True) is False


def test_flag_misspelt_names_what_it_held(held):
    held("ture")
    assert '"ture"' in sentence(env.flag, False)


@pytest.mark.parametrize("wrong", ["ten", "1.5", "-1", "4"])
def test_integer_wrong_names_what_it_held_and_what_is_wanted(held, wrong):
    held(wrong)
    words = sentence(env.integer, 9, minimum=5)
    assert f'"{wrong}"' in words
    assert "at least 5" in words


def test_integer_right(held):
    held(" 12 ")
    assert env.integer("A_NAME", 9, minimum=5) == 12


def test_words_right(held):
    held("example.org, www.example.org")
    assert env.words("A_NAME") == ["example.org", "www.example.org"]


@pytest.mark.parametrize("wrong", ["a,,b", "a b", "a,"])
def test_words_wrong(held, wrong):
    held(wrong)
    assert f'"{wrong}"' in sentence(env.words)


def test_choice_wrong_names_the_options(held):
    held("tsl")
    words = sentence(env.choice, "tls", options=["tls", "none"])
    assert '"tsl"' in words
    assert "tls, none" in words


def test_database_addresses(held):
    held("postgresql://ana:pw@db:5433/camtree")
    assert env.database("A_NAME", "sqlite:///x")["PORT"] == 5433
    held("")
    assert env.database("A_NAME", "sqlite:////srv/x.sqlite3")["NAME"] == "/srv/x.sqlite3"


@pytest.mark.parametrize("wrong", ["mysql://ana:hidden@db/x", "ana:hidden@db", "postgresql://ana:hidden@db:port/x"])
def test_database_wrong_never_shows_the_password(held, wrong):
    held(wrong)
    assert "hidden" not in sentence(env.database, "sqlite:///x")


def test_cache_addresses(held):
    held("redis://:pw@cache:6379/1")
    assert env.cache("A_NAME", "")["LOCATION"] == "redis://:pw@cache:6379/1"
    held("memcached://:hidden@cache")
    assert "hidden" not in sentence(env.cache, "")


def test_every_call_is_registered_and_no_secret_shown(held):
    held("")
    env.text("ONE", "x")
    env.secret("TWO", "hidden")
    env.flag("THREE", True)
    assert [(item.name, item.kind, item.default) for item in env.registry.values()] == [
        ("ONE", "text", "x"),
        ("TWO", "secret", ""),
        ("THREE", "flag", "on"),
    ]
