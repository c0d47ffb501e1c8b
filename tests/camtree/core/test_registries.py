"""What sections say when they start, and moments they wait for."""

from collections.abc import Callable

from camtree.core.registries import Milestones, Registry


def test_the_same_key_again_replaces_the_value_and_keeps_its_place() -> None:
    registry: Registry[str, int] = Registry()
    registry.add("one", 1)
    registry.add("two", 2)
    registry.add("one", 11)
    assert list(registry.items()) == [("one", 11), ("two", 2)]
    assert (registry.get("two"), registry.get("three")) == (2, None)
    registry.remove("one")
    assert registry.keys() == {"two"}


def test_what_is_marked_is_kept_for_each_key() -> None:
    registry: Registry[type, Callable[[], str]] = Registry()

    @registry.marks(int, float)
    def number() -> str:
        return "number"

    assert list(registry.items()) == [(int, number), (float, number)]
    assert number() == "number"


def test_what_waits_for_a_milestone_happens_once_and_in_order() -> None:
    milestones: Milestones[str, list[str]] = Milestones()

    def first(row: list[str]) -> None:
        row.append("first")

    def second(row: list[str]) -> None:
        row.append("second")

    for action in (first, second, first):
        milestones.at("done", action)
    row: list[str] = []
    milestones.reached("done", row)
    milestones.reached("never", row)
    assert row == ["first", "second"]
