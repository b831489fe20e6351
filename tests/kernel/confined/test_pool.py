"""A confined process answers, or is ended; whatever happens, the one who asked goes on."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from filon.kernel.confined import Broken, Cause, Pool

ROOT = str(Path(__file__).resolve().parents[3])
MEMORY = 512 * 1024 * 1024
KEPT_OR_FRESH = pytest.mark.parametrize("is_fresh", [False, True], ids=["kept", "fresh"])
MakePool = Callable[..., Pool]


@pytest.fixture
def pool() -> Iterator[MakePool]:
    made: list[Pool] = []

    def make(job: str, *, seconds: int = 20, memory: int = MEMORY, jobs: int = 5, size: int = 2, is_fresh: bool = False) -> Pool:
        made.append(Pool(f"tests.kernel.confined.jobs:{job}", seconds, memory, jobs, size, is_fresh, {"PYTHONPATH": ROOT}))
        return made[-1]

    yield make
    for one in made:
        one.close()


def cause_of(pool: Pool, **words: object) -> Cause:
    with pytest.raises(Broken) as broken:
        pool.ask(words)
    return broken.value.cause


def test_ask_answers_words_and_bytes(pool: MakePool) -> None:
    words, content = pool("echo").ask({"said": "œuvre"}, b"abc" * 100_000)

    assert words["said"] == "œuvre"
    assert content == b"cba" * 100_000


def test_process_is_kept_for_its_jobs_and_then_replaced(pool: MakePool) -> None:
    asked = pool("echo", jobs=2)

    processes = [asked.ask({})[0]["process"] for _ in range(4)]

    assert processes[0] == processes[1] != processes[2] == processes[3]
    assert os.getpid() not in processes


def test_fresh_process_never_serves_again(pool: MakePool) -> None:
    asked = pool("remember", is_fresh=True)

    assert [asked.ask({})[0]["former"] for _ in range(3)] == [0, 0, 0]


def test_kept_process_remembers(pool: MakePool) -> None:
    asked = pool("remember")

    assert [asked.ask({})[0]["former"] for _ in range(3)] == [0, 1, 2]


@pytest.mark.slow
@KEPT_OR_FRESH
def test_job_that_waits_too_long_is_ended(pool: MakePool, is_fresh: bool) -> None:
    assert cause_of(pool("sleep", seconds=1, is_fresh=is_fresh), seconds=60) is Cause.TIME


@pytest.mark.slow
@KEPT_OR_FRESH
def test_job_that_computes_too_long_is_ended(pool: MakePool, is_fresh: bool) -> None:
    assert cause_of(pool("burn", seconds=2, is_fresh=is_fresh)) is Cause.TIME


@KEPT_OR_FRESH
def test_job_that_takes_too_much_memory_is_refused(pool: MakePool, is_fresh: bool) -> None:
    assert cause_of(pool("swallow", is_fresh=is_fresh), size=2 * MEMORY) is Cause.MEMORY


@KEPT_OR_FRESH
def test_job_that_ends_its_process_is_told(pool: MakePool, is_fresh: bool) -> None:
    assert cause_of(pool("leave", is_fresh=is_fresh)) is Cause.CRASH


@KEPT_OR_FRESH
@pytest.mark.parametrize(("number", "cause"), [(signal.SIGXCPU, Cause.TIME), (signal.SIGABRT, Cause.MEMORY), (signal.SIGSEGV, Cause.CRASH)])
def test_signal_that_ends_a_process_says_why(pool: MakePool, is_fresh: bool, number: signal.Signals, cause: Cause) -> None:
    assert cause_of(pool("die", is_fresh=is_fresh), signal=int(number)) is cause


@KEPT_OR_FRESH
def test_job_that_fails_is_told_with_its_reason(pool: MakePool, is_fresh: bool) -> None:
    with pytest.raises(Broken, match="KeyError: 'what'"):
        pool("fail", is_fresh=is_fresh).ask({})


@pytest.mark.slow
def test_fork_of_an_ended_job_does_not_live_on(pool: MakePool, tmp_path: Path) -> None:
    asked = pool("sleep", seconds=2, is_fresh=True)
    before = {child.pid for child in psutil.Process().children(recursive=True)}

    assert cause_of(asked, seconds=60) is Cause.TIME

    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before


def test_pool_answers_again_after_a_failure(pool: MakePool) -> None:
    asked = pool("swallow", size=1)

    assert cause_of(asked, size=2 * MEMORY) is Cause.MEMORY
    assert asked.ask({"size": 10}) == ({"size": 10}, b"")


def test_job_writes_no_file(pool: MakePool, tmp_path: Path) -> None:
    path = tmp_path / "file"

    assert cause_of(pool("write"), path=str(path)) is Cause.CRASH
    assert not path.exists() or path.read_bytes() == b""


def test_job_that_prints_does_not_break_the_answer(pool: MakePool) -> None:
    assert pool("print_out").ask({}) == ({"said": True}, b"")


def test_job_knows_nothing_of_our_environment(pool: MakePool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")

    words, _content = pool("surroundings").ask({})

    assert set(words["environment"]) <= {"LANG", "LC_CTYPE", "PYTHONPATH"}
    assert words["folder"] == "/"


def test_more_askers_than_processes_are_all_answered(pool: MakePool) -> None:
    asked, found = pool("echo", size=2), []

    threads = [threading.Thread(target=lambda number=number: found.append(asked.ask({"n": number})[0]["n"])) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == list(range(8))


@pytest.mark.slow
def test_asker_who_finds_no_place_is_told(pool: MakePool) -> None:
    assert cause_of(pool("echo", seconds=1, size=0)) is Cause.BUSY
