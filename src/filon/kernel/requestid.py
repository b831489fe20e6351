"""The identifier that ties log lines and audit events to one request or one task."""

from contextvars import ContextVar

KEY = "filon.request_id"
"""Under which the WSGI environment keeps it, for what is logged once the answer has left the house."""

current: ContextVar[str] = ContextVar("filon_request_id", default="")
