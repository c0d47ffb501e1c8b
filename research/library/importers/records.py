"""What every importer yields."""

from dataclasses import dataclass, field

from research.library.dates import PartialDate


@dataclass(frozen=True)
class Refusal:
    """A piece of input that was not taken: where it stands, which record it is, and why."""

    line: int
    identifier: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.identifier or 'no id'}: {self.reason}"


@dataclass(frozen=True)
class Record:
    """A report as another library describes it."""

    line: int
    source: str
    title: str
    language: str
    # As the library writes them, such as `Kuutti, Julius`.
    authors: list[str] = field(default_factory=list)
    abstract: str = ""
    issued: PartialDate | None = None
    address: str = ""
    publisher: str = ""
    kind: str = ""
    other_titles: list[str] = field(default_factory=list)
