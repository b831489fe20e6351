"""Writing an agreement or an amendment: its parties, commitments, money, term and text, while the version is a draft."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.inputs import TermInput
from filon.agreements.models import Agreement, AgreementKind, AgreementParty, AgreementVersion, PartyTerm, Stewardship, Theme
from filon.agreements.queries.terms import last_binding
from filon.agreements.services.clauses import clause_add, clause_change, clause_move, clause_remove
from filon.agreements.services.identity import agreement_change, check_title, commitment_owner_set
from filon.agreements.services.opening import note, written_version
from filon.agreements.services.parties import party_add, party_change, party_move, party_remove
from filon.agreements.services.passing import step_keep
from filon.agreements.services.terms import (
    commitment_add,
    commitment_change,
    commitment_remove,
    money_line_add,
    money_line_change,
    money_line_remove,
)
from filon.agreements.units import Capacity
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity
from filon.people.models import Host
from filon.people.roles import WORKING

if TYPE_CHECKING:
    from filon.people.models import User

__all__ = [
    "agreement_change",
    "agreement_create",
    "clause_add",
    "clause_change",
    "clause_move",
    "clause_remove",
    "commitment_add",
    "commitment_change",
    "commitment_owner_set",
    "commitment_remove",
    "money_line_add",
    "money_line_change",
    "money_line_remove",
    "party_add",
    "party_change",
    "party_move",
    "party_remove",
    "steward_add",
    "version_term_set",
]

WHOLE_SHARE = 10_000


@transaction.atomic
def agreement_create(
    *, by: User, kind_id: UUID, title_fr: str, title_en: str = "", host_id: int | None = None, year: int | None = None, reference: str = ""
) -> Agreement:
    """A draft of version 1, stewarded by the school and with the school as its first party. ``year`` is the reference's, else this one;
    ``reference``: the one that the school has given it already."""
    kind = AgreementKind.objects.filter(uuid=kind_id).first()
    if kind is None:
        raise Http404
    title = check_title(title_fr)
    host = _working_host(by, host_id)
    agreement = Agreement.objects.create(
        host=host,
        kind=kind,
        reference=reference.strip() or _next_reference(host, kind, year or timezone.localdate().year),
        title_fr=title,
        title_en=title_en.strip(),
        owner=by,
        created_by=by,
    )
    Stewardship.objects.create(agreement=agreement, host=host, share=WHOLE_SHARE, start=timezone.localdate())
    version = AgreementVersion.objects.create(agreement=agreement, number=1, created_by=by)
    step_keep(version, by=by)
    _seat_school(version, kind, host)
    note(by, "agreement.created", agreement, agreement, reference=agreement.reference)
    return agreement


def _working_host(by: User, host_id: int | None) -> Host:
    """The school she writes for: the one named, else the first she works for."""
    hosts = by.standing.hosts_where(WORKING)
    if not hosts or (host_id is not None and host_id not in hosts):
        raise PermissionDenied
    return Host.objects.get(pk=host_id or hosts[0])


def _next_reference(host: Host, kind: AgreementKind, year: int) -> str:
    """`MEC-2026-004`: dense within a school, a kind and a year. An advisory lock makes two writers wait for each other."""
    stem = f"{kind.prefix}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [stem, host.pk])
    taken = Agreement.objects.filter(host=host, reference__startswith=stem).values_list("reference", flat=True)
    numbers = (reference.removeprefix(stem) for reference in taken)
    last = max((int(number) for number in numbers if number.isdecimal()), default=0)
    return f"{stem}{last + 1:03d}"


def _seat_school(version: AgreementVersion, kind: AgreementKind, host: Host) -> None:
    """The school is the first party, as a beneficiary where the kind has one."""
    entity = LegalEntity.objects.filter(host=host).first()
    if entity is None:
        raise Refused(_("%(school)s has no sheet among the organisations: add it first.") % {"school": host.name})
    receives = kind.usual_commitments.filter(creditor=Capacity.BENEFICIARY).exists()
    party = AgreementParty.objects.create(agreement=version.agreement, entity=entity, position=1)
    PartyTerm.objects.create(version=version, party=party, capacity=Capacity.BENEFICIARY if receives else Capacity.HOST)


@transaction.atomic
def version_term_set(*, by: User, version_id: UUID, term: TermInput) -> AgreementVersion:
    """Dates, notice, renewal, silence and themes of a draft. An amendment takes effect after the version it amends."""
    version = written_version(by, version_id)
    rules.check_term(term.effective_from, term.term_end)
    rules.check_renewal(is_tacit=term.is_tacit, renewal_months=term.renewal_months, term_end=term.term_end)
    check_follows_former(version, term.effective_from)
    themes = list(Theme.objects.filter(uuid__in=term.theme_ids))
    if len(themes) != len(set(term.theme_ids)):
        raise Http404
    for name in ("effective_from", "term_end", "notice_months", "is_tacit", "renewal_months", "silence_days"):
        setattr(version, name, getattr(term, name))
    version.save(update_fields=["effective_from", "term_end", "notice_months", "is_tacit", "renewal_months", "silence_days"])
    version.themes.set(themes)
    note(by, "agreement.term_set", version, version.agreement, effective_from=term.effective_from, term_end=term.term_end)
    return version


def check_follows_former(version: AgreementVersion, effective: dt.date | None) -> None:
    """Against the last binding version of the same agreement, if there is one."""
    former = last_binding(version.agreement)
    if former is not None and effective is not None and former.validity is not None:
        rules.check_follows(effective, former=former.validity.lower or dt.date.min, former_end=former.validity.upper)


@transaction.atomic
def steward_add(*, by: User, agreement_id: UUID, host_id: int, share: int, start: dt.date) -> Stewardship:
    """Another school runs the agreement too, with a share in basis points; the shares of a day make 10,000 at most."""
    agreement = get_visible_or_404(Agreement, viewer=by, id=agreement_id, may="agreements.agreement.write", lock=True)
    host = Host.objects.filter(pk=host_id).first()
    if host is None:
        raise Http404
    if not 1 <= share <= WHOLE_SHARE:
        raise Refused(_("A share is more than 0 % and at most 100 %."), field="share")
    if agreement.stewardships.filter(host=host).on(start).exists():
        raise Refused(_("%(school)s already runs this agreement.") % {"school": host.name}, field="host")
    _make_room(agreement, share, start)
    stewardship = Stewardship.objects.create(agreement=agreement, host=host, share=share, start=start)
    note(by, "agreement.steward_added", agreement, agreement, host=host.name, share=share, start=start)
    return stewardship


def _make_room(agreement: Agreement, share: int, start: dt.date) -> None:
    """The lead school gives up what the newcomer takes; refused where it holds too little."""
    lead = agreement.stewardships.on(start).filter(host=agreement.host).select_for_update().first()
    taken = agreement.stewardships.on(start).aggregate(total=Sum("share"))["total"] or 0
    excess = taken + share - WHOLE_SHARE
    if excess <= 0:
        return
    if lead is None or lead.share <= excess:
        raise Refused(_("The shares of the schools would exceed 100 %: the lead school has too little left to give."), field="share")
    if lead.start == start:
        lead.share -= excess
        lead.save(update_fields=["share"])
        return
    rest = lead.share - excess
    lead.end = start
    lead.save(update_fields=["end"])
    Stewardship.objects.create(agreement=agreement, host=agreement.host, share=rest, start=start)
