"""Our own PostgreSQL, really started, in a folder of the test."""

import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tools.clean import remove

from filon.launcher import cluster, postgres, postmaster
from filon.launcher.errors import CannotStart
from filon.launcher.place import PORT, Place, is_short_enough, place_of

pytestmark = pytest.mark.slow


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A FILON_VAR of its own, with its database stopped and removed at the end (as root it lies elsewhere)."""
    yield tmp_path / "var"
    place = place_of(tmp_path / "var")
    postmaster.stop(place)
    for folder in (place.base, place.socket):
        remove(folder)


def _who(place: Place) -> tuple[object, ...] | None:
    with psycopg.connect(**place.application().connection()) as connection:  # type: ignore[arg-type]
        return connection.execute("SELECT current_user::text, current_database()::text").fetchone()


def test_running_ends_when_the_last_user_leaves(var: Path) -> None:
    with postgres.running(var) as place:
        assert _who(place) == ("filon_app", "filon")
        with postgres.running(var):
            assert postgres.is_running(var) is True
        assert postgres.is_running(var) is True

    assert postgres.is_running(var) is False


def test_start_keeps_it_until_stop(var: Path) -> None:
    postgres.start(var)
    with postgres.running(var):
        pass
    assert postgres.is_running(var) is True

    assert postgres.stop(var) is True
    assert postgres.is_running(var) is False
    assert postgres.stop(var) is False


def test_folders_are_private_and_there_is_no_tcp(var: Path) -> None:
    with postgres.running(var) as place:
        modes = {stat.S_IMODE(folder.stat().st_mode) for folder in (place.base, place.data, place.socket)}
        with psycopg.connect(**place.owner().connection()) as connection:  # type: ignore[arg-type]
            listening = connection.execute("SELECT current_setting('listen_addresses')").fetchone()

    assert modes == {0o700}
    assert listening == ("",)


def test_wrong_password_is_refused(var: Path) -> None:
    with postgres.running(var) as place:
        known = {**place.application().connection(), "password": "guess"}
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(**known)  # type: ignore[arg-type]


def test_killed_server_recovers_and_keeps_what_was_committed(var: Path) -> None:
    with postgres.running(var) as place:
        with psycopg.connect(**place.owner().connection()) as connection:  # type: ignore[arg-type]
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        pid = postmaster.process_id(place)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while postmaster.process_id(place) is not None:
            os.waitpid(pid, 0)

        with postgres.running(var), psycopg.connect(**place.owner().connection()) as connection:  # type: ignore[arg-type]
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_killed_server_comes_back_although_its_number_is_another_process_by_now(var: Path) -> None:
    with postgres.running(var) as place:
        with subprocess.Popen(["sleep", "60"], **cluster.as_system_user(place)) as other:
            killed = postmaster.process_id(place)
            assert killed is not None
            os.kill(killed, signal.SIGKILL)
            os.waitpid(killed, 0)
            lock = place.socket / f".s.PGSQL.{PORT}.lock"
            lock.write_text(lock.read_text().replace(str(killed), str(other.pid), 1))

            revived = postgres.revive(var)

            other.kill()
        assert revived is True
        assert _who(place) == ("filon_app", "filon")


def test_folder_of_another_version_is_refused_with_a_sentence(var: Path) -> None:
    with postgres.running(var) as place:
        pass
    (place.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(CannotStart, match=r"was written by PostgreSQL 17 and Filon now brings 18"), postgres.running(var):
        pass


def test_full_disk_is_refused_with_a_sentence(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ROOM_NEEDED", 2**62)

    with pytest.raises(CannotStart, match=r"has less than \d+ MB free"), postgres.running(var):
        pass


def test_socket_folder_open_to_others_is_refused(var: Path) -> None:
    with postgres.running(var) as place:
        pass
    place.socket.chmod(0o755)

    with pytest.raises(CannotStart, match="must be a folder of mode 0700"), postgres.running(var):
        pass


def test_long_path_still_gets_a_short_socket(tmp_path: Path) -> None:
    assert is_short_enough(place_of(tmp_path / ("x" * 120)).socket) is True
