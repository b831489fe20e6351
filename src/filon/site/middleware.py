"""What every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "private, no-cache",
}
"""Pages are for one person: nobody between keeps them, and going back asks again. What sets its own (static files, downloads) keeps it."""
OUTSIDE_DJANGO = {**HEADERS, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
"""For an answer given before Django is asked, with what its own middleware would add."""


class SecurityHeaders:
    """Adds our headers to every answer that has not set its own; Django's SecurityMiddleware adds nosniff, referrer, opener and HSTS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
