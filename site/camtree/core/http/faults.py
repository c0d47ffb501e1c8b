"""Faults that are no faults of the code: a part that is away, busy or full; something that nobody could keep."""

import errno
from typing import Final

from django.db import DataError, InterfaceError, OperationalError
from django.utils.datastructures import MultiValueDictKeyError

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE})
# Answers of a bucket that let nobody do anything, with keys that are over or requests that are too many.
REFUSALS: Final = frozenset({401, 403, 429})
# Modules whose errors mean that another server did not answer, or not with what was asked for.
CLIENTS: Final = ("botocore.", "urllib3.", "redis.")


def cannot_be_read(error: BaseException | None) -> bool:
    """Whether somebody sent what no form of ours makes and no database keeps: a NUL, half a surrogate pair, a number
    beyond all bounds, JSON deeper than anybody writes, a form without its own fields. Our forms and readers refuse it;
    this is for the views of others."""
    match error:
        case MultiValueDictKeyError():
            return True
        case UnicodeEncodeError():
            return "surrogates" in error.reason
        case DataError():
            return True
        case OverflowError():
            return "SQLite INTEGER" in str(error)
        case RecursionError():
            return "JSON" in str(error)
        case ValueError():
            return "NUL" in str(error) or "null character" in str(error)
    return False


def is_part_away(error: BaseException | None) -> bool:
    """Whether this came from a part that is away, or from one on which this one was raised."""
    seen = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, FileNotFoundError):  # a bucket said that there is no such file: it is there
            return False
        if isinstance(error, OperationalError | InterfaceError | ConnectionError | TimeoutError):
            return True
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if type(error).__module__.startswith(CLIENTS):
            told = getattr(error, "response", None)
            status = told.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) if isinstance(told, dict) else 500
            return bool(status >= 500 or status in REFUSALS)
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False
