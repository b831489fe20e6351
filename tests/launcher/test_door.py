"""Whoever knocks before the server is there, or while it is replaced, waits and is answered."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from filon.launcher.door import open_door
from filon.launcher.errors import CannotStart


@contextmanager
def serving(door: socket.socket) -> Iterator[subprocess.Popen[bytes]]:
    """The application of `tests.launcher.hello`, asked to finish at the end."""
    descriptor = door.fileno()
    process = subprocess.Popen([sys.executable, "-m", "tests.launcher.hello", str(descriptor)], pass_fds=[descriptor])
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def knock(door: socket.socket) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", door.getsockname()[1], timeout=60)
    connection.request("GET", "/")
    return connection


def test_who_knocks_before_the_server_starts_is_answered() -> None:
    with open_door("127.0.0.1", 0) as door:
        early = knock(door)

        with serving(door):
            assert early.getresponse().read() == b"hello"


@pytest.mark.slow
def test_who_knocks_between_two_servers_is_answered_by_the_second() -> None:
    with open_door("127.0.0.1", 0) as door:
        with serving(door):
            assert knock(door).getresponse().status == 200
        between = knock(door)

        with serving(door):
            assert between.getresponse().read() == b"hello"


def test_door_that_another_program_holds_is_refused_with_a_sentence() -> None:
    with open_door("127.0.0.1", 0) as door:
        port = door.getsockname()[1]

        with pytest.raises(CannotStart, match=f"Another program uses port {port}: stop it, or choose another port"):
            open_door("127.0.0.1", port)
