"""Lines for a collector: one JSON object each, tied to its request or task, and without personal data.

Messages of the house name objects by their numbers. What others write may quote what a person typed: an exception is told by its type, the
code and the constraint of PostgreSQL and the lines of code it went through, never by its own words; Django's line about a request by the
name of the route, never by the address. The key of a link (`people.keys`) is struck out of every line, in either form, whoever wrote it."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from filon.kernel import requestid
from filon.kernel.operations.routes import route_of

MOST_FRAMES = 30
KEY = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])", re.ASCII)
"""256 bits as an address holds them: whoever reads one may do what its link allows."""
STRUCK = "…"


def without_keys(line: str) -> str:
    return KEY.sub(STRUCK, line)


class TextLines(logging.Formatter):
    """For people: the sentence, and the trace of an exception, with the words they were written in; no key of a link."""

    def format(self, record: logging.LogRecord) -> str:
        return without_keys(super().format(record))


class JsonLines(logging.Formatter):
    """`time level logger request message`, then what belongs to the line: `route method status ms queries`, or `error`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": requestid.current.get() or _identifier(record),
            "message": without_keys(_message(record)),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _error(record.exc_info[1])
        return without_keys(json.dumps(line, ensure_ascii=False, default=str))


def _identifier(record: logging.LogRecord) -> str:
    """Django speaks of an answer once it has left the middleware that gives the identifier."""
    request = getattr(record, "request", None)
    return str(request.META.get(requestid.KEY, "")) if isinstance(request, HttpRequest) else ""


def _message(record: logging.LogRecord) -> str:
    """Of Django and other libraries that speak of a request: status and route; a sentence whose words were given, as it was written."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        return f"{getattr(record, 'status_code', '')} on {route_of(request)}".strip()
    return record.getMessage() if record.name.startswith("filon.") else str(record.msg)


def _error(error: BaseException) -> dict[str, Any]:
    told: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    cause = error.__cause__ if error.__cause__ is not None else error
    diagnosis = getattr(cause, "diag", None)
    told |= {"sqlstate": diagnosis.sqlstate, "constraint": diagnosis.constraint_name} if diagnosis is not None else {}
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return told | {"at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}
