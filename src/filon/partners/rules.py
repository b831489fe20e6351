"""What must be true of organisations, their numbers and their people's powers. Each refusal is a sentence for who typed it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from filon.kernel.errors import Refused
from filon.kernel.formats import NO_BREAK, day, euros
from filon.partners.kinds import EntityKind

if TYPE_CHECKING:
    from filon.partners.models import Affiliation, LegalEntity

#: Departments of France: 01 to 95 without 20 (2A and 2B), then those overseas (INSEE, official geographic code of 2024).
DEPARTMENTS = frozenset([f"{number:02d}" for number in range(1, 96) if number != 20] + ["2A", "2B", "971", "972", "973", "974", "976"])


def in_groups(number: str) -> str:
    """`123 456 789` of a SIREN, `123 456 789 00012` of a SIRET, with no-break spaces."""
    groups = [number[0:3], number[3:6], number[6:9], number[9:]]
    return NO_BREAK.join(group for group in groups if group)


def checked_siren(text: str) -> str | None:
    """The nine digits of a SIREN, None for an empty text. Raises Refused (Luhn key, INSEE)."""
    number = _compact(text)
    if not number:
        return None
    try:
        return str(siren_number.validate(number))
    except InvalidChecksum:
        sentence = _("The SIREN %(number)s does not exist: copy it from the notice of situation.")
        raise Refused(sentence % {"number": in_groups(number)}, field="siren") from None
    except ValidationError:
        raise Refused(_("A SIREN has nine digits: “%(text)s” has not.") % {"text": text.strip()}, field="siren") from None


def checked_siret(text: str, *, siren: str | None = None) -> str | None:
    """The fourteen digits of a SIRET of that SIREN, None for an empty text. Raises Refused.

    La Poste's own rule holds for its sites: the sum of the digits is a multiple of five (INSEE, SIRET of La Poste)."""
    number = _compact(text)
    if not number:
        return None
    try:
        found = str(siret_number.validate(number))
    except InvalidChecksum:
        sentence = _("The SIRET %(number)s does not exist: copy it from the notice of situation.")
        raise Refused(sentence % {"number": in_groups(number)}, field="siret") from None
    except ValidationError:
        raise Refused(_("A SIRET has fourteen digits: “%(text)s” has not.") % {"text": text.strip()}, field="siret") from None
    if siren and found[:9] != siren:
        sentence = _("This SIRET belongs to the SIREN %(number)s, not to this organisation.")
        raise Refused(sentence % {"number": in_groups(found[:9])}, field="siret")
    return found


def checked_department(text: str) -> str:
    """A department as `30`, `2A`, `974`; empty when unknown or abroad. Raises Refused."""
    code = text.strip().upper()
    if code and code not in DEPARTMENTS:
        raise Refused(_("“%(text)s” is not a French department: write its number, such as 30 or 2A.") % {"text": code}, field="department")
    return code


def checked_tags(text: str) -> list[str]:
    """Tags separated by commas, each once, in the order given. Raises Refused for one over 40 characters."""
    tags = list(dict.fromkeys(tag.strip() for tag in text.split(",") if tag.strip()))
    if any(len(tag) > 40 for tag in tags):
        raise Refused(_("A tag has at most 40 characters: separate tags with commas."), field="tags")
    return tags


def check_umbrella(entity: LegalEntity) -> None:
    """Only an umbrella foundation shelters funds (law of 23 July 1987, art. 20)."""
    if entity.kind != EntityKind.UMBRELLA:
        sentence = _("%(name)s is not an umbrella foundation: it cannot shelter a fund. Add the fund to the foundation that signs for it.")
        raise Refused(sentence % {"name": entity.name}, field="name")


def check_kind_change(entity: LegalEntity, *, kind: str, has_funds: bool) -> None:
    """An umbrella that shelters funds stays an umbrella."""
    from filon.partners.models import EntityKind  # noqa: PLC0415

    if has_funds and kind != EntityKind.UMBRELLA:
        raise Refused(_("%(name)s shelters funds: it stays an umbrella foundation.") % {"name": entity.name}, field="kind")


def check_affiliation_dates(start: dt.date, end: dt.date | None) -> None:
    """A function ends after it starts; `end` is the first day it no longer holds."""
    if end is not None and end <= start:
        raise Refused(_("The last day comes before the first: correct one of the two dates."), field="end")


def check_sign_limit(*, may_sign: bool, limit_cents: int | None) -> None:
    """A limit belongs to a power to sign, and is not negative."""
    if limit_cents is not None and not may_sign:
        raise Refused(_("A limit is given only to somebody who may sign: tick the box, or empty the amount."), field="sign_limit")
    if limit_cents is not None and limit_cents < 0:
        raise Refused(_("The greatest amount that may be signed cannot be negative."), field="sign_limit")


def check_merge(source: LegalEntity, target: LegalEntity, *, has_absorbed: bool) -> None:
    """Two sheets of one organisation: never a school of this installation, no chain, no circle, never two SIRENs."""
    if source == target:
        raise Refused(_("An organisation is not merged into itself: choose the other sheet."))
    if source.host_id or target.host_id:
        raise Refused(_("The sheet of a school that runs Filon is not merged."))
    if source.merged_into_id:
        raise Refused(_("%(name)s is already merged into another organisation.") % {"name": source.name})
    if target.merged_into_id:
        raise Refused(_("%(name)s is itself merged into another organisation: choose that one.") % {"name": target.name})
    if has_absorbed:
        raise Refused(_("Other sheets are merged into %(name)s: it is the one to keep.") % {"name": source.name})
    if source.siren:
        _refuse_siren(source, target)


def _refuse_siren(source: LegalEntity, target: LegalEntity) -> None:
    """What the register knows stays: one SIREN is one legal person."""
    if target.siren:
        raise Refused(_("Two different SIRENs are two legal persons: they are not merged."))
    raise Refused(_("%(name)s bears a SIREN: it is the one to keep, merge the other one into it.") % {"name": source.name})


def signatory_check(affiliation: Affiliation, *, entity: LegalEntity, on: dt.date, amount_cents: int | None) -> None:
    """May this person commit that entity on that day for that amount (None: no amount is stated)? Raises Refused."""
    _check_same_entity(affiliation, entity)
    names = {"name": affiliation.contact.name, "entity": entity.name}
    if on < affiliation.start:
        sentence = _("%(name)s acts for %(entity)s only from %(day)s: correct the date of signature, or choose somebody else.")
        raise Refused(sentence % {**names, "day": day(affiliation.start)}, field="signatory")
    if affiliation.last_day is not None and on > affiliation.last_day:
        sentence = _("%(name)s no longer acts for %(entity)s since %(day)s: choose somebody whose function lasts.")
        raise Refused(sentence % {**names, "day": day(affiliation.end)}, field="signatory")
    if not affiliation.may_sign:
        sentence = _("%(name)s has no power to sign for %(entity)s: choose somebody who has, or record that power.")
        raise Refused(sentence % names, field="signatory")
    limit = affiliation.sign_limit_cents
    if limit is not None and amount_cents is not None and amount_cents > limit:
        sentence = _("%(name)s may sign up to %(limit)s for %(entity)s, and %(amount)s are at stake: choose somebody else.")
        raise Refused(sentence % {**names, "limit": euros(limit), "amount": euros(amount_cents)}, field="signatory")


def _check_same_entity(affiliation: Affiliation, entity: LegalEntity) -> None:
    """A person of a merged sheet acts for the one that lasts."""
    own, wanted = affiliation.entity, entity
    if (own.merged_into_id or own.pk) != (wanted.merged_into_id or wanted.pk):
        sentence = _("%(name)s acts for %(own)s, not for %(entity)s: choose one of its people.")
        raise Refused(sentence % {"name": affiliation.contact.name, "own": own.name, "entity": entity.name}, field="signatory")


def _compact(text: str) -> str:
    """Without the spaces, points and no-break spaces people type."""
    return "".join(character for character in text if not character.isspace() and character != ".")
