"""The drill itself, with few people and nothing that is stopped."""

import json
from typing import Any

import pytest

from tests.drill import __main__ as drill
from tests.drill.parts import Part
from tests.drill.people import Told
from tests.drill.places import drill_held, drill_places


class Inside:
    """Asks in this process, by way of JSON as the other does."""

    def ask(self, _deed: str, **words: Any) -> Any:
        return json.loads(json.dumps(drill_held(**words)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("site_after_flush")
def test_people_who_are_acknowledged_are_found(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill, "AWAY", 0)
    monkeypatch.setattr(drill, "PLACES", 3)
    monkeypatch.setattr("tests.drill.places.PLACES", 3)
    places = drill_places(registering=4, answering=2, saving=2, rounds=["nothing"])
    places = json.loads(json.dumps(places))
    part = Part("nothing", lambda: None, lambda: None)
    inside: Any = Inside()
    assert drill.round_of(part, 1, live_server.thread.port, places, inside) == 0
    held = drill_held(places["groups"]["nothing"]["pk"])
    assert sorted(state for rows in held["places"].values() for state in rows) == ["joined"] * 3 + ["waiting"]
    assert set(held["answers"].values()) == {"turn 1.3"}
    assert set(held["texts"].values()) == {"<p>turn 1.3</p>"}


@pytest.mark.parametrize(
    ("held", "is_lost"),
    [({"7": "b"}, False), ({"7": "c"}, False), ({"7": "a"}, True), ({}, True)],
    ids=["what was acknowledged", "what was sent after it", "what was before it", "nothing"],
)
def test_what_counts_as_lost(held: dict[str, str], is_lost: bool) -> None:
    assert drill._is_lost(Told(7, last="b", since=["c"]), held) is is_lost
