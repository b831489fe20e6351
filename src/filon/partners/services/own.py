"""What a partner's people look after themselves, with one school at a time: their data, their colleagues, who signs. Each change is told
to the school. Nobody raises herself, and the register identity stays the school's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit, formats
from filon.kernel.errors import Refused
from filon.kernel.files import file_store
from filon.kernel.rights import get_visible_or_404
from filon.kernel.tasks import enqueue
from filon.partners import letters, rules
from filon.partners.kinds import AccessLevel, ChangeKind
from filon.partners.models import Access, Affiliation, Contact, PartnerChange, Relationship
from filon.partners.services.accesses import access_open
from filon.partners.services.contacts import ContactInput
from filon.people.models import User

OF_AFFILIATION = "partners.affiliation"
POWER_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class ColleagueInput:
    """Somebody of the same organisation; ``level``: what she may do here."""

    name: str
    email: str
    function: str
    phone: str = ""
    level: str = AccessLevel.READS


@dataclass(frozen=True, kw_only=True)
class SignatoryInput:
    """``sign_limit_cents`` None: no limit. ``document``: an upload, the power itself."""

    name: str
    email: str
    function: str
    document: Any
    sign_limit_cents: int | None = None


def managing_access(by: User, entity_id: UUID, host_id: UUID) -> Access:
    """Her access to that organisation at that school, when it lets her manage. 404 without any, 403 when it is less."""
    held = Access.objects.open_to(by).filter(affiliation__entity__uuid=entity_id, affiliation__contact__host__uuid=host_id)
    found = list(held.select_related("affiliation__entity", "affiliation__contact__host"))
    if not found:
        raise Http404
    manages = next((access for access in found if access.level == AccessLevel.MANAGES), None)
    if manages is None:
        raise PermissionDenied
    return manages


def _changed(by: User, own: Affiliation, kind: ChangeKind, detail: str) -> PartnerChange:
    """Told to the school: on the partner's page, and by letter to whoever looks after it."""
    change = PartnerChange.objects.create(host=own.contact.host, entity=own.entity, kind=kind, detail=detail[:400], made_by=by)
    audit.record(by, "partner_change.made", change, host_id=own.contact.host_id, kind=kind.value)
    enqueue(letters.change_send, change_id=change.pk)
    return change


@transaction.atomic
def own_data_change(*, by: User, entity_id: UUID, host_id: UUID, address: str, invoicing_email: str) -> Relationship:
    """Where letters and invoices go."""
    own = managing_access(by, entity_id, host_id).affiliation
    held = Relationship.objects.select_for_update().filter(host=own.contact.host, entity=own.entity).first()
    if held is None:
        raise Http404
    given = {"address": address.strip(), "invoicing_email": invoicing_email.strip()}
    told = [f"{getattr(held, name) or '—'} → {value or '—'}" for name, value in given.items() if getattr(held, name) != value]
    if not told:
        raise Refused(_("Nothing has changed: correct a field, or leave the page."))
    for name, value in given.items():
        setattr(held, name, value)
    held.save(update_fields=list(given))
    _changed(by, own, ChangeKind.DATA, "; ".join(told))
    return held


@transaction.atomic
def colleague_invite(*, by: User, entity_id: UUID, host_id: UUID, colleague: ColleagueInput) -> Access:
    """A colleague signs in, with at most what the manager herself may do."""
    own = managing_access(by, entity_id, host_id).affiliation
    given = ContactInput(name=colleague.name, email=colleague.email, phone=colleague.phone)
    affiliation = _affiliated(by, own, given, function=colleague.function)
    access = access_open(by, affiliation, email=colleague.email, level=AccessLevel(colleague.level))
    _changed(by, own, ChangeKind.PERSON, f"+ {colleague.name.strip()}, {colleague.function.strip()} ({access.get_level_display()})")
    return access


def _affiliated(by: User, own: Affiliation, given: ContactInput, *, function: str, **power: Any) -> Affiliation:
    """A function from today on, of somebody the school knows by that address for this organisation, or of somebody new."""
    today, host = timezone.localdate(), own.contact.host
    known = Contact.objects.filter(host=host, email__iexact=given.email.strip(), affiliations__entity=own.entity).order_by("id").first()
    contact = known or Contact.objects.create(host=host, name=given.name.strip(), email=given.email.strip(), phone=given.phone.strip())
    same = contact.affiliations.on(today).filter(entity=own.entity, function__iexact=function.strip(), may_sign=bool(power)).first()
    if same is not None and not power:
        return same
    if same is not None:
        sentence = _("%(name)s already holds this function then: close it first, its past stays readable.")
        raise Refused(sentence % {"name": contact.name}, field="function")
    opened = Affiliation.objects.create(contact=contact, entity=own.entity, function=function.strip(), start=today, **power)
    audit.record(by, "affiliation.opened", opened, host_id=host.pk, entity=own.entity.uuid, may_sign=opened.may_sign)
    return opened


@transaction.atomic
def signatory_name(*, by: User, entity_id: UUID, host_id: UUID, signatory: SignatoryInput) -> Affiliation:
    """Who may sign for the organisation from today on, up to which amount, with the document that says so. Never herself."""
    own = managing_access(by, entity_id, host_id).affiliation
    if signatory.email.strip().lower() in (by.email.lower(), own.contact.email.lower()):
        raise Refused(_("Nobody gives herself the power to sign: a colleague or the school records yours."), field="email")
    rules.check_sign_limit(may_sign=True, limit_cents=signatory.sign_limit_cents)
    given = ContactInput(name=signatory.name, email=signatory.email)
    power = {"may_sign": True, "sign_limit_cents": signatory.sign_limit_cents}
    opened = _affiliated(by, own, given, function=signatory.function, **power)
    opened.power_file = file_store(
        by=by,
        upload=signatory.document,
        purpose="partners.power",
        allowed={"pdf"},
        max_bytes=POWER_BYTES,
        host_id=own.contact.host_id,
        owner_type=OF_AFFILIATION,
        owner_uuid=opened.uuid,
    )
    opened.save(update_fields=["power_file"])
    limit = _("without limit") if opened.sign_limit_cents is None else formats.euros(opened.sign_limit_cents)
    _changed(by, own, ChangeKind.SIGNATORY, f"+ {opened.contact.name}, {opened.function}: {limit}")
    return opened


@transaction.atomic
def access_level_set(*, by: User, access_id: UUID, level: str) -> Access:
    """What a colleague may do. Nobody sets her own."""
    access, own = _colleague(by, access_id)
    if access.level == level:
        return access
    access.level, access.granted_by = AccessLevel(level), by
    access.save(update_fields=["level", "granted_by"])
    audit.record(by, "access.level_set", access, host_id=own.contact.host_id, level=level)
    _changed(by, own, ChangeKind.RIGHTS, f"{access.user.name}: {access.get_level_display()}")
    return access


@transaction.atomic
def colleague_close(*, by: User, access_id: UUID) -> Access:
    """A colleague no longer signs in, from now on; her function stays."""
    access, own = _colleague(by, access_id)
    if access.end is not None:
        raise Refused(_("This access is already closed."))
    access.end = timezone.localdate()
    access.save(update_fields=["end"])
    audit.record(by, "access.ended", access, host_id=own.contact.host_id)
    _changed(by, own, ChangeKind.RIGHTS, f"− {access.user.name}")
    return access


def _colleague(by: User, access_id: UUID) -> tuple[Access, Affiliation]:
    """Another person's access to the same organisation at the same school, held; 404 where she does not manage, Refused for her own."""
    own = Access.objects.open_to(by).managing()
    host, entity = OuterRef("affiliation__contact__host"), OuterRef("affiliation__entity")
    same = own.filter(affiliation__entity=entity, affiliation__contact__host=host)
    found = Access.objects.select_for_update(of=("self",)).filter(Exists(same), uuid=access_id)
    access = found.select_related("user", "affiliation__entity", "affiliation__contact__host").first()
    if access is None:
        raise Http404
    if access.user_id == by.pk:
        raise Refused(_("Nobody changes her own rights: a colleague who manages, or the school, does it."), field="level")
    return access, access.affiliation


@transaction.atomic
def colleague_leave(*, by: User, affiliation_id: UUID, end: dt.date) -> Affiliation:
    """A colleague has left, or will: ``end`` is the first day without her function; whoever signed in through it no longer does."""
    own = Access.objects.open_to(by).managing()
    same = own.filter(affiliation__entity=OuterRef("entity"), affiliation__contact__host=OuterRef("contact__host"))
    found = Affiliation.objects.select_for_update(of=("self",)).filter(Exists(same), uuid=affiliation_id)
    leaving = found.select_related("contact__host", "entity").first()
    if leaving is None:
        raise Http404
    if leaving.accesses.filter(user=by).exists():
        raise Refused(_("This is your own function: a colleague who manages, or the school, ends it."), field="end")
    if leaving.end is not None and leaving.end <= timezone.localdate():
        raise Refused(_("This function is already over: it stays as it was."), field="end")
    rules.check_affiliation_dates(leaving.start, end)
    leaving.end = end
    leaving.save(update_fields=["end"])
    audit.record(by, "affiliation.closed", leaving, host_id=leaving.contact.host_id, end=end)
    _changed(by, leaving, ChangeKind.PERSON, f"− {leaving.contact.name}, {leaving.function} ({formats.day(end)})")
    return leaving


@transaction.atomic
def change_see(*, by: User, change_id: UUID) -> PartnerChange:
    """Somebody who works at the school has read it."""
    change = get_visible_or_404(PartnerChange, viewer=by, id=change_id, may="partners.change.see", lock=True)
    if change.seen_at is None:
        change.seen_by, change.seen_at = by, timezone.now()
        change.save(update_fields=["seen_by", "seen_at"])
        audit.record(by, "partner_change.seen", change, host_id=change.host_id)
    return change
