"""What a confined process is asked in the tests."""

import os
import socket
import sys
import time
from typing import Any

_jobs: list[int] = []
Answer = tuple[dict[str, Any], bytes]


def echo(words: dict[str, Any], content: bytes) -> Answer:
    return {**words, "process": os.getpid()}, content[::-1]


def remember(_words: dict[str, Any], _content: bytes) -> Answer:
    _jobs.append(1)
    return {"former": len(_jobs) - 1}, b""


def die(words: dict[str, Any], _content: bytes) -> Answer:
    os.kill(os.getpid(), words["signal"])
    return {}, b""


def sleep(words: dict[str, Any], _content: bytes) -> Answer:
    time.sleep(words["seconds"])
    return {}, b""


def burn(_words: dict[str, Any], _content: bytes) -> Answer:
    while True:
        pass


def swallow(words: dict[str, Any], _content: bytes) -> Answer:
    return {"size": len(bytearray(words["size"]))}, b""


def leave(_words: dict[str, Any], _content: bytes) -> Answer:
    os._exit(3)


def fail(_words: dict[str, Any], _content: bytes) -> Answer:
    raise KeyError("what")


def write(words: dict[str, Any], _content: bytes) -> Answer:
    with open(words["path"], "w", encoding="ascii") as file:
        file.write("content")
    return {}, b""


def print_out(_words: dict[str, Any], _content: bytes) -> Answer:
    sys.stdout.write("this is not a frame\n")
    os.write(1, b"nor this")
    return {"said": True}, b""


def surroundings(_words: dict[str, Any], _content: bytes) -> Answer:
    return {"environment": dict(os.environ), "folder": os.getcwd(), "socket": socket.AF_INET}, b""
