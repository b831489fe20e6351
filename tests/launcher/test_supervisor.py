"""A child is replaced only by one that said it is ready."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from filon.launcher import readiness, supervisor
from filon.launcher.errors import CannotStart
from filon.launcher.supervisor import Child, Supervisor

READY = "import os, time; os.write(int(os.environ.get('FILON_READY_FD') or os.dup(1)), b'.'); time.sleep(60)"
DEAD = "raise SystemExit(1)"


def never() -> bool:
    return False


@pytest.fixture
def child() -> Iterator[Child]:
    found = Child("web", [sys.executable, "-c", READY])
    found.start()
    former = found.process
    yield found
    for process in {former, found.process}:
        if process is not None:
            process.kill()
            process.wait()


def test_replace_asks_the_former_process_to_finish_once_the_new_one_is_ready(child: Child) -> None:
    first = child.process

    former = child.replace(is_over=never)

    assert former is first
    assert former is not None
    assert former.wait(10) == -15
    assert child.is_alive()
    assert child.process is not first


def test_replace_keeps_the_former_process_where_the_new_one_dies(child: Child) -> None:
    first, child.command = child.process, [sys.executable, "-c", DEAD]

    with pytest.raises(CannotStart, match="The new “web” did not become ready, and the former one goes on"):
        child.replace(is_over=never)

    assert child.process is first
    assert child.is_alive()


def test_renewal_that_cannot_be_prepared_replaces_nobody_and_says_so(child: Child, capfd: pytest.CaptureFixture[str]) -> None:
    noted: list[bool] = []

    def refuse() -> None:
        raise CannotStart("The database is away.")

    keeper = Supervisor([child], prepare=refuse, on_renewal=noted.append)
    first = child.process

    keeper._renew()

    assert (child.process, noted) == (first, [False])
    assert "The database is away." in capfd.readouterr().err


def test_renewal_sees_the_former_processes_off(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that does not want to go."""
    noted: list[bool] = []
    monkeypatch.setattr(supervisor, "SECONDS_TO_LEAVE", 0.0)
    keeper = Supervisor([child], on_renewal=noted.append)

    keeper._renew()
    deadline = time.monotonic() + 10
    while keeper.leaving and time.monotonic() < deadline:
        keeper._see_off()

    assert (noted, keeper.leaving) == ([True], {})


def test_wait_for_counts_who_is_ready_and_stops_when_all_are_gone() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"..")

    assert readiness.wait_for(2, reader, seconds=1, is_over=never)
    os.write(writer, b".")
    os.close(writer)
    assert not readiness.wait_for(2, reader, seconds=5, is_over=never)
    os.close(reader)


def test_wait_for_gives_up_after_its_time() -> None:
    reader, writer = os.pipe()

    assert not readiness.wait_for(1, reader, seconds=0.1, is_over=never)
    os.close(reader)
    os.close(writer)


def test_tell_ready_writes_one_byte_where_it_was_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    monkeypatch.setenv(readiness.VARIABLE, str(writer))

    readiness.tell_ready()

    assert os.read(reader, 10) == b"."
    os.close(reader)
    os.close(writer)


def test_tell_ready_says_nothing_where_nobody_asked() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from filon.launcher.readiness import tell_ready; tell_ready()"],
        env={name: value for name, value in os.environ.items() if name != readiness.VARIABLE},
        check=True,
        capture_output=True,
    )

    assert (done.stdout, done.stderr) == (b"", b"")
