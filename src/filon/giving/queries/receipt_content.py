"""What a receipt says, field by field, as the administration's model asks; frozen as it is issued."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from filon.engines.tax import receipts, words
from filon.engines.tax.errors import NoRule
from filon.engines.tax.language import Language
from filon.engines.tax.receipts import DonorKind, Form, Need
from filon.giving.kinds import GiftForm, InKind, IssuerKind, Means, ReceiptForm
from filon.giving.models import Donor, Gift, Issuer
from filon.giving.queries.donor_names import personal_values
from filon.giving.rules import RECEIPT_CODE_SIGNS
from filon.kernel import formats
from filon.kernel.addresses import address
from filon.kernel.errors import Refused

FORM_OF = {DonorKind.COMPANY: ReceiptForm.COMPANY, DonorKind.PERSON: ReceiptForm.INDIVIDUAL}


def form_for(donor: Donor, day: dt.date) -> Form:
    """The version of the form for a receipt issued that day. Raises Refused before the first one we know."""
    try:
        return receipts.form_on(day, DonorKind.PERSON if donor.is_individual else DonorKind.COMPANY)
    except NoRule as refused:
        sentence = _("No model of receipt is known for %(day)s: choose a later day.")
        raise Refused(sentence % {"day": formats.day(day)}, field="issued_on") from refused


def code_make() -> str:
    """What whoever holds the paper types to check it: sixteen signs, 79 bits of chance."""
    signs = "".join(secrets.choice(RECEIPT_CODE_SIGNS) for _sign in range(16))
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def code_hash(code: str) -> str:
    """Of the code as people type it: with or without hyphens and spaces, in capitals or not."""
    return hashlib.sha256("".join(sign for sign in code.upper() if sign.isalnum()).encode()).hexdigest()


def content_of(
    *, form: Form, issuer: Issuer, donor: Donor, gifts: Sequence[Gift], reference: str, issued_on: dt.date, code: str, replaces: str
) -> dict[str, Any]:
    """Every field of the form in French, the language of the model; amounts in cents beside. Raises Refused for a field that is missing."""
    with translation.override("fr"):
        fields = {
            "title": f"Reçu au titre des dons (article {', '.join(form.articles)} du code général des impôts)",
            "form_version": form.printed,
            "receipt_number": reference,
            **_beneficiary(issuer),
            **_donor(donor),
            **_money(form, gifts),
            "signature_date": formats.day(issued_on),
            "signatory": f"{issuer.signatory_name}, {issuer.signatory_function}",
        }
    _check_complete(form, fields, gifts)
    return {
        "fields": {name: value for name, value in fields.items() if value},
        "form": form.number,
        "version": form.version,
        "issuer": {"uuid": str(issuer.entity.uuid), "name": issuer.entity.name},
        "gifts": [_gift(gift) for gift in gifts],
        "total_cents": sum(gift.net_cents for gift in gifts),
        "issued_on": issued_on.isoformat(),
        "replaces": replaces,
        "code": code,
        "check_at": f"{settings.BASE_URL}{address('giving:verify')}",
        "salt": secrets.token_hex(16),
    }


def _beneficiary(issuer: Issuer) -> dict[str, str]:
    return {
        "beneficiary_name": issuer.entity.name,
        "beneficiary_identifier": f"SIREN {issuer.entity.siren}" if issuer.entity.siren else f"RNA {issuer.rna}" if issuer.rna else "",
        "beneficiary_address": f"{issuer.street}, {issuer.postal_code} {issuer.city}",
        "beneficiary_object": issuer.object_fr,
        "beneficiary_category": str(IssuerKind(issuer.kind).label),
    }


def _donor(donor: Donor) -> dict[str, str]:
    if donor.is_individual:
        kept = personal_values(donor)
        name = f"{kept.get('last_name', '')} {kept.get('first_name', '')}".strip()
        return {
            "donor_name": name,
            "donor_address": _address(kept.get("street"), kept.get("postal_code"), kept.get("city"), kept.get("country")),
        }
    entity = donor.entity
    if entity is None:
        raise ValueError("A donor is an entity or an individual")
    return {
        "donor_name": entity.name,
        "donor_legal_form": donor.legal_form,
        "donor_siren": entity.siren or "",
        "donor_address": _address(donor.street, donor.postal_code, donor.city, donor.country),
    }


def _address(street: str | None, postal_code: str | None, city: str | None, country: str | None) -> str:
    """Empty unless a letter would arrive: a street, a postal code and a town."""
    if not (street and postal_code and city):
        return ""
    return f"{street}, {postal_code} {city}" + (f", {country}" if country else "")


def _money(form: Form, gifts: Sequence[Gift]) -> dict[str, str]:
    """Amounts in figures and in words, days, means; by the names of the form."""
    cents = sum(gift.net_cents for gift in gifts)
    figures, in_words = formats.euros(cents, language="fr"), words.euros_fr(cents)
    means = ", ".join(sorted({str(Means(gift.means).label) for gift in gifts}))
    days = ", ".join(sorted({formats.day(gift.gift_date) for gift in gifts}))
    is_in_kind = gifts[0].in_kind is not None
    if form.donor_kind is DonorKind.PERSON:
        return {
            "gift_figures": figures,
            "gift_words": in_words,
            "gift_date": days,
            "gift_articles": "article 200",
            "gift_form": ", ".join(sorted({str(GiftForm(gift.form).label) for gift in gifts})),
            "gift_nature": "autre" if is_in_kind else "numéraire",
            "gift_means": "" if is_in_kind else means,
        }
    part = {"kind_figures": figures, "kind_words": in_words} if is_in_kind else {"payment_figures": figures, "payment_words": in_words}
    described = _described(gifts) if is_in_kind else {"payment_means": means}
    return {**part, **described, "total_figures": figures, "total_words": in_words, "gift_dates": days}


def _described(gifts: Sequence[Gift]) -> dict[str, str]:
    kinds = [gift.in_kind for gift in gifts if gift.in_kind is not None]
    staff = [one.description for one in kinds if one.kind == InKind.SKILLS]
    return {"kind_description": " ; ".join(one.description for one in kinds), "kind_staff": " ; ".join(staff)}


def _gift(gift: Gift) -> dict[str, Any]:
    return {"uuid": str(gift.uuid), "cents": gift.net_cents, "date": gift.gift_date.isoformat(), "means": gift.means}


def _check_complete(form: Form, fields: dict[str, str], gifts: Sequence[Gift]) -> None:
    """Every mention of the model is there."""
    missing = receipts.missing_fields(form, fields, holding=_holding(gifts))
    if missing:
        language = Language.FR if (translation.get_language() or "fr").startswith("fr") else Language.EN
        labels = ", ".join(f"“{field.label(language)}”" for field in missing)
        raise Refused(_("The receipt would lack %(fields)s: fill in what the donor’s or the issuer’s sheet lacks.") % {"fields": labels})


def _holding(gifts: Sequence[Gift]) -> set[Need]:
    kinds = {gift.in_kind.kind for gift in gifts if gift.in_kind is not None}
    return ({Need.KIND} if kinds else {Need.CASH}) | ({Need.SKILLS} if InKind.SKILLS in kinds else set())


def canonical(content: dict[str, Any]) -> str:
    """Sorted keys, no space, UTF-8: the same content has one text only."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
