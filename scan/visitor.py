"""Somebody signed in, for a tool: an officer of the demo, who may do most."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from e2e.demo import OFFICER
from e2e.server import Server


@dataclass
class Visitor:
    """Where the site is, and the cookies that open it."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(fields or {}) if method == "POST" else None, headers)
        response = connection.getresponse()
        for header in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        body = response.read().decode(errors="replace")
        connection.close()
        return response.status, body


def signed_in(server: Server) -> Visitor:
    """Raises RuntimeError when the demo does not let the officer in."""
    visitor = Visitor(server.address)
    _status, page = visitor.ask("GET", "/connexion")
    row = next((row for row in page.split("<tr>") if OFFICER in unescape(row)), "")
    enter = re.search(r'action="(/demonstration/[^"]+)"', row)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', row)
    if enter is None or token is None:
        raise RuntimeError(f"{OFFICER} is not on the sign-in page of the demo")
    status, _page = visitor.ask("POST", enter[1], {"csrfmiddlewaretoken": token[1]})
    if status != http.client.SEE_OTHER:
        raise RuntimeError(f"the demo answers {status} to {OFFICER}")
    return visitor
