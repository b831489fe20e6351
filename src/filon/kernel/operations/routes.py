"""The name under which a request is counted and logged."""

from django.http import HttpRequest

MACHINES = frozenset({"live", "ready", "metrics"})
"""Routes that machines ask for every few seconds: always let in, measured, not logged."""


def route_of(request: HttpRequest) -> str:
    """The name of the address, never the address; "none" for one that leads nowhere."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "none"
