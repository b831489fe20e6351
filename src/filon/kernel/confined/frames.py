"""What goes through the pipe to a confined process and back: a JSON object, then bytes. Never a pickle, for the other side may lie."""

import json
import struct
from typing import IO, Any

SIZES = struct.Struct(">II")
LARGEST = 64 * 1024 * 1024
"""bytes of either part."""


def write(stream: IO[bytes], words: dict[str, Any], content: bytes) -> None:
    """Raises ValueError when one part is larger than a frame may be."""
    told = json.dumps(words, ensure_ascii=False).encode()
    if max(len(told), len(content)) > LARGEST:
        raise ValueError("more than a frame may hold")
    stream.write(SIZES.pack(len(told), len(content)))
    stream.write(told)
    stream.write(content)
    stream.flush()


def read(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Raises EOFError when the other side is gone, ValueError when what it wrote is no frame."""
    told_size, content_size = SIZES.unpack(_exactly(stream, SIZES.size))
    if max(told_size, content_size) > LARGEST:
        raise ValueError("more than a frame may hold")
    words = json.loads(_exactly(stream, told_size))
    if not isinstance(words, dict):
        raise ValueError("a frame begins with a JSON object")
    return words, _exactly(stream, content_size)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found
