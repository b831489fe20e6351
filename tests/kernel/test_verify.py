import io
from collections.abc import Iterator

import pytest

from filon.kernel import appendonly, audit, registry, verify
from filon.kernel.models import AuditEvent
from filon.kernel.registry import Invariant, InvariantResult

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture(autouse=True)
def invariants(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No invariant but those of the test."""
    known = dict(registry._contributions[registry.Invariant])
    registry._contributions[registry.Invariant] = {}
    yield
    registry._contributions[registry.Invariant] = known


def test_main_prints_each_proof_with_its_count() -> None:
    audit.record(None, "thing.done", None)
    audit.seal()
    registry.register(Invariant("things.even", "Things come in pairs.", lambda: InvariantResult(42)))
    out = io.StringIO()

    code = verify.main(out)

    lines = out.getvalue().splitlines()
    assert [line.split()[1] for line in lines if line[0] in "✓✗"] == [
        "audit.chain",
        "database.roles",
        "database.append_only",
        "database.append_only_rows",
        "things.even",
    ]
    assert lines[-1].split(maxsplit=3)[2:] == ["42", "Things come in pairs."]
    assert code == 0


def test_main_exits_1_and_says_what_is_broken() -> None:
    registry.register(Invariant("things.even", "Things come in pairs.", lambda: InvariantResult(3, ["thing 3 is alone"])))
    out = io.StringIO()

    code = verify.main(out)

    assert code == 1
    assert out.getvalue().splitlines()[-1] == "    thing 3 is alone"


def test_proof_that_breaks_is_a_violation_and_hides_no_other() -> None:
    registry.register(Invariant("a.broken", "Broken.", lambda: InvariantResult(1 // 0)))
    registry.register(Invariant("b.whole", "Whole.", lambda: InvariantResult(1)))

    broken, whole = verify.run()[-2:]

    assert (broken.violations, whole.count) == (["ZeroDivisionError: integer division or modulo by zero"], 1)


def test_run_finds_an_event_changed_by_the_owner() -> None:
    audit.record(None, "thing.done", None)
    audit.seal()
    with appendonly.maintenance():
        AuditEvent.objects.using("owner").update(action="thing.undone")

    chain = verify.run()[0]

    assert (chain.name, len(chain.violations)) == ("audit.chain", 1)
