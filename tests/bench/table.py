"""The table that a person reads: figures beside what they may be at most, and a mark where they are more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

MARK = "✗"
NAME = 21  # letters


@dataclass(frozen=True)
class Figure:
    """A number, and the most that it may be; None where nothing is wanted of it."""

    value: float
    most: float | None = None
    digits: int = 0

    @property
    def is_missed(self) -> bool:
        """As a person reads it: 3.004 is printed as 3.00, and is no more than 3."""
        return self.most is not None and round(self.value, self.digits) > self.most

    def __str__(self) -> str:
        number = f"{self.value:.{self.digits}f}"
        if self.most is None:
            return number
        return f"{number} > {self.most:g} {MARK}" if self.is_missed else f"{number} ≤ {self.most:g}"


def say(line: str) -> None:
    """Print at once, also where nobody but a file listens."""
    print(line, flush=True)


@dataclass
class Table:
    """Prints itself line by line, and remembers in `missed` the sentence of each figure that was too large.

    `groups` are names of groups of columns, each with the names of its columns and how many letters each is wide.
    """

    groups: Sequence[tuple[str, Mapping[str, int]]]
    write: Callable[[str], object] = say
    missed: list[str] = field(default_factory=list)
    _part: str = ""

    def head(self) -> None:
        """The two lines above all rows."""
        self._line("", [(group, sum(columns.values())) for group, columns in self.groups])
        self._line("", [column for _group, columns in self.groups for column in columns.items()])

    def part(self, title: str) -> None:
        """A line above the rows that belong together."""
        self._part = title
        self.write(f"\n{title}")

    def row(self, name: str, *figures: Figure | None) -> None:
        """One line: a figure for each column, None where there is none."""
        columns = [(group, *column) for group, columns in self.groups for column in columns.items()]
        for (group, column, _width), figure in zip(columns, figures, strict=True):
            if figure is not None and figure.is_missed:
                self.missed.append(f"{self._part}, {name}, {group}: {column} {figure}")
        self._line(
            name,
            [
                ("-" if figure is None else str(figure), width)
                for (*_names, width), figure in zip(columns, figures, strict=True)
            ],
        )

    def fact(self, name: str, figure: Figure, unit: str) -> None:
        """One line with one figure, which has no column."""
        if figure.is_missed:
            self.missed.append(f"{name}: {figure} {unit}")
        self.write(f"{name}: {figure} {unit}".rstrip())

    def line(self, name: str, *figures: Figure | str) -> None:
        """One line with several figures and their units, in turn, beside no columns."""
        for figure in figures:
            if isinstance(figure, Figure) and figure.is_missed:
                self.missed.append(f"{self._part}, {name}: {figure}")
        self.write(f"  {name:<{NAME}}" + " ".join(f"{figure!s:>9}" for figure in figures).rstrip())

    def verdict(self) -> int:
        """Print what was missed. The exit code: 0 where nothing was, else 1."""
        self.write("")
        for sentence in self.missed:
            self.write(f"{MARK} {sentence}")
        self.write(f"Limits missed: {len(self.missed)}." if self.missed else "Every limit was kept.")
        return 1 if self.missed else 0

    def _line(self, name: str, cells: Sequence[tuple[str, int]]) -> None:
        self.write("".join([f"{name:<{NAME}}", *(f"{text:<{width}}" for text, width in cells)]).rstrip())
