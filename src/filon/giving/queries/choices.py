"""What may be chosen in the forms of giving, by whoever fills them in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from filon.giving.models import Campaign, Donor, Pledge
from filon.giving.queries.donor_names import donor_name
from filon.ledger.models import FundService
from filon.ledger.models.scope import officers
from filon.partners.models import Affiliation, Fund, LegalEntity
from filon.people.roles import WORKING

if TYPE_CHECKING:
    from filon.giving.models import Instalment
    from filon.people.models import User

Choices = Sequence[tuple[UUID | str, str]]


def school_of_gifts(viewer: User) -> int:
    """The school for which she records gifts: the one she works for now, or the one that let the foundation's officer in."""
    if viewer.standing.has(WORKING):
        own = viewer.standing.hosts_where(WORKING)
        return viewer.acting_host_id if viewer.acting_host_id in own else own[0]
    host_id: int | None = officers(viewer).order_by("-start", "id").values_list("affiliation__contact__host", flat=True).first()
    if host_id is None:
        raise PermissionDenied
    return host_id


def issuers(viewer: User) -> QuerySet[LegalEntity]:
    """The entities she issues for: her own school, the foundation she is an officer of."""
    own = Q(host__in=viewer.standing.hosts_where(WORKING))
    return LegalEntity.objects.filter(own | Q(Exists(officers(viewer).filter(affiliation__entity=OuterRef("pk"))))).order_by("name")


def beneficiaries(viewer: User, host_id: int) -> Choices:
    """Who may receive for that school: itself, and the foundations of the funds that serve it; for an officer, her foundation alone."""
    serving = FundService.objects.on(timezone.localdate()).filter(host=host_id, fund__umbrella=OuterRef("pk"))
    found = LegalEntity.objects.visible_to(viewer).filter(Q(host=host_id) | Q(Exists(serving))).order_by("name")
    if host_id not in viewer.standing.hosts_where(WORKING):
        found = found.filter(Exists(officers(viewer).filter(affiliation__entity=OuterRef("pk"))))
    return list(found.values_list("uuid", "name"))


def funds(viewer: User, host_id: int) -> Choices:
    """The funds that serve that school today."""
    serving = FundService.objects.on(timezone.localdate()).filter(host=host_id, fund=OuterRef("pk"))
    return list(Fund.objects.visible_to(viewer).filter(Exists(serving)).order_by("name").values_list("uuid", "name"))


def donors(viewer: User, host_id: int) -> Choices:
    """The donors of that school whom she sees, by name."""
    seen = Donor.objects.visible_to(viewer).filter(host=host_id).select_related("entity", "personal")
    return sorted(((donor.uuid, donor_name(donor, viewer)) for donor in seen), key=lambda row: row[1].casefold())


def campaigns(viewer: User, host_id: int) -> Choices:
    return [(one.uuid, one.title) for one in Campaign.objects.visible_to(viewer).filter(host=host_id)]


def pledges(viewer: User, host_id: int) -> Choices:
    seen = Pledge.objects.visible_to(viewer).filter(host=host_id).select_related("agreement", "donor__entity")
    return [(one.uuid, f"{one.donor} · {one.agreement.title}") for one in seen]


def people_of_donor(instalment: Instalment) -> Choices:
    """Those at the donor's today whom the school knows."""
    at_donor = Affiliation.objects.on(timezone.localdate()).filter(
        entity=instalment.pledge.donor.entity_id, contact__host=instalment.pledge.host_id
    )
    return [(one.uuid, f"{one.contact.name}, {one.function}") for one in at_donor.select_related("contact").order_by("contact__name")]
