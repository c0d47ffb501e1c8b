"""Identifiers of reports, such as `CT-2026-0041.2`."""

import re

_NUMBER = re.compile(r"\.(\d+)$")


def version_in(identifier: str) -> int:
    """The number at the end of an identifier such as `CT-2026-0041.2`; 1 where there is none."""
    found = _NUMBER.search(identifier)
    return int(found[1]) if found else 1


def work_in(identifier: str) -> str:
    """The identifier of the work, which all its versions share."""
    return _NUMBER.sub("", identifier)
