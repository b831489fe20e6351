"""Everything the audit records is told in words, and nothing is told that is never recorded."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import filon
from filon.kernel.registry import AuditedSubject, all_of

SOURCES = Path(filon.__file__).parent
RECORDERS = ("record", "record_bulk", "note", "_told", "decision_tell")
"""Functions that write an event: `audit.record`, its bulk form, and those of agreements that give it the agreement."""


def recorded() -> set[str]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES.rglob("*.py"))
    return {action for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) for action in actions_in(node)}


def actions_in(call: ast.Call) -> Iterator[str]:
    """The actions among the arguments of a call that records, also those of a choice (`"a.b" if … else "a.c"`)."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name in RECORDERS:
        for argument in call.args:
            for node in ast.walk(argument):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", node.value):
                    yield node.value


def test_every_action_recorded_is_told_in_words_and_no_other() -> None:
    told = {f"{subject.code}.{action}" for subject in all_of(AuditedSubject) for action in subject.actions}

    assert sorted(told) == sorted(recorded())


def test_state_is_never_moved_with_an_event_of_its_own() -> None:
    """`states.move(by=…)` would record an action that the table above cannot find."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES.rglob("*.py"))
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "move"]

    assert calls != []
    assert [call for call in calls if any(word.arg == "by" for word in call.keywords)] == []
