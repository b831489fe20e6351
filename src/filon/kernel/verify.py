"""`filon verify`: every invariant proved again, and the audit chain."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from django.utils.translation import gettext as _

from filon.kernel import appendonly, audit, registry


@dataclass(frozen=True)
class Result:
    """What one proof looked at and found."""

    name: str
    sentence: str
    count: int
    violations: list[str]


def run() -> list[Result]:
    """Reads the whole database; the order is the house's own proofs, then the invariants by name."""
    return [*_house(), *(_prove(invariant) for invariant in registry.all_of(registry.Invariant))]


def _prove(invariant: registry.Invariant) -> Result:
    """A proof that breaks is a violation: it does not hide the others."""
    try:
        found = invariant.check()
    except Exception as error:
        return Result(invariant.name, str(invariant.sentence), 0, [f"{type(error).__name__}: {error}"])
    return Result(invariant.name, str(invariant.sentence), found.count, found.violations)


def _house() -> Iterator[Result]:
    report = audit.check()
    sentence = _("Every audit event is chained to the one before (%(unsealed)s not sealed yet).") % {"unsealed": report.unsealed}
    yield Result("audit.chain", sentence, report.sealed, report.violations)
    separated = [] if appendonly.separated() else [_("not separated: one role is both owner and application")]
    yield Result("database.roles", _("The application’s role cannot change what is append-only."), len(appendonly.models()), separated)
    yield Result(
        "database.append_only",
        _("Every append-only table refuses changes by a trigger."),
        len(appendonly.models()),
        appendonly.without_trigger(),
    )


def main(out: TextIO | None = None) -> int:
    """Prints each proof with its count, then its violations. 1 when there is one, else 0."""
    out = out or sys.stdout
    broken = False
    for result in run():
        mark = "✗" if result.violations else "✓"
        out.write(f"{mark} {result.name:<40} {result.count:>10}  {result.sentence}\n")
        out.writelines(f"    {violation}\n" for violation in result.violations)
        broken = broken or bool(result.violations)
    return 1 if broken else 0
