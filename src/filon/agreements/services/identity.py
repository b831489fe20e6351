"""What no version signs: the title of an agreement, and who looks after it and its commitments."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, Commitment
from filon.agreements.services.opening import note
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import Contact
from filon.people.models import Membership, User


def check_title(title_fr: str) -> str:
    """The title without spaces around it."""
    if not title_fr.strip():
        raise Refused(_("Give the agreement a title: people look for it by that name."), field="title_fr")
    return title_fr.strip()


@transaction.atomic
def agreement_change(*, by: User, agreement_id: UUID, title_fr: str, title_en: str, owner_id: UUID | None) -> Agreement:
    """Another title, or another person in charge: a member of a school that runs it. In force too, for neither is signed."""
    agreement = get_visible_or_404(Agreement, viewer=by, id=agreement_id, may="agreements.agreement.write", lock=True)
    former_title = agreement.title_fr
    agreement.title_fr, agreement.title_en = check_title(title_fr), title_en.strip()
    agreement.owner = member_of_a_steward(agreement, owner_id)
    agreement.save(update_fields=["title_fr", "title_en", "owner"])
    note(by, "agreement.changed", agreement, agreement, title_fr=agreement.title_fr, former_title_fr=former_title, owner=_key(owner_id))
    return agreement


@transaction.atomic
def commitment_owner_set(*, by: User, commitment_id: UUID, owner_id: UUID | None, owner_contact_id: UUID | None) -> Commitment:
    """Who looks after a commitment on our side and on theirs; None = nobody yet. In force too, for neither is signed."""
    commitment = get_visible_or_404(Commitment, viewer=by, id=commitment_id, may="agreements.agreement.write", lock=True)
    name_owners(by, commitment, owner_id=owner_id, owner_contact_id=owner_contact_id)
    commitment.save(update_fields=["owner", "owner_contact"])
    owners = {"owner": _key(owner_id), "owner_contact": _key(owner_contact_id)}
    note(by, "agreement.commitment_owner_set", commitment, commitment.agreement, **owners)
    return commitment


def name_owners(by: User, commitment: Commitment, *, owner_id: UUID | None, owner_contact_id: UUID | None) -> None:
    """Who looks after it: a member of a school that runs the agreement, and a person of the other side. Raises Http404."""
    commitment.owner = member_of_a_steward(commitment.agreement, owner_id)
    commitment.owner_contact = None if owner_contact_id is None else get_visible_or_404(Contact, viewer=by, id=owner_contact_id)


def member_of_a_steward(agreement: Agreement, user_id: UUID | None) -> User | None:
    """Somebody who is or was a member of a school that runs the agreement; Http404 for anybody else."""
    if user_id is None:
        return None
    hosts = agreement.stewardships.values("host")
    member = User.objects.filter(pk__in=Membership.objects.filter(host__in=hosts).values("user"), uuid=user_id).first()
    if member is None:
        raise Http404
    return member


def _key(uuid: UUID | None) -> str | None:
    return None if uuid is None else str(uuid)
