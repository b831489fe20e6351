"""A person’s data are exported, and erased when she asks: what the law keeps stays, with its reason."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit, clock
from filon.kernel.errors import Refused
from filon.kernel.persons import Person
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import Contact
from filon.people.models import Host, User
from filon.privacy.models import Demand, DemandLine
from filon.privacy.queries.persons import HeldLine, classes_not_by_person, held_of, person_of, person_of_account, told_of


@transaction.atomic
def own_export(*, by: User) -> bytes:
    """What every school holds of her, as JSON."""
    audit.record(by, "privacy.exported", by)
    return _written(person_of_account(by))


@transaction.atomic
def demand_export(*, by: User, demand_id: UUID) -> bytes:
    """What the school holds of whoever asks."""
    demand = get_visible_or_404(Demand, viewer=by, id=demand_id, may="privacy.demand.answer")
    audit.record(by, "privacy.exported", demand)
    return _written(person_of(demand))


def _written(person: Person) -> bytes:
    told: dict[str, Any] = {"made_at": timezone.localtime(), "classes": told_of(person)}
    told["not_kept_by_person"] = [{"class": one.code, "purpose": str(one.purpose)} for one in classes_not_by_person()]
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


@transaction.atomic
def demand_ask(*, by: User) -> list[Demand]:
    """She asks each school that knows her. Raises Refused when they have all been asked."""
    person = person_of_account(by)
    member_of = set(by.memberships.values_list("host", flat=True))
    hosts = member_of | set(Contact.objects.filter(pk__in=person.sheets).values_list("host", flat=True))
    asked = set(Demand.objects.waiting().filter(account=by).values_list("host", flat=True))
    if not hosts - asked:
        raise Refused(_("Every school that knows you has been asked: it answers within a month."))
    return [_written_down(by, Host(pk=host), account=by) for host in sorted(hosts - asked)]


@transaction.atomic
def demand_note(*, by: User, host_id: UUID, account_id: UUID | None = None, sheet_id: UUID | None = None) -> Demand:
    """Somebody wrote or telephoned: the school writes her demand down. One that waits is given back. Http404 for a stranger."""
    host = get_visible_or_404(Host, viewer=by, id=host_id, may="privacy.demand.answer")
    held: dict[str, Any]
    if account_id is not None:
        held = {"account": get_visible_or_404(User.objects.get_queryset(), viewer=by, id=account_id)}
    elif sheet_id is not None:
        held = {"sheet": get_visible_or_404(Contact.objects.filter(host=host), viewer=by, id=sheet_id)}
    else:
        raise Http404
    waiting = Demand.objects.waiting().filter(host=host, **held).first()
    return waiting or _written_down(by, host, **held)


def _written_down(by: User, host: Host, **held: Any) -> Demand:
    demand = Demand.objects.create(host=host, asked_by=by, **held)
    audit.record(by, "privacy.asked", demand)
    return demand


@transaction.atomic
def demand_erase(*, by: User, demand_id: UUID) -> Demand:
    """Everything that may go goes; the answer says what stays, why and until when."""
    demand = _to_answer(by, demand_id)
    person = person_of(demand)
    before = held_of(person, timezone.localdate())
    gone = {line.holding.code: _erase(person, line) for line in before}
    DemandLine.objects.bulk_create(_line(demand, line, gone[line.holding.code]) for line in before)
    audit.record(by, "privacy.erased", demand, erased={code: count for code, count in gone.items() if count})
    return _answered(by, demand, Demand.Outcome.ERASED)


def _erase(person: Person, line: HeldLine) -> int:
    return line.holding.erase(person) if line.holding.erase and line.kept is None else 0


def _line(demand: Demand, held: HeldLine, erased: int) -> DemandLine:
    kept = held.kept
    if kept is None:
        return DemandLine(demand=demand, code=held.holding.code, erased=erased, kept=0)
    return DemandLine(demand=demand, code=held.holding.code, erased=0, kept=held.count, why=str(kept.why)[:200], until=kept.until)


@transaction.atomic
def demand_refuse(*, by: User, demand_id: UUID, reason: str) -> Demand:
    """Who asks cannot be told from another, or asks for what is nobody’s: the reason is hers to read."""
    demand = _to_answer(by, demand_id)
    if not reason.strip():
        raise Refused(_("Say why: the person may complain to the authority, and reads it first."), field="reason")
    demand.reason = reason.strip()
    audit.record(by, "privacy.refused", demand)
    return _answered(by, demand, Demand.Outcome.REFUSED)


def _to_answer(by: User, demand_id: UUID) -> Demand:
    demand = get_visible_or_404(Demand, viewer=by, id=demand_id, may="privacy.demand.answer", lock=True)
    if demand.answered_at is not None:
        raise Refused(_("This demand is already answered."))
    return demand


def _answered(by: User, demand: Demand, outcome: str) -> Demand:
    demand.answered_at, demand.answered_by, demand.outcome = clock.now(), by, outcome
    demand.save(update_fields=["answered_at", "answered_by", "outcome", "reason"])
    return demand
