"""Where a learner is in a package."""

from collections.abc import Mapping

from learning.packages.models import CoursePackage, PackageRecord


def where_to_begin(package: CoursePackage, records: Mapping[str, PackageRecord]) -> int:
    """The number of the part with which a learner goes on: the one used last while it is not finished, else the first
    that is not finished; the first where all are. `records` are theirs by the id of the part."""
    open_parts = [
        (number, records.get(part["id"]))
        for number, part in enumerate(package.parts, start=1)
        if part["id"] not in records or not records[part["id"]].is_complete
    ]
    used = [(record.saved_at, number) for number, record in open_parts if record is not None]
    return max(used)[1] if used else next((number for number, _record in open_parts), 1)
