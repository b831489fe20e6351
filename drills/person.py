"""A person at her browser: she signs in, sends forms, and sends the same form again until somebody answers."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

BOUNDARY = "filon-drill-boundary"
TIMEOUT = 30.0
PATIENCE = 120.0
"""seconds for which she sends the same form again."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 0.8
AGAIN = {409, 429, 500, 502, 503, 504, 507}
"""Answers after which the same form is worth sending again."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: bytes


@dataclass(frozen=True)
class Upload:
    """One file of a form."""

    field: str
    name: str
    content: bytes


class NotAccepted(Exception):  # noqa: N818  an answer, not a defect of the drill
    """A form that should have been accepted was refused, or nobody answered for too long."""


@dataclass
class Person:
    """One session; used by one thread. `refusals` are the sentences of answers that were not what she wanted."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)
    broken: int = 0

    def sign_in(self, link: str) -> None:
        path = urlsplit(link).path
        self.ask("GET", path)
        answer = self.ask("POST", path, {})
        if answer.status != http.client.SEE_OTHER:
            raise NotAccepted(f"signing in: {answer.status}")

    def colleague(self) -> Person:
        """The same session in another window."""
        return Person(self.port, dict(self.cookies))

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, *, upload: Upload | None = None, key: UUID | None = None
    ) -> Answer:
        """One request on a connection of its own. Raises OSError or HTTPException when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            body, content_type = (None, "") if fields is None else self._body(fields, upload)
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Accept-Language": "en"}
            headers |= {"Content-Type": content_type, "Origin": f"http://127.0.0.1:{self.port}"} if body is not None else {}
            headers |= {"Idempotency-Key": str(key)} if key else {}
            connection.request(method, path, body, headers)
            return self._read(connection.getresponse())
        finally:
            connection.close()

    def _body(self, fields: dict[str, str], upload: Upload | None) -> tuple[bytes, str]:
        given = {**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        if upload is None:
            return urlencode(given).encode(), "application/x-www-form-urlencoded"
        parts = [_part(f'name="{name}"', value.encode()) for name, value in given.items()]
        parts.append(_part(f'name="{upload.field}"; filename="{upload.name}"', upload.content))
        return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()]), f"multipart/form-data; boundary={BOUNDARY}"

    def _read(self, response: http.client.HTTPResponse) -> Answer:
        body = response.read()
        for header in response.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        self.statuses[response.status] = self.statuses.get(response.status, 0) + 1
        return Answer(response.status, response.headers.get("Location", ""), body)

    def insist(self, path: str, fields: dict[str, str], *, upload: Upload | None = None, key: UUID | None = None) -> Answer:
        """Sends a form, and the same again with the same key, until it is accepted. Raises NotAccepted."""
        key, deadline, pause = key or uuid4(), time.monotonic() + PATIENCE, FIRST_PAUSE
        while time.monotonic() < deadline:
            answer = self.attempt(path, fields, upload=upload, key=key)
            if answer is not None and answer.status == http.client.SEE_OTHER:
                return answer
            if answer is not None and answer.status not in AGAIN:
                raise NotAccepted(f"POST {path}: {answer.status} {sentence_of(answer)}")
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        raise NotAccepted(f"POST {path}: nobody accepted it for {PATIENCE:.0f} seconds")

    def attempt(self, path: str, fields: dict[str, str], *, upload: Upload | None = None, key: UUID) -> Answer | None:
        """Sends a form once; None when nobody answers."""
        try:
            return self.ask("POST", path, fields, upload=upload, key=key)
        except (OSError, http.client.HTTPException):
            self.broken += 1
            return None


def _part(named: str, content: bytes) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {named}\r\n\r\n".encode() + content + b"\r\n"


def sentence_of(answer: Answer) -> str:
    """What a page of refusal says: its errors where a form has any, else all of it without its frame."""
    text = answer.body.decode(errors="replace")
    start = max(text.find('<section class="errors"'), text.find("<main"))
    end = text.find("</section>" if text.startswith("<section", start) else "</main>", start)
    return " ".join(re.sub(r"<[^>]*>", " ", text[start:end]).split())[:400]
