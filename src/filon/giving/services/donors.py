"""Donors as a school knows them: entities and individuals; who may issue receipts."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from filon.facts.rules import personal_digest
from filon.giving.inputs import Address, IndividualInput, IssuerInput
from filon.giving.models import Donor, DonorLink, DonorPersonal, Issuer
from filon.giving.rights import issues_as
from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


def entity_donor(by: User, host_id: int, entity: LegalEntity) -> Donor:
    """The donor of that school that is this entity; made when it gives for the first time. For services that have checked who acts."""
    known = Donor.objects.filter(host_id=host_id, entity=entity).first()
    if known is not None:
        return known
    _hold(host_id)
    known = Donor.objects.filter(host_id=host_id, entity=entity).first()
    return known or _created(by, Donor(host_id=host_id, entity=entity, city=entity.city))


def _hold(host_id: int) -> None:
    """Donors of a school get their numbers one at a time."""
    Host.objects.select_for_update(no_key=True).get(pk=host_id)


def _created(by: User, donor: Donor) -> Donor:
    last = Donor.objects.filter(host_id=donor.host_id).aggregate(last=Max("number"))["last"]
    donor.number, donor.created_by = (last or 0) + 1, by
    donor.save()
    audit.record(by, "donor.created", donor, number=donor.number)
    return donor


@transaction.atomic
def donor_entity_add(*, by: User, host_id: int, entity_id: UUID) -> Donor:
    """An organisation is written down as a donor of the school."""
    _check_keeps(by, host_id)
    return entity_donor(by, host_id, get_visible_or_404(LegalEntity, viewer=by, id=entity_id))


@transaction.atomic
def donor_individual_add(*, by: User, host_id: int, individual: IndividualInput) -> Donor:
    """A person is written down as a donor; name and address stand beside, and can be erased."""
    _check_keeps(by, host_id)
    values = _personal_values(individual)
    salt = secrets.token_hex(32)
    _hold(host_id)
    donor = _created(by, Donor(host_id=host_id, digest=personal_digest(salt, values)))
    DonorPersonal.objects.create(donor=donor, salt=salt, values=values)
    return donor


def _check_keeps(by: User, host_id: int) -> None:
    if not by.has_perm("giving.donor.write", Host(pk=host_id)):
        raise PermissionDenied


def _personal_values(given: IndividualInput) -> dict[str, str]:
    values = {"first_name": given.first_name, "last_name": given.last_name, "email": given.email}
    values |= {"street": given.address.street, "postal_code": given.address.postal_code}
    values |= {"city": given.address.city, "country": given.address.country}
    cleaned = {name: value.strip() for name, value in values.items()}
    if not cleaned["first_name"] or not cleaned["last_name"]:
        raise Refused(_("Give the first name and the surname: the receipt bears both."), field="last_name")
    return cleaned


@transaction.atomic
def donor_entity_change(*, by: User, donor_id: UUID, legal_form: str, address: Address) -> Donor:
    """Legal form and address, as the next receipt will bear them; receipts already issued keep theirs."""
    donor = get_visible_or_404(Donor, viewer=by, id=donor_id, may="giving.donor.write", lock=True)
    if donor.is_individual:
        raise Refused(_("This donor is a person: change her name and address instead."))
    donor.legal_form, donor.street = legal_form.strip(), address.street.strip()
    donor.postal_code, donor.city, donor.country = address.postal_code.strip(), address.city.strip(), address.country.strip()
    donor.save(update_fields=["legal_form", "street", "postal_code", "city", "country"])
    audit.record(by, "donor.changed", donor, number=donor.number)
    return donor


@transaction.atomic
def donor_individual_change(*, by: User, donor_id: UUID, individual: IndividualInput) -> Donor:
    """Name and address of a person, as the next receipt will bear them."""
    donor = get_visible_or_404(Donor, viewer=by, id=donor_id, may="giving.donor.write", lock=True)
    personal = DonorPersonal.objects.filter(donor=donor).first()
    if personal is None:
        raise Refused(_("Nothing is kept of this person any more: write her down as a new donor."))
    personal.salt, personal.values = secrets.token_hex(32), _personal_values(individual)
    personal.save()
    donor.digest = personal_digest(personal.salt, personal.values)
    donor.save(update_fields=["digest"])
    audit.record(by, "donor.changed", donor, number=donor.number)
    return donor


@transaction.atomic
def donor_personal_erase(*, by: User, donor_id: UUID) -> Donor:
    """Name, address, e-mail and personal links go; gifts, receipts and their digests stay. What a receipt says is kept as long as
    the law asks."""
    donor = get_visible_or_404(Donor, viewer=by, id=donor_id, may="giving.donor.write", lock=True)
    if not DonorPersonal.objects.filter(donor=donor).delete()[0]:
        raise Refused(_("Nothing about a person is kept beside this donor, or it is already erased."))
    DonorLink.objects.filter(donor=donor).delete()
    audit.record(by, "donor.personal_erased", donor, number=donor.number)
    return donor


@transaction.atomic
def issuer_declare(*, by: User, entity_id: UUID, issuer: IssuerInput) -> Issuer:
    """A legal entity says from when it issues receipts, as what, and who signs. What it said before ends that day."""
    entity = get_visible_or_404(LegalEntity, viewer=by, id=entity_id)
    if not issues_as(by, entity.pk):
        raise PermissionDenied
    _check_issuer(entity, issuer)
    former = Issuer.objects.select_for_update().filter(entity=entity, start__lt=issuer.start, end=None).first()
    if former is not None:
        former.end = issuer.start
        former.save(update_fields=["end"])
    declared = _issuer(by, entity, issuer)
    try:
        with transaction.atomic():
            declared.save()
    except IntegrityError as error:
        raise Refused(_("This entity already issues on some of these days: choose a later day."), field="start") from error
    audit.record(by, "issuer.declared", declared, host_id=entity.host_id, start=issuer.start)
    return declared


def _issuer(by: User, entity: LegalEntity, given: IssuerInput) -> Issuer:
    return Issuer(
        entity=entity,
        kind=given.kind,
        rna=given.rna.strip(),
        object_fr=given.object_fr.strip(),
        street=given.address.street.strip(),
        postal_code=given.address.postal_code.strip(),
        city=given.address.city.strip(),
        articles=list(given.articles),
        signatory_name=given.signatory_name.strip(),
        signatory_function=given.signatory_function.strip(),
        start=given.start,
        end=given.end,
        declared_by=by,
    )


def _check_issuer(entity: LegalEntity, given: IssuerInput) -> None:
    """Everything the two models of receipts ask of a beneficiary."""
    if not entity.siren and not given.rna.strip():
        raise Refused(_("A receipt bears the issuer’s SIREN or RNA number: give one of them."), field="rna")
    needed = {"object_fr": given.object_fr, "street": given.address.street, "city": given.address.city}
    needed |= {"postal_code": given.address.postal_code, "signatory_name": given.signatory_name}
    for name, value in (needed | {"signatory_function": given.signatory_function}).items():
        if not value.strip():
            raise Refused(_("Fill in this field: every receipt bears it."), field=name)
    if not given.articles:
        raise Refused(_("Name the articles of the tax code under which it issues."), field="articles")
