"""Log lines: JSON, one object a line, where machines read them; plain columns where people do."""

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

from .log_words import without_secrets
from .request_id import current_request_id

# What every LogRecord carries by itself; whatever else is on a record came in through `extra=`.
STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request_id"}

# Objects that Django puts on its records: they say nothing as text, or say too much.
LEFT_OUT: Final = frozenset({"request", "server_time"})


class PeopleFilter(logging.Filter):
    """Takes out of every record what leads to a person (`log_words.py`), before any formatter writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        try:
            message = record.getMessage()
        except Exception:  # a library's arguments that do not fit its words: no reason to fail a request
            message = f"{record.msg} (its arguments do not fit)"
        record.msg, record.args = without_secrets(message, request), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text, record.exc_info = without_secrets(record.exc_text, request), None
        for name, value in list(vars(record).items()):
            if name not in STANDARD and name not in LEFT_OUT and not isinstance(value, int | float | None):
                setattr(record, name, without_secrets(str(value), request))
        return True


class RequestIdFilter(logging.Filter):
    """Write the current request's identifier on every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id() or "-"
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time in UTC, level, logger, message, request, and what `extra=` brought."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", "-"),
        }
        for name, value in vars(record).items():
            if name not in STANDARD and name not in LEFT_OUT:
                line[name] = value
        if record.exc_text or record.exc_info:
            line["exception"] = record.exc_text or self.formatException(record.exc_info)  # type: ignore[arg-type]
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        return json.dumps(line, default=str, ensure_ascii=False)
