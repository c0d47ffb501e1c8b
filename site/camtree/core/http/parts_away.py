"""Faults that are no faults of the code: a database, a storage or a disk that is away, busy or full."""

import errno
from typing import Final

from django.db import InterfaceError, OperationalError

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE})
# Modules whose errors mean that another server did not answer, or not with what was asked for.
CLIENTS: Final = ("botocore.", "urllib3.", "redis.")


def is_part_away(error: BaseException | None) -> bool:
    """Whether this came from a part that is away, or from one on which this one was raised."""
    seen = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, OperationalError | InterfaceError | ConnectionError | TimeoutError):
            return True
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if type(error).__module__.startswith(CLIENTS):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False
