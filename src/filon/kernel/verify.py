"""`filon verify`: every invariant and the audit chain proved again; by default what changed since the last proof, everything with `--full`.

What the shorter proof rests on, and what it leaves to the full one: docs/operations/verifier.md, decision 0020."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import TextIO

from django.db import connection, transaction
from django.utils.translation import gettext as _

from filon.kernel import appendonly, audit, fingerprints, formats, proofs, registry
from filon.kernel.proofs import Keys, Memory
from filon.kernel.registry import Invariant, InvariantResult, Scope

MOST_TOLD = 1000
"""Sentences kept of one invariant: the memory is bounded whatever is broken."""


@dataclass
class Result:
    """What one proof looked at and found; `unchanged`: how many objects, or tables, are as they were when they were proved."""

    name: str
    sentence: str
    count: int = 0
    violations: list[str] = field(default_factory=list)
    unchanged: int = 0
    untold: int = 0

    def add(self, found: InvariantResult) -> None:
        self.count += found.count
        room = max(0, MOST_TOLD - len(self.violations))
        self.violations += found.violations[:room]
        self.untold += len(found.violations[room:])


def run(*, full: bool = False) -> list[Result]:
    """The house's own proofs, then the invariants by name, all at one moment of the database; then it is remembered what was clean."""
    with _one_moment():
        memory = proofs.recall(full=full)
        results = [*_house(memory), *_invariants(memory)]
    memory.write()
    return results


@contextmanager
def _one_moment() -> Iterator[None]:
    """People may write meanwhile: no proof sees half of what they do. Inside a transaction, it is the caller's."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _invariants(memory: Memory) -> list[Result]:
    """Those of one scope together: the rows that bear on it are read once."""
    by_scope = sorted(registry.all_of(Invariant), key=lambda invariant: id(invariant.scope))
    results = []
    for _scope, found in groupby(by_scope, key=lambda invariant: id(invariant.scope)):
        invariants = list(found)
        scope = invariants[0].scope
        results += [_whole(invariant, memory) for invariant in invariants] if scope is None else _each(scope, invariants, memory)
    return sorted(results, key=lambda result: result.name)


def _whole(invariant: Invariant, memory: Memory) -> Result:
    """Proved unless the tables it reads are as they were."""
    result = Result(invariant.name, str(invariant.sentence))
    if invariant.reads is None:
        result.add(_proved(invariant))
        return result
    found = {0: fingerprints.of_tables(invariant.reads)}
    changed = memory.changed(invariant.name, found)
    if not changed.blocks:
        result.unchanged = len(invariant.reads)
        return result
    result.add(_proved(invariant))
    memory.remember(invariant.name, found, proved=[0], doubtful=[0] if result.violations else [])
    return result


def _each(scope: Scope, invariants: list[Invariant], memory: Memory) -> list[Result]:
    """Batch by batch, the objects on which something bears that was not there, or as it is, at the last proof."""
    subject = scope.model._meta.label_lower
    found = fingerprints.blocks_of(scope)
    changed = memory.changed(subject, found)
    results, doubtful = [], set[int]()
    for invariant in invariants:
        result = Result(invariant.name, str(invariant.sentence), unchanged=changed.unchanged)
        for keys in proofs.keys_of(scope, _with_aged(invariant, changed.blocks, memory)):
            proved = _proved(invariant, keys)
            result.add(proved)
            doubtful |= {key // scope.block for key in keys} if proved.violations else set()
        results.append(result)
    memory.remember(subject, found, proved=changed.blocks, doubtful=doubtful)
    return results


def _with_aged(invariant: Invariant, blocks: list[int], memory: Memory) -> list[int]:
    """With the objects that the days since the last proof may have changed."""
    if invariant.ages is None or memory.is_full or invariant.scope is None:
        return blocks
    aged = {key // invariant.scope.block for key in invariant.ages(*memory.days)}
    return sorted({*blocks, *aged})


def _proved(invariant: Invariant, keys: Keys = None) -> InvariantResult:
    """A proof that breaks is a violation: it does not hide the others."""
    try:
        with transaction.atomic():
            found: InvariantResult = invariant.check() if keys is None else invariant.check(keys)
    except Exception as error:
        return InvariantResult(0, [f"{type(error).__name__}: {error}"])
    return found


def _house(memory: Memory) -> Iterator[Result]:
    yield _chain(memory)
    separated = [] if appendonly.separated() else [_("not separated: one role is both owner and application")]
    tables = len(appendonly.models())
    yield Result("database.roles", _("The application’s role cannot change what is append-only."), tables, separated)
    sentence = _("Every append-only table refuses changes by a trigger.")
    yield Result("database.append_only", sentence, tables, appendonly.without_trigger())
    yield _appended(memory)


def _chain(memory: Memory) -> Result:
    proved = {int(key): audit.Place(seq, digest) for key, (seq, digest) in memory.known_heads.items()}
    report = audit.check(proved, since=None if memory.is_full else memory.since)
    memory.heads = {str(key): [end.seq, end.hash] for key, end in report.ends.items()}
    if report.violations:
        memory.heads = memory.known_heads
    sentence = _("Every audit event is chained to the one before (%(unsealed)s not sealed yet).") % {"unsealed": report.unsealed}
    unchanged = sum(end.seq for end in report.ends.values()) - report.sealed
    return Result("audit.chain", sentence, report.sealed, report.violations, unchanged)


def _appended(memory: Memory) -> Result:
    """Of what was written before the last proof, nothing is gone or was written again. What is missing is told until a full proof, which
    takes what it finds for what is to be kept."""
    result = Result("database.append_only_rows", _("No row of an append-only table has changed or gone since the last proof."))
    since, known = memory.since, memory.last.appended if memory.last is not None else {}
    for model in appendonly.models():
        table = model._meta.db_table
        now, then = fingerprints.settled_rows(model, [memory.now, since or memory.now])
        missing = known.get(table, then) - then if since is not None else 0
        if missing:
            result.violations.append(_("%(table)s: %(count)s rows proved before have changed or gone") % {"table": table, "count": missing})
        memory.appended[table] = now if memory.is_full else now + missing
        result.count += now
    return result


def main(out: TextIO | None = None, *, full: bool = False) -> int:
    """Prints each proof with its count, then its violations. 1 when there is one, else 0."""
    out = out or sys.stdout
    results = run(full=full)
    for result in results:
        mark = "✗" if result.violations else "✓" if result.count or not result.unchanged else "="
        out.write(f"{mark} {result.name:<40} {result.count:>10}  {result.sentence}{_unchanged(result)}\n")
        out.writelines(f"    {violation}\n" for violation in result.violations)
        if result.untold:
            out.write("    " + _("and %(count)s more") % {"count": formats.number(result.untold)} + "\n")
    return 1 if any(result.violations for result in results) else 0


def _unchanged(result: Result) -> str:
    return " " + _("(%(count)s unchanged)") % {"count": formats.number(result.unchanged)} if result.unchanged else ""
