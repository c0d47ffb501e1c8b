"""What sections say when they start, kept for a room below them that asks: lower rooms never name upper ones."""

from collections import defaultdict
from collections.abc import Callable, Iterator


class Registry[K, V]:
    """Values by key, in the order in which they were added. The same key again replaces the value.

    Filled in `AppConfig.ready()`, directly or by modules that it imports, and only read afterwards.
    """

    def __init__(self) -> None:
        self._values: dict[K, V] = {}

    def add(self, key: K, value: V) -> None:
        self._values[key] = value

    def marks(self, *keys: K) -> Callable[[V], V]:
        """A decorator that adds what it marks for each of the keys."""

        def keep(value: V) -> V:
            for key in keys:
                self.add(key, value)
            return value

        return keep

    def get(self, key: K) -> V | None:
        return self._values.get(key)

    def __iter__(self) -> Iterator[V]:
        return iter(self._values.values())

    def items(self) -> Iterator[tuple[K, V]]:
        return iter(self._values.items())

    def keys(self) -> frozenset[K]:
        return frozenset(self._values)

    def remove(self, key: K) -> None:
        """Forget a key, for whoever added it for a while."""
        del self._values[key]


class Milestones[M, S]:
    """Moments in the life of a row, and what sections and rooms above do when one is reached."""

    def __init__(self) -> None:
        self._actions: dict[M, list[Callable[[S], object]]] = defaultdict(list)

    def at(self, milestone: M, action: Callable[[S], object]) -> None:
        """Declare what happens, in the same transaction, when a row gets there; declared twice it happens once."""
        if action not in self._actions[milestone]:
            self._actions[milestone].append(action)

    def reached(self, milestone: M, row: S) -> None:
        """Do what was declared, in the order in which it was."""
        for action in self._actions[milestone]:
            action(row)
