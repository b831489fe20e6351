"""The only way out: public addresses, pinned; no redirect to another host; a limit on time and on size."""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from filon.kernel import demo
from filon.kernel.errors import Refused

PORTS = {"http": 80, "https": 443}
REDIRECTS = 3
CHUNK = 64 * 1024
EMBEDDING = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"), ipaddress.ip_network("2002::/16"))
"""IPv6 ranges that carry an IPv4 address, which could be a private one (RFC 6052, RFC 8215, RFC 3056)."""


class Unreachable(Refused):
    """The other side cannot be reached, or must not be; the sentence says which."""


@dataclass(frozen=True)
class Response:
    """What the other side answered. Header names are in lower case."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = 10.0,
    max_bytes: int = 1024 * 1024,
) -> Response:
    """Asks another server, never inside a transaction. `timeout` is for the whole exchange, in seconds. Raises Unreachable.
    In a demo nothing goes out. `settings.OUTBOUND_ALLOWED_HOSTS` names hosts that may have a private address."""
    if demo.is_demo():
        raise Unreachable(_("This is a demo: nothing goes out of it."))
    deadline = time.monotonic() + timeout
    for _turn in range(REDIRECTS + 1):
        target = _target(url)
        response = _exchange(target, method=method, headers=dict(headers or {}), body=body, deadline=deadline, max_bytes=max_bytes)
        location = response.headers.get("location")
        if response.status not in (301, 302, 303, 307, 308) or location is None:
            return response
        url = urljoin(url, location)
        if (urlsplit(url).scheme, urlsplit(url).netloc) != (target.scheme, target.netloc):
            raise Unreachable(_("%(host)s sends to another address, which is not followed.") % {"host": target.hostname})
        if response.status == 303:
            method, body = "GET", None
    raise Unreachable(_("%(host)s sends from page to page without end.") % {"host": urlsplit(url).hostname})


def _target(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise Unreachable(_("“%(url)s” is not an address on the web: it starts with https:// and holds no password.") % {"url": url})
    return parts


def public_addresses(host: str, port: int) -> list[str]:
    """Every address of a host. Raises Unreachable when it has none, or when one of them is not public."""
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Unreachable(_("%(host)s does not exist, or its name cannot be found now.") % {"host": host}) from error
    is_named = host in getattr(settings, "OUTBOUND_ALLOWED_HOSTS", ())
    if not is_named and not all(is_public(address) for address in found):
        raise Unreachable(_("%(host)s is an address of a private network, where nothing is sent.") % {"host": host})
    return found


def is_public(address: str) -> bool:
    """Could anybody on the internet have that address? False for private, loopback, link-local, reserved, multicast and embedding ones."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in EMBEDDING) or ip.teredo is not None:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _exchange(
    target: SplitResult, *, method: str, headers: dict[str, str], body: bytes | None, deadline: float, max_bytes: int
) -> Response:
    host, port = str(target.hostname), target.port or PORTS[target.scheme]
    address = public_addresses(host, port)[0]
    connection = _Pinned(host, port, address=address, deadline=deadline, is_secure=target.scheme == "https")
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    try:
        connection.request(method, path, body=body, headers={"User-Agent": "Filon", **headers})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Response(answer.status, told, _read(answer, connection, max_bytes))
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(_("%(host)s did not answer in time, or not correctly.") % {"host": host}) from error
    finally:
        connection.close()


def _read(answer: http.client.HTTPResponse, connection: "_Pinned", max_bytes: int) -> bytes:
    content = bytearray()
    while chunk := answer.read1(CHUNK):
        content += chunk
        connection.keep_time()
        if len(content) > max_bytes:
            raise Unreachable(_("%(host)s answers with more than %(largest)s bytes.") % {"host": connection.host, "largest": max_bytes})
    return bytes(content)


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever the name resolves to by now; the certificate is the name's."""

    def __init__(self, host: str, port: int, *, address: str, deadline: float, is_secure: bool) -> None:
        super().__init__(host, port)
        self.address, self.deadline, self.is_secure = address, deadline, is_secure
        self.default_port = PORTS["https" if is_secure else "http"]

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), timeout=self._left())
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) if self.is_secure else plain
        self.keep_time()

    def keep_time(self) -> None:
        """No wait goes beyond the deadline."""
        if self.sock is not None:
            self.sock.settimeout(self._left())

    def _left(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left
