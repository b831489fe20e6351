"""What agreements show on the pages of others: a partner's page, the search box, the source of a fact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import BigIntegerField, CharField, Count, Exists, OuterRef, Q, QuerySet, Sum, UUIDField
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, AgreementParty, AgreementVersion, Delivery, Dispute, DisputeStatement, Proposal
from filon.agreements.models.kind import in_language
from filon.agreements.queries.list_lines import list_lines
from filon.agreements.queries.listing import listed_agreements
from filon.agreements.states import DeliveryState
from filon.kernel.addresses import address
from filon.kernel.models import StoredFile
from filon.kernel.prepared import Given, Prepared
from filon.kernel.registry import Hit, Section
from filon.kernel.search import matching
from filon.partners.models import LegalEntity
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class PartnerYear:
    """What was delivered in a year, in both directions: how many deliveries, and the value in cents of those that have one."""

    year: int
    ours: int = 0
    ours_cents: int | None = None
    theirs: int = 0
    theirs_cents: int | None = None


def partner_section(viewer: User, entity: LegalEntity) -> Section | None:
    """The agreements to which this organisation is party, with their balance, the latest first, and the years; None without any."""
    rows = _OF_PARTNER(viewer, entity=entity.pk)
    if not rows:
        return None
    reads = viewer.standing.has(READING)
    years = partner_years(viewer, entity) if reads else []
    paper = address("agreements:partner_paper", entity.uuid) if reads else ""
    return Section(_("Agreements"), {"lines": list_lines(viewer, rows), "years": years, "paper_url": paper})


def _of_partner(reader: Any) -> QuerySet[Agreement]:
    of_entity = Q(entity=_ENTITY) | Q(entity__merged_into=_ENTITY)
    seats = AgreementParty.objects.filter(of_entity, agreement=OuterRef("pk"))
    return listed_agreements(reader).filter(Exists(seats)).order_by("-created_at")


_ENTITY = Given(BigIntegerField(), "entity")
_OF_PARTNER = Prepared(_of_partner)


def partner_years(viewer: User, entity: LegalEntity) -> list[PartnerYear]:
    """One query: deliveries that count, to and from this organisation, by year, the latest first."""
    return [PartnerYear(**row) for row in _YEARS(viewer, entity=entity.pk)]


def _years(reader: Any) -> QuerySet[Any, Any]:
    is_theirs = Q(commitment__debtor__entity=_ENTITY) | Q(commitment__debtor__entity__merged_into=_ENTITY)
    is_to_them = Q(commitment__creditor__entity=_ENTITY) | Q(commitment__creditor__entity__merged_into=_ENTITY)
    counted = Delivery.objects.visible_to(reader).filter(is_theirs | is_to_them, state__in=(DeliveryState.DECLARED, DeliveryState.ACCEPTED))
    rows = counted.values(year=ExtractYear("fact__occurred_on")).annotate(
        ours=Count("pk", filter=~is_theirs),
        ours_cents=Sum("fact__value_cents", filter=~is_theirs),
        theirs=Count("pk", filter=is_theirs),
        theirs_cents=Sum("fact__value_cents", filter=is_theirs),
    )
    return rows.order_by("-year")


_YEARS = Prepared(_years)


def agreement_hits(viewer: User, words: str, limit: int) -> list[Hit]:
    """Agreements for the search box, by title or reference."""
    found = _found(limit)(viewer, words=words)
    return [Hit(in_language(french, english), address("agreements:detail", uuid), reference) for uuid, reference, french, english in found]


@cache
def _found(limit: int) -> Prepared:
    def best(reader: Any) -> QuerySet[Any, Any]:
        seen = Agreement.objects.visible_to(reader)
        found = matching(seen, Given(CharField(), "words"), text=["title_fr", "title_en"], names=["reference", "title_fr"])
        return found.values_list("uuid", "reference", "title_fr", "title_en")[:limit]

    return Prepared(best)


def delivery_address(uuid: UUID) -> str:
    """The page of the commitment that a delivery fulfils."""
    ((agreement, commitment),) = _FULFILLED(id=uuid)
    return address("agreements:commitment", agreement, commitment)


def _fulfilled(_reader: Any) -> QuerySet[Any, Any]:
    delivery = Delivery.objects.filter(uuid=Given(UUIDField(), "id")).order_by()
    return delivery.values_list("commitment__agreement__uuid", "commitment__uuid")


_FULFILLED = Prepared(_fulfilled)


def calendar_url(agreement: Agreement) -> str:
    """Where its dates are put into one's own calendar."""
    return address("agenda:calendar_about", agreement.uuid)


def version_address(uuid: UUID) -> str:
    version = AgreementVersion.objects.select_related("agreement").get(uuid=uuid)
    return address("agreements:detail", version.agreement.uuid)


def may_read_signed_pdf(viewer: User, stored: StoredFile) -> bool:
    """Who sees the version reads its signed PDF."""
    return AgreementVersion.objects.visible_to(viewer).filter(uuid__in=[stored.owner_uuid]).exists()


def may_read_statement(viewer: User, stored: StoredFile) -> bool:
    """Both sides read what either shows in a dispute."""
    said = DisputeStatement.objects.filter(uuid__in=[stored.owner_uuid], dispute__in=Dispute.objects.visible_to(viewer))
    return said.exists()


def may_read_proposal(viewer: User, stored: StoredFile) -> bool:
    return Proposal.objects.visible_to(viewer).filter(uuid__in=[stored.owner_uuid]).exists()


def may_read_negotiated(viewer: User, stored: StoredFile) -> bool:
    """What a school negotiates is its own: those who read its drafts, and no partner even once it binds."""
    version = AgreementVersion.objects.visible_to(viewer).select_related("agreement").filter(uuid__in=[stored.owner_uuid]).first()
    return version is not None and viewer.has_perm("agreements.draft.read", version)
