import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from filon.kernel import demo, outbound
from filon.kernel.models import Installation
from filon.kernel.outbound import Unreachable, fetch

pytestmark = pytest.mark.django_db


class Neighbour(BaseHTTPRequestHandler):
    """Answers as its path says."""

    def do_GET(self) -> None:
        answers = {
            "/here": (200, {}, self.headers["Host"].encode()),
            "/moved": (302, {"Location": "/here"}, b""),
            "/elsewhere": (302, {"Location": "http://example.org/"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
            "/large": (200, {}, b"x" * 5000),
        }
        if self.path == "/slow":
            time.sleep(1)
        status, headers, body = answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.end_headers()
        self.wfile.write(body[::-1])

    def log_message(self, *arguments: object) -> None:
        """Silent."""


@pytest.fixture(autouse=True)
def _fresh_answer() -> Iterator[None]:
    demo.forget_answer()
    yield
    demo.forget_answer()


@pytest.fixture
def neighbour(settings) -> Iterator[str]:
    """A server on this machine, allowed by name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OUTBOUND_ALLOWED_HOSTS = ["localhost"]
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1",
    ],
)
def test_is_public_refuses_what_is_not(address: str) -> None:
    assert outbound.is_public(address) is False


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_is_public_lets_the_internet_through(address: str) -> None:
    assert outbound.is_public(address) is True


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://0x7f.1/", "http://2130706433/"])
def test_fetch_of_a_private_address_is_refused(url: str) -> None:
    with pytest.raises(Unreachable, match="private network"):
        fetch(url)


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "https://", "http://user:word@example.org/", "example.org"])
def test_fetch_of_what_is_not_on_the_web_is_refused(url: str) -> None:
    with pytest.raises(Unreachable, match="not an address on the web"):
        fetch(url)


def test_fetch_keeps_the_name_and_follows_on_the_same_host(neighbour: str) -> None:
    response = fetch(f"{neighbour}/moved")

    assert (response.status, response.body.decode()) == (200, neighbour.removeprefix("http://"))


def test_fetch_sends_a_body(neighbour: str) -> None:
    assert fetch(f"{neighbour}/", method="POST", body=b"abc").body == b"cba"


@pytest.mark.parametrize(
    ("path", "options", "sentence"),
    [
        ("/elsewhere", {}, "another address"),
        ("/loop", {}, "without end"),
        ("/large", {"max_bytes": 4000}, "more than 4000 bytes"),
        ("/slow", {"timeout": 0.2}, "in time"),
    ],
)
def test_fetch_refuses_an_answer_beyond_its_limits(neighbour: str, path: str, options: dict, sentence: str) -> None:
    with pytest.raises(Unreachable, match=sentence):
        fetch(neighbour + path, **options)


def test_fetch_from_a_demo_is_refused(neighbour: str) -> None:
    Installation.objects.create(demo=True, seed=1)

    with pytest.raises(Unreachable, match="demo"):
        fetch(f"{neighbour}/here")
