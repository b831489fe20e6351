"""What agreements hold of a person, and why her name stays beside what was signed, declared or said, ten years after the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

from django.db.models import Count, Exists, Max, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from filon.agreements.models import (
    AgreementVersion,
    Approval,
    Comment,
    Delivery,
    DeliveryStep,
    Dispute,
    Evidence,
    Proposal,
    ReviewRound,
    Seat,
    Signature,
    VersionStep,
)
from filon.agreements.states import SeatState
from filon.kernel.periods import add_months
from filon.kernel.persons import Kept, NameKept, Person, PersonHolding

YEARS = 10
"""After the end of the agreement, as the register says."""
BY_ACCOUNT: dict[type[Model], tuple[str, str]] = {
    Signature: ("recorded_by", "version__agreement"),
    Delivery: ("declared_by", "commitment__agreement"),
    DeliveryStep: ("taken_by", "delivery__commitment__agreement"),
    Dispute: ("opened_by", "delivery__commitment__agreement"),
    Proposal: ("proposed_by", "agreement"),
    VersionStep: ("taken_by", "version__agreement"),
    ReviewRound: ("submitted_by", "version__agreement"),
    Approval: ("answered_by", "round__version__agreement"),
    Comment: ("written_by", "version__agreement"),
}
"""Of each table: whose account a row names, and how it leads to the agreement."""
BY_SHEET: dict[type[Model], tuple[str, str]] = {
    Signature: ("affiliation__contact", "version__agreement"),
    Seat: ("affiliation__contact", "sending__version__agreement"),
}


def alive(today: dt.date, agreement: str) -> Exists:
    """Of rows that lead to an agreement: it has not ended, or did so less than ten years ago; a text that never bound counts from the
    day it was begun."""
    limit = add_months(today, -12 * YEARS)
    lasting = Q(validity__upper_inf=True) | Q(validity__endswith__gt=limit) | Q(validity__isnull=True, created_at__date__gt=limit)
    return Exists(AgreementVersion.objects.filter(lasting, agreement=OuterRef(agreement)))


def _named(today: dt.date, tables: dict[type[Model], tuple[str, str]]) -> Q:
    found = Q(pk__in=())
    for model, (who, agreement) in tables.items():
        found |= Q(Exists(model._default_manager.filter(alive(today, agreement), **{who: OuterRef("pk")})))
    return found


def names_of_accounts(today: dt.date) -> Q:
    return _named(today, BY_ACCOUNT)


def names_of_sheets(today: dt.date) -> Q:
    return _named(today, BY_SHEET)


def _asked(_today: dt.date) -> Q:
    """She is to sign now."""
    waiting = Seat.objects.filter(state__in=(SeatState.WAITING, SeatState.INVITED), sending__closed_at=None)
    return Q(Exists(waiting.filter(affiliation__contact=OuterRef("pk"))))


def kept_until(person: Person, _today: dt.date) -> dt.date | None:
    """Ten years after the last end of an agreement that names her; None while one lasts. Asked once for each person."""
    if "agreements" not in person.read:
        person.read["agreements"] = _until(person)
    return cast("dt.date | None", person.read["agreements"])


def _until(person: Person) -> dt.date | None:
    hers = Q(pk__in=())
    for tables, key in ((BY_ACCOUNT, list(person.accounts)), (BY_SHEET, list(person.sheets))):
        for model, (who, agreement) in tables.items():
            hers |= Q(agreement__in=model._default_manager.filter(**{f"{who}__in": key}).values(agreement))
    lasting = Count("pk", filter=Q(validity__upper_inf=True))
    found = AgreementVersion.objects.filter(hers).aggregate(lasting=lasting, last=Max("validity__endswith"))
    return None if found["lasting"] or found["last"] is None else add_months(found["last"], 12 * YEARS)


NAMES = (
    NameKept(
        "agreements.asked",
        _("a signature is asked of her now: withdraw it or have it handed over first"),
        lambda _today: Q(pk__in=()),
        _asked,
        lambda _person, _today: None,
        with_address=True,
    ),
    NameKept(
        "agreements.signature",
        _("signed, declared or approved in an agreement: it must stay provable ten years after the end"),
        names_of_accounts,
        names_of_sheets,
        kept_until,
    ),
)
PROVED = _("the agreement must stay provable ten years after its end")


def _kept(person: Person, today: dt.date) -> Kept:
    return Kept(PROVED, kept_until(person, today))


def _by_account(model: type[Model]) -> Callable[[Person], QuerySet[Any]]:
    who, agreement = BY_ACCOUNT[model]

    def rows(person: Person) -> QuerySet[Any]:
        return (
            model._default_manager.filter(person.here(f"{agreement}__host"), **{f"{who}__in": person.accounts})
            .select_related(agreement)
            .order_by("pk")
        )

    return rows


def _of_sheets(model: type[Model], path: str, agreement: str) -> Callable[[Person], QuerySet[Any]]:
    def rows(person: Person) -> QuerySet[Any]:
        return (
            model._default_manager.filter(person.here(f"{agreement}__host"), **{f"{path}__in": person.sheets})
            .select_related(agreement)
            .order_by("pk")
        )

    return rows


def _signature(row: Signature) -> dict[str, Any]:
    return {"agreement": row.version.agreement.reference, "version": row.version.number, "signed_on": row.signed_on}


def _seat(row: Seat) -> dict[str, Any]:
    version = row.sending.version
    return {"agreement": version.agreement.reference, "state": row.state, "answered_at": row.answered_at, "reason": row.reason}


def _evidence(row: Evidence) -> dict[str, Any]:
    return {"signed_at": row.signed_at, "channel": row.channel, "told": row.told}


def _step(row: DeliveryStep) -> dict[str, Any]:
    agreement = row.delivery.commitment.agreement
    return {"agreement": agreement.reference, "state": row.state, "words": row.words, "taken_at": row.taken_at}


def _dispute(row: Dispute) -> dict[str, Any]:
    return {"agreement": row.delivery.commitment.agreement.reference, "state": row.state, "opened_at": row.opened_at}


def _proposal(row: Proposal) -> dict[str, Any]:
    return {"agreement": row.agreement.reference, "what": row.what, "state": row.state, "proposed_at": row.proposed_at}


def _version_step(row: VersionStep) -> dict[str, Any]:
    return {"agreement": row.version.agreement.reference, "state": row.state, "words": row.words, "taken_at": row.taken_at}


def _comment(row: Comment) -> dict[str, Any]:
    return {"agreement": row.version.agreement.reference, "clause": row.heading, "words": row.words, "written_at": row.written_at}


def _approval(row: Approval) -> dict[str, Any]:
    version = row.round.version
    return {"agreement": version.agreement.reference, "approves": row.is_given, "words": row.words, "answered_at": row.answered_at}


def _holding(
    code: str, held: str, label: Any, rows: Callable[[Person], QuerySet[Any]], tell: Callable[[Any], dict[str, Any]]
) -> PersonHolding:
    return PersonHolding(f"agreements.{code}", f"agreements.{held}", label, rows, tell, _kept)


_signatures = _of_sheets(Signature, "affiliation__contact", "version__agreement")
_seats = _of_sheets(Seat, "affiliation__contact", "sending__version__agreement")
_evidences = _of_sheets(Evidence, "seat__affiliation__contact", "seat__sending__version__agreement")
HOLDINGS = (
    _holding("signatures", "signature", _("Signatures"), _signatures, _signature),
    _holding("steps", "signature", _("Deliveries declared, accepted or contested"), _by_account(DeliveryStep), _step),
    _holding("disputes", "signature", _("Disputes opened"), _by_account(Dispute), _dispute),
    _holding("proposals", "signature", _("Amendments proposed"), _by_account(Proposal), _proposal),
    _holding("seats", "signing", _("Requests to sign"), _seats, _seat),
    _holding("evidence", "signing", _("Evidence of signatures"), _evidences, _evidence),
    _holding("review", "review", _("Steps of texts"), _by_account(VersionStep), _version_step),
    _holding("comments", "review", _("Remarks on texts"), _by_account(Comment), _comment),
    _holding("approvals", "review", _("Approvals"), _by_account(Approval), _approval),
)
