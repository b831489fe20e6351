"""The identifier that ties log lines and audit events to one request or one task."""

from contextvars import ContextVar

current: ContextVar[str] = ContextVar("filon_request_id", default="")
