"""The slip of a running Filon: what `filon reload` reads while it is written."""

import fcntl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from filon.launcher import environment
from filon.launcher.environment import Environment
from filon.launcher.errors import CannotStart
from filon.launcher.run import LOCK, Slip, _only_one, _slip_of


@pytest.fixture
def here(tmp_path: Path) -> Environment:
    return environment.read({"FILON_VAR": str(tmp_path)})


@pytest.fixture
def slip(here: Environment) -> Iterator[Slip]:
    with _only_one(here) as written:
        yield written


def renew_often(slip: Slip, turns: int) -> None:
    for _turn in range(turns):
        slip.note(is_renewed=True)


def test_slip_is_whole_whenever_it_is_read(here: Environment, slip: Slip) -> None:
    with ThreadPoolExecutor(1) as writer:
        writing = writer.submit(renew_often, slip, 3000)
        counts = [_slip_of(here)[1]]
        while not writing.done():
            counts.append(_slip_of(here)[1])

    assert counts == sorted(counts)
    assert _slip_of(here)[1:] == (3000, 3000)


def test_slip_of_nobody_is_refused(here: Environment) -> None:
    with pytest.raises(CannotStart, match="No `filon run` is at work"):
        _slip_of(here)


def test_slip_of_one_that_is_just_starting_is_refused_with_what_to_do(here: Environment) -> None:
    with (here.var / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(CannotStart, match=r"just starting .* ask again"):
            _slip_of(here)
