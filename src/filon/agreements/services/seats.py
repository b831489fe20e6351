"""What a signatory does at her seat: asks for a code, signs, refuses, hands over. Her link is the door; reading never uses it."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.models import AgreementVersion, CodeChannel, Evidence, Seat, Sending, SigningCode, SigningLink, SigningPolicy
from filon.agreements.models.sending import CODE_LIFETIME, CODE_TRIES
from filon.agreements.queries.content import content_hash
from filon.agreements.services.inviting import check_signed_here, group_invite, seat_held, seat_invite
from filon.agreements.services.opening import note
from filon.agreements.services.papers import DELEGATION, uploaded_pdf_store
from filon.agreements.services.passing import version_pass
from filon.agreements.states import SeatState, VersionState
from filon.kernel import clock, events, states
from filon.kernel.errors import Refused
from filon.kernel.tasks import enqueue
from filon.partners.models import Access, Affiliation
from filon.partners.rules import signatory_check
from filon.people.keys import hash_of

if TYPE_CHECKING:
    from filon.people.models import User


class LinkClosed(Refused):
    """The link opens nothing: ``cause`` says why (unknown, used, void, expired)."""

    def __init__(self, cause: str) -> None:
        sentences = {
            "unknown": _("This link opens nothing: copy it whole from your letter, or ask for a new one."),
            "used": _("You have already answered with this link: it serves once."),
            "void": _("This link was replaced or the text was withdrawn: look for a later letter, or ask the school."),
            "expired": _("This link is older than fourteen days: ask for a new one below."),
        }
        super().__init__(sentences[cause])
        self.cause = cause


@dataclass(frozen=True)
class Origin:
    """From where a request comes, for the evidence."""

    ip: str
    agent: str


def seat_of_link(key: str, *, lock: bool = False) -> tuple[Seat, SigningLink]:
    """The seat that a key opens; raises LinkClosed. With ``lock``, the version is held first, then looked at anew: a text withdrawn
    meanwhile is not signed."""
    link = _link(key)
    if lock:
        AgreementVersion.objects.select_for_update(of=("self",)).get(pk=link.seat.sending.version_id)
        link = _link(key)
    if link.void_at is not None or link.seat.sending.closed_at is not None:
        raise LinkClosed("used" if link.used_at else "void")
    if link.used_at is not None:
        raise LinkClosed("used")
    if link.expires_at <= timezone.now():
        raise LinkClosed("expired")
    return link.seat, link


def _link(key: str) -> SigningLink:
    chosen = SigningLink.objects.select_related(
        "seat__sending__version__agreement__host",
        "seat__sending__version__agreement__kind",
        "seat__affiliation__contact",
        "seat__affiliation__entity",
        "seat__party__entity",
        "seat__party__fund",
    )
    link = chosen.filter(key_hash=hash_of(key)).first()
    if link is None:
        raise LinkClosed("unknown")
    return link


def needs_second_channel(sending: Sending) -> bool:
    """Is the amount one for which the school asks for more than the mailbox of the link?"""
    policy = SigningPolicy.objects.filter(host=sending.version.agreement.host_id).first()
    least = policy.second_channel_from_cents if policy else None
    return least is not None and sending.amount_cents is not None and sending.amount_cents >= least


def is_signed_in(user: Any, seat: Seat) -> bool:
    """Is the person signed in the signatory herself: by her access, or by the address of her sheet?"""
    if not user.is_authenticated:
        return False
    has_access = Access.objects.filter(user=user.pk, affiliation=seat.affiliation, end=None).exists()
    return has_access or user.email.casefold() == seat.affiliation.contact.email.casefold()


@transaction.atomic
def code_send(*, key: str) -> SigningCode:
    """Six digits to the mailbox of the link, made as their letter leaves; the former code is worth nothing any more."""
    from filon.agreements import letters  # noqa: PLC0415  letters make codes with this module

    seat, _link_used = seat_of_link(key, lock=True)
    if needs_second_channel(seat.sending):
        raise Refused(_("For this amount the school reads you the code by telephone: call the person who wrote to you, or sign in."))
    code = code_make(seat, CodeChannel.MAILBOX)
    enqueue(letters.code_letter_send, code_id=code.pk)
    return code


@transaction.atomic
def code_dictate(*, by: User, seat_id: UUID) -> str:
    """Six digits that the school reads out by telephone; shown once, to whoever asked for them."""
    seat = seat_held(by, seat_id)
    check_signed_here(seat.sending)
    if seat.state != SeatState.INVITED:
        raise Refused(_("This signatory is not asked at the moment."))
    digits = digits_make(code_make(seat, CodeChannel.TELEPHONE))
    note(by, "agreement.code_dictated", seat, seat.sending.version.agreement, number=seat.sending.version.number)
    return digits


def code_make(seat: Seat, channel: CodeChannel) -> SigningCode:
    """A code without digits yet: none opens anything. The former ones lapse."""
    now = clock.now()
    SigningCode.objects.filter(seat=seat, used_at=None, expires_at__gt=now).update(expires_at=now)
    return SigningCode.objects.create(seat=seat, channel=channel, code_hash="", made_at=now, expires_at=now + CODE_LIFETIME)


def digits_make(code: SigningCode) -> str:
    """Its six digits, for ten minutes from now."""
    digits = f"{secrets.randbelow(1_000_000):06d}"
    code.code_hash, code.expires_at = make_password(digits), clock.now() + CODE_LIFETIME
    code.save(update_fields=["code_hash", "expires_at"])
    return digits


class WrongCode(Refused):
    """Counted against the five tries: the caller commits it."""


def code_try(*, key: str, digits: str) -> None:
    """Counts one try and raises WrongCode when the digits are not those sent. In a transaction of its own, so that a try refused counts."""
    with transaction.atomic():
        seat, _used = seat_of_link(key, lock=True)
        code = _open_code(seat)
        right = check_password("".join(digits.split()), code.code_hash)
        if not right:
            code.tries += 1
            code.save(update_fields=["tries"])
    if not right:
        left = CODE_TRIES - code.tries
        words = {"left": left}
        raise WrongCode(
            _("This is not the code we sent: %(left)d tries left.") % words if left else _("Five wrong codes: ask for a new code."),
            field="code",
        )


def _open_code(seat: Seat) -> SigningCode:
    code = SigningCode.objects.filter(seat=seat, used_at=None).order_by("-id").first()
    if code is None:
        raise Refused(_("Ask for a code first."), field="code")
    if code.tries >= CODE_TRIES:
        raise Refused(_("Five wrong codes: ask for a new code."), field="code")
    if code.expires_at <= timezone.now():
        raise Refused(_("This code is older than ten minutes: ask for a new code."), field="code")
    if not code.code_hash:
        raise Refused(_("Your code is on its way: wait for its letter."), field="code")
    return code


def seat_sign(*, key: str, digits: str, origin: Origin, user: Any = None) -> Evidence:
    """She signs. Her power, her function and the text are looked at once more, while nobody can change them."""
    is_account = user is not None and _signs_with_account(key, user)
    if not is_account:
        code_try(key=key, digits=digits)
    return _sign(key=key, origin=origin, user=user if is_account else None)


def _signs_with_account(key: str, user: Any) -> bool:
    seat, _link_used = seat_of_link(key)
    return is_signed_in(user, seat)


@transaction.atomic
def _sign(*, key: str, origin: Origin, user: Any) -> Evidence:
    from filon.agreements import tasks  # noqa: PLC0415  tasks call this module

    seat, link = seat_of_link(key, lock=True)
    version = seat.sending.version
    _check_may_sign(seat)
    channel = CodeChannel.ACCOUNT if user is not None else _code_use(seat)
    now = clock.now()
    states.move(seat, to=SeatState.SIGNED)
    seat.answered_at = link.used_at = now
    seat.save(update_fields=["answered_at"])
    link.save(update_fields=["used_at"])
    told = _told(seat, link, channel, origin)
    evidence = Evidence.objects.create(seat=seat, signed_at=now, channel=channel, told=told, sha256=hash_of_told(told))
    if version.state == VersionState.SENT:
        version_pass(version, to=VersionState.PARTLY_SIGNED, by=None)
    note(None, "agreement.signed_by", seat, version.agreement, number=version.number, party=seat.party.name, sha256=evidence.sha256)
    events.publish("agreements.signed_by", version.agreement.uuid, seat=str(seat.uuid))
    group_invite(seat.sending)
    enqueue(tasks.signatures_seal, sending_id=seat.sending_id)
    return evidence


def _check_may_sign(seat: Seat) -> None:
    sending = seat.sending
    if seat.state != SeatState.INVITED:
        raise Refused(_("It is not your turn to sign."))
    if content_hash(sending.version) != sending.content_hash:
        raise Refused(_("The text is no longer the one that was sent: ask the school."))
    affiliation = Affiliation.objects.select_for_update(of=("self",)).select_related("contact", "entity").get(pk=seat.affiliation_id)
    signatory_check(affiliation, entity=seat.party.entity, on=timezone.localdate(), amount_cents=sending.amount_cents)


def _code_use(seat: Seat) -> CodeChannel:
    code = _open_code(seat)
    if needs_second_channel(seat.sending) and code.channel == CodeChannel.MAILBOX:
        raise Refused(_("For this amount the school reads you the code by telephone: call the person who wrote to you, or sign in."))
    code.used_at = clock.now()
    code.save(update_fields=["used_at"])
    return CodeChannel(code.channel)


def _told(seat: Seat, link: SigningLink, channel: CodeChannel, origin: Origin) -> dict[str, Any]:
    """Who, when, from where, which document, by which channel: only JSON's own values."""
    sending, person = seat.sending, seat.affiliation
    return {
        "who": {"name": person.contact.name, "function": person.function, "email": person.contact.email},
        "for": {"party": seat.party.name, "entity": seat.party.entity.name, "siren": seat.party.entity.siren or ""},
        "version": {"reference": sending.version.agreement.reference, "number": sending.version.number, "sha256": sending.content_hash},
        "document": {"sha256": sending.document.sha256, "size": sending.document.size},
        "link": {"made_at": link.made_at.isoformat(), "sent_to": person.contact.email},
        "channel": channel.value,
        "signed_at": clock.now().isoformat(),
        "from": {"ip": origin.ip, "agent": origin.agent[:300]},
        "delegated_by": str(seat.delegated_from.uuid) if seat.delegated_from else None,
    }


def hash_of_told(told: dict[str, Any]) -> str:
    """Hexadecimal sha256 of the canonical JSON (sorted keys, no space, UTF-8)."""
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def seat_refuse(*, key: str, reason: str) -> Seat:
    """She does not sign, and says why; the school decides what becomes of the text."""
    seat, link = seat_of_link(key, lock=True)
    rules.check_reason(reason)
    if seat.state != SeatState.INVITED:
        raise Refused(_("It is not your turn to sign."))
    seat.reason, seat.answered_at = reason.strip(), clock.now()
    seat.save(update_fields=["reason", "answered_at"])
    states.move(seat, to=SeatState.REFUSED, reason=reason)
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    version = seat.sending.version
    note(None, "agreement.signature_refused", seat, version.agreement, number=version.number, party=seat.party.name, reason=reason)
    events.publish("agreements.signature_refused", version.agreement.uuid, seat=str(seat.uuid))
    return seat


@transaction.atomic
def seat_delegate(*, key: str, affiliation_id: UUID, document: Any) -> Seat:
    """She hands over to another entitled person of the same organisation, with the document that gives the power."""
    seat, link = seat_of_link(key, lock=True)
    if seat.state != SeatState.INVITED:
        raise Refused(_("It is not your turn to sign."))
    successor = _entitled(seat, affiliation_id)
    missing = _("Add the document that gives the power.")
    kept = uploaded_pdf_store(None, seat.sending.version, document, field="document", missing=missing, purpose=DELEGATION)
    states.move(seat, to=SeatState.DELEGATED)
    seat.answered_at = link.used_at = clock.now()
    seat.save(update_fields=["answered_at"])
    link.save(update_fields=["used_at"])
    new = Seat.objects.create(
        sending=seat.sending, party=seat.party, affiliation=successor, group=seat.group, delegated_from=seat, delegation=kept
    )
    seat_invite(new)
    version = seat.sending.version
    words = {"party": seat.party.name, "sha256": kept.sha256}
    note(None, "agreement.signature_delegated", new, version.agreement, number=version.number, **words)
    return new


def entitled_people(seat: Seat) -> list[Affiliation]:
    """Those of the same organisation who may sign for that amount today, the signatory left out."""
    known = Affiliation.objects.on(timezone.localdate()).filter(
        entity=seat.party.entity_id, contact__host=seat.sending.version.agreement.host_id, may_sign=True
    )
    others = known.exclude(contact=seat.affiliation.contact_id).exclude(contact__email="").select_related("contact", "entity")
    return [each for each in others.order_by("contact__name") if _may_sign(each, seat)]


def _may_sign(affiliation: Affiliation, seat: Seat) -> bool:
    try:
        signatory_check(affiliation, entity=seat.party.entity, on=timezone.localdate(), amount_cents=seat.sending.amount_cents)
    except Refused:
        return False
    return True


def _entitled(seat: Seat, affiliation_id: UUID) -> Affiliation:
    chosen = next((each for each in entitled_people(seat) if each.uuid == affiliation_id), None)
    if chosen is None:
        raise Refused(_("Choose somebody of your organisation who may sign for this amount; the school can add a person."), field="person")
    return chosen
