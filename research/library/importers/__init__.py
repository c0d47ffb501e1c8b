"""Bringing records of other libraries in. Each format is a module with `records(lines)`; `FORMATS` names them.

A module turns its input into `Record`s and says of each faulty piece where it stands and why it is refused. What
becomes of a record is the same for all formats: `actions.import_record`.
"""

from collections.abc import Callable, Iterable, Iterator

from research.library.importers import dspace_csv
from research.library.importers.records import Record, Refusal

Reader = Callable[[Iterable[str]], Iterator[Record | Refusal]]

FORMATS: dict[str, Reader] = {"dspace-csv": dspace_csv.records}
