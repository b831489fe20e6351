"""What a spending may name: a fact of the school, and the line of the bank by which the money left."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from filon.facts import kinds
from filon.facts.models import Fact
from filon.facts.queries.listing import amount, fact_search, facts, names_of
from filon.kernel import formats
from filon.ledger.models import BankLine, Programme
from filon.ledger.models.scope import kept
from filon.ledger.queries.listing import lines
from filon.ledger.services.movements import books_of
from filon.people.models import User

OFFERED = 50
Choices = list[tuple[UUID | str, str]]


def fact_choices(viewer: User, programme: Programme, words: str, chosen: str) -> Choices:
    """The latest facts of the school that stand, those that answer the words when there are some; and the one already chosen."""
    standing = facts(viewer).standing().filter(host=programme.host_id)
    found = list((fact_search(standing, words) if words else standing).order_by("-occurred_on", "-id")[:OFFERED])
    if chosen and chosen not in {str(fact.uuid) for fact in found}:
        found += list(standing.filter(uuid__in=_uuids(chosen)))
    labels = kinds.labels()
    return [(fact.uuid, _fact_words(fact, labels.get(fact.kind, fact.kind))) for fact in found]


def _fact_words(fact: Fact, kind: str) -> str:
    return ", ".join(filter(None, [formats.day(fact.occurred_on), kind, amount(fact), names_of(fact)]))


def _uuids(text: str) -> list[UUID]:
    """The one it names; none for anything else."""
    try:
        return [UUID(text)]
    except ValueError:
        return []


def payment_choices(viewer: User, programme: Programme, chosen: str) -> Choices:
    """Money that left an account of these books and that nothing explains yet, the latest first; none for who does not keep them."""
    own = lines(viewer).filter(kept(viewer, entity="account__entity", host="account__host"), account__entity=books_of(programme))
    left = own.filter(Q(amount_cents__lt=0, left_cents__gt=0)).order_by("-booked_on", "-id")
    found = list(left[:OFFERED])
    if chosen and chosen not in {str(line.uuid) for line in found}:
        found += list(left.filter(uuid__in=_uuids(chosen)))
    return [(line.uuid, _line_words(line)) for line in found]


def _line_words(line: BankLine) -> str:
    return ", ".join([formats.day(line.booked_on), formats.euros(line.left_cents), line.payer_name or line.label or _("no name")])
