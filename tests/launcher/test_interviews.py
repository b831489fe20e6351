"""The commands: what they write, their exit codes, and that a killed run leaves nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from filon.cli import main
from filon.engines.interviews.checker import check
from filon.engines.interviews.generator import generate

SIZE = (20, 250, 7)


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with forum.json, plan.json and report.json."""
    folder = tmp_path_factory.mktemp("forum")
    (folder / "forum.json").write_text(json.dumps(generate(*SIZE)))
    words = ["interviews", "solve", f"{folder}/forum.json", "--out", f"{folder}/plan.json", "--report", f"{folder}/report.json"]
    previous = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    assert main(words) == 0
    for number, handler in previous.items():
        signal.signal(number, handler)
    return folder


def documents(folder: Path, *names: str) -> list[object]:
    return [json.loads((folder / name).read_text()) for name in names]


def test_solve_writes_a_possible_schedule_and_its_report(solved: Path):
    forum, plan, report = documents(solved, "forum.json", "plan.json", "report.json")

    verdict = check(forum, plan)

    assert verdict.conflicts == ()
    assert isinstance(report, dict)
    assert report["score"]["weight"] == verdict.scores.weight
    assert report["seconds"] > 0
    assert report["peak_memory_bytes"] > 1_000_000


def test_repair_writes_the_schedule_and_the_forum_after_the_event(solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    words = ["interviews", "repair", f"{solved}/forum.json", f"{solved}/plan.json", "--cancel-company", "2"]

    code = main([*words, "--out", f"{tmp_path}/new.json", "--instance-out", f"{tmp_path}/after.json"])

    after, new, before = *documents(tmp_path, "after.json", "new.json"), *documents(solved, "plan.json")
    assert code == 0
    assert "nothing else changed" in capsys.readouterr().out
    assert check(after, new, before).conflicts == ()
    assert [row for row in new["interviews"] if row[1] == 2] == []


@pytest.mark.parametrize(
    "event", [["--close-interviewer", "0,0,0"], ["--withdraw-student", "3"], ["--add-student", "{folder}/student.json"]]
)
def test_every_event_has_its_option(solved: Path, tmp_path: Path, event: list[str]):
    forum, _ = documents(solved, "forum.json", "plan.json")
    presence = forum["companies"][0]["presence"][0]
    (tmp_path / "student.json").write_text(json.dumps({**forum["students"][0], "busy": [], "away": []}))
    words = [word.format(folder=tmp_path).replace("0,0,0", f"0,{presence['day']},{presence['site']}") for word in event]

    code = main(["interviews", "repair", f"{solved}/forum.json", f"{solved}/plan.json", *words, "--out", f"{tmp_path}/new.json"])

    assert code == 0
    assert (tmp_path / "new.json").exists()


def test_why_answers_in_the_language_asked_for(solved: Path, capsys: pytest.CaptureFixture[str]):
    words = ["interviews", "why", f"{solved}/forum.json", f"{solved}/plan.json", "--student", "5"]

    assert main([*words, "--language", "en"]) == 0

    forum, _ = documents(solved, "forum.json", "plan.json")
    assert len(capsys.readouterr().out.splitlines()) == len(forum["students"][5]["wishes"])


def test_refusal_is_a_sentence_and_exit_code_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "forum.json").write_text('{"format": "filon-interviews/0"}')

    code = main(["interviews", "solve", f"{tmp_path}/forum.json", "--out", f"{tmp_path}/plan.json"])

    captured = capsys.readouterr()
    assert code == 1
    assert captured.err.startswith('format: expected "filon-interviews/1", found "filon-interviews/0"')
    assert not (tmp_path / "plan.json").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["solve", "forum.json"],
        ["solve", "forum.json", "--out", "plan.json", "--time-limit", "0"],
        ["repair", "forum.json", "plan.json", "--out", "new.json"],
        ["repair", "forum.json", "plan.json", "--close-interviewer", "1,2", "--out", "new.json"],
    ],
)
def test_misuse_is_exit_code_two(words: list[str]):
    with pytest.raises(SystemExit) as ended:
        main(["interviews", *words])

    assert ended.value.code == 2


@pytest.mark.slow
@pytest.mark.parametrize(("number", "codes"), [(signal.SIGTERM, {0}), (signal.SIGKILL, {-signal.SIGKILL})])
def test_run_that_is_ended_leaves_a_whole_schedule_or_none(tmp_path: Path, number: signal.Signals, codes: set[int]):
    forum = generate(60, 1000, 1, site_rule="gap")
    (tmp_path / "forum.json").write_text(json.dumps(forum))
    words = [sys.executable, "-m", "filon", "interviews", "solve", "forum.json", "--out", "plan.json"]
    run = subprocess.Popen(words, cwd=tmp_path, env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (tmp_path / "plan.json").exists() and run.poll() is None:
        time.sleep(0.01)

    run.send_signal(number)

    assert run.wait(timeout=120) in codes
    assert check(forum, json.loads((tmp_path / "plan.json").read_text())).conflicts == ()
