"""What is written by the million is what the services would have written, row by row."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import connections, transaction
from django.utils import timezone

from filon.agreements import rules
from filon.agreements.models import Agreement, AgreementVersion, Commitment, CommitmentTerm, Delivery, DueItem, MoneyLine, Renewal, Waiver
from filon.agreements.queries.sums import sums_by_engine, sums_by_side
from filon.agreements.states import BINDING_STATES, DeliveryState
from filon.engines.balance import schedule
from filon.engines.balance.due_rule import OverTerm, rule_from_json
from filon.facts.models import Fact
from filon.kernel import verify
from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent
from filon.kernel.owner import default_is_owner
from filon.partners.kinds import EntityKind
from filon.partners.models import Contact, LegalEntity
from filon.people.models import Host, Membership, User
from filon.people.roles import Role
from filon.site import demo
from filon.site.demo import sizes
from filon.site.demo.sizes import NUMBERED, Size

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.slow]

SMALL = Size(schools=2, organisations=60, contacts=140, live=24, commitments=700, facts=3_000, ended=8, drafts=2)


@pytest.fixture(autouse=True)
def grown() -> AuditEvent:
    """Two invented schools, without the story."""
    with default_is_owner():
        return sizes.grow(SMALL, seed=7, say=lambda _line: None, first=1)


def test_everything_holds(grown: AuditEvent) -> None:
    """One load, every property of it."""
    assert {result.name: result.violations for result in verify.run() if result.violations} == {}
    check_counts()
    check_due_items()
    check_sums()
    check_variety()
    check_event(grown)


def check_counts() -> None:
    """Two schools and their foundations come on top of the organisations, three people of each on top of the contacts."""
    counted = {model: model._default_manager.count() for model in (LegalEntity, Contact, Agreement, Commitment, Fact)}
    assert counted == {LegalEntity: 60 + 2 + 2, Contact: 140 + 2 + 2, Agreement: 24 + 8 + 2, Commitment: 700, Fact: 3_000}
    assert AgreementVersion.objects.filter(validity__contains=timezone.localdate()).count() == 24


def check_due_items() -> None:
    """Those of each commitment are those of its rule, over its term and each of its renewals."""
    made: dict[tuple[int, int | None], list[tuple[object, Decimal]]] = defaultdict(list)
    for item in DueItem.objects.order_by("due_on"):
        made[item.commitment_id, item.renewal_id].append((item.due_on, item.quantity))
    expected: dict[tuple[int, int | None], list[tuple[object, Decimal]]] = {}
    terms = (
        CommitmentTerm.objects.filter(version__state__in=BINDING_STATES).order_by("-version__number").select_related("version__agreement")
    )
    for term in terms:  # the first version that holds it made its items: it is read last
        start = term.version.agreement.versions.get(number=1).effective_from
        entries = rules.due_entries(
            rule_from_json(term.due_rule), quantity=term.quantity, start=start, end=term.version.term_end, unit=term.unit
        )
        expected[term.commitment_id, None] = entries
        for renewal in term.version.renewals.all():
            entries = _added_by(renewal, term, start)
            expected |= {(term.commitment_id, renewal.pk): entries} if entries else {}
    assert made == expected
    assert Renewal.objects.count() > 0


def _added_by(renewal: Renewal, term: CommitmentTerm, start: dt.date) -> list[tuple[object, Decimal]]:
    """What falls due in the renewal; a promise over the term falls due when the year is over."""
    rule, end = rule_from_json(term.due_rule), term.version.term_end
    if term.quantity is None:
        return []
    entries = schedule.extend(rule, quantity=term.quantity, term_start=start, term_end=end, new_end=renewal.end, unit=term.unit)
    if isinstance(rule, OverTerm):
        return [(due, part) for due, part in entries if due > renewal.start]
    return [(due, part) for due, part in entries if renewal.start <= due < renewal.end]


def check_sums() -> None:
    keys, today = list(Agreement.objects.values_list("pk", flat=True)), timezone.localdate()
    assert sums_by_side(keys, today=today) == sums_by_engine(keys, today=today)
    assert sum(side.items_late for sides in sums_by_side(keys, today=today).values() for side in sides) > 0


def check_variety() -> None:
    """Every state and every rule is there; money lines are split to the cent by an invariant above. Nothing is noted later than now."""
    assert not Renewal.objects.filter(recorded_at__gt=timezone.now()).exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == set(DeliveryState)
    kinds = set(CommitmentTerm.objects.values_list("due_rule__kind", flat=True))
    assert kinds == {"once", "every", "over_term", "on_dates", "unstated"}
    assert all(model.objects.exists() for model in (Waiver, MoneyLine))
    assert AgreementVersion.objects.filter(number=2).exists()
    biggest = max(agreement.commitments.count() for agreement in Agreement.objects.all())
    assert biggest > 1.5 * 700 / 34


def check_event(grown: AuditEvent) -> None:
    """One event for everything that SQL wrote; its digest is that of the UUIDs, one a line."""
    bulk = AuditEvent.objects.filter(action="house.seeded").get()
    lines = [f"{uuid}\n" for model in NUMBERED for uuid in _written_by_sql(model)]
    assert (bulk.uuid, bulk.payload["count"]) == (grown.uuid, len(lines))
    assert bulk.payload["manifest_sha256"] == hashlib.sha256("".join(lines).encode()).hexdigest()


def _written_by_sql(model: type) -> list[object]:
    """What came through the services bears its own event."""
    told = AuditEvent.objects.exclude(object_uuid=None).values("object_uuid")
    rows = model._default_manager.exclude(uuid__in=told).order_by("pk")
    if model is LegalEntity:
        rows = rows.filter(host=None).exclude(kind=EntityKind.UMBRELLA)
    if model is User:
        rows = rows.filter(memberships=None)
    return list(rows.values_list("uuid", flat=True))


def test_same_seed_writes_the_same() -> None:
    """Whatever was there before."""
    with default_is_owner():
        first, second, third = (_manifest_of(seed) for seed in (11, 11, 12))

    assert first == second
    assert first != third


def _manifest_of(seed: int) -> str:
    """Written and taken back."""
    with transaction.atomic():
        event = sizes.grow(SMALL, seed=seed, say=lambda _line: None, first=3)
        transaction.set_rollback(True)
    digest: str = event.payload["manifest_sha256"]
    return digest


def test_size_is_refused_where_there_is_data() -> None:
    with pytest.raises(Refused):
        demo.load_size("school", seed=1, say=lambda _line: None)

    assert Agreement.objects.count() == 34


def test_everybody_of_an_invented_school_is_there() -> None:
    school = Host.objects.earliest("pk")

    held = set(Membership.objects.filter(host=school, end=None).values_list("role", flat=True))

    assert {Role.DIRECTOR, Role.PARTNERSHIP_OFFICER, Role.AUDITOR} <= held
    assert school.is_invented


def test_nothing_of_the_plan_remains() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'seed'")

        assert cursor.fetchone() == (0,)
