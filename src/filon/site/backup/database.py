"""The database as compressed SQL: written by `pg_dump`, read back through the owner's own connection, in her transaction."""

from __future__ import annotations

import gzip
import re
import subprocess
import tempfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice, takewhile
from typing import IO, Any

import psycopg
from django.db import connections
from django.utils.translation import gettext as _

from filon.kernel.errors import Refused
from filon.launcher import programs
from filon.launcher.addresses import Address
from filon.site.backup.snapshot import OWNER, server

OPTIONS = ("--format=plain", "--no-owner", "--no-privileges", "--no-comments", "--encoding=UTF8")
"""Whoever restores owns what is restored, and `filon migrate` gives the application its rights again."""
PREAMBLE = 40
"""lines at the beginning of a dump, among which its settings."""
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
"""Written by newer programs for any server; without it the usual value, 0, holds."""
LAST_WORDS = b"-- PostgreSQL database dump complete\n"
COPY = re.compile(rb"COPY .+ FROM stdin;\n")
END_OF_ROWS = b"\\.\n"
FOR_PSQL = (b"\\restrict ", b"\\unrestrict ")
"""Lines that speak to `psql`; nothing else of a dump does, and here nobody would listen."""
GZIP = 31
"""`wbits` of zlib for the header and the checksum of gzip."""
CHUNK = 1024 * 1024


@contextmanager
def dumped(token: str) -> Iterator[Compressed]:
    """The SQL of the snapshot. Raises Refused when `pg_dump` fails, CannotStart when there is none for this server."""
    program, address = programs.pg_dump_for(server()), owner()
    command = [str(program), *OPTIONS, f"--snapshot={token}", programs.named(address)]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=programs.variables(address))
        try:
            yield Compressed(_known_everywhere(process.stdout))
            if process.wait():
                raise Refused(_("The database could not be saved: %(reason)s") % {"reason": _reason(said)})
        finally:
            process.kill()
            process.wait()


def _known_everywhere(lines: IO[bytes] | None) -> Iterator[bytes]:
    """The dump, without the one setting that servers before 17 refuse."""
    if lines is not None:
        yield from (line for line in islice(lines, PREAMBLE) if line != UNKNOWN_BEFORE_17)
        yield from iter(lambda: lines.read(CHUNK), b"")


class Compressed:
    """A stream of bytes, read compressed."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = filter(None, _gzip(pieces))

    def read(self, _size: int = -1, /) -> bytes:
        """The next piece, whatever its size; empty at the end."""
        return next(self._pieces, b"")


def _gzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    compressor = zlib.compressobj(level=3, wbits=GZIP)
    yield from map(compressor.compress, pieces)
    yield compressor.flush()


def lines_of(content: IO[bytes]) -> Iterator[bytes]:
    """The SQL, line by line. Raises Refused at the end when it was cut."""
    last: deque[bytes] = deque(maxlen=10)
    try:
        for line in gzip.GzipFile(fileobj=content):
            last.append(line)
            yield line
    except (EOFError, OSError, zlib.error) as error:
        raise _unreadable() from error
    if LAST_WORDS not in last:
        raise _unreadable()


def load(lines: Iterable[bytes]) -> None:
    """Runs the SQL as the owner, inside the caller's transaction. Raises Refused with what PostgreSQL says."""
    connections[OWNER].ensure_connection()
    connection: psycopg.Connection[Any] = connections[OWNER].connection
    try:
        with connection.cursor() as cursor:
            _run(cursor, iter(lines))
            cursor.execute("RESET search_path")
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise Refused(_("The database refused the backup, and nothing of it was kept: %(reason)s") % {"reason": reason}) from error


def _run(cursor: psycopg.Cursor[Any], lines: Iterator[bytes]) -> None:
    """Statements as they come, and the rows of each table as `COPY` takes them."""
    statements: list[bytes] = []
    for line in lines:
        if COPY.fullmatch(line):
            cursor.execute(b"".join(statements))
            statements.clear()
            with cursor.copy(line) as rows:
                for row in takewhile(END_OF_ROWS.__ne__, lines):
                    rows.write(row)
        elif not line.startswith(FOR_PSQL):
            statements.append(line)
    cursor.execute(b"".join(statements))


def owner() -> Address:
    """Of this place, as Django connects to it."""
    named: dict[str, Any] = connections[OWNER].settings_dict
    options = tuple((key, str(value)) for key, value in named["OPTIONS"].items())
    return Address(named["NAME"], named["USER"], named["PASSWORD"], named["HOST"], str(named["PORT"]), options)


def _unreadable() -> Refused:
    return Refused(_("This backup is damaged: its database cannot be read to the end. Take another one."))


def _reason(said: IO[bytes]) -> str:
    """What the program said of the error."""
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines() or ["?"]
    return next((line for line in lines if "error:" in line), lines[-1])
