"""The paper of a receipt: what stands where, all of it from the frozen content, so that two printings are the same bytes.

French, the language of the administration's models; the labels bear their English beside, for donors from elsewhere.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from filon.engines.tax import receipts
from filon.engines.tax.receipts import DonorKind, Form
from filon.kernel import clock, formats
from filon.kernel.pdf import Imprint, typeset

SOURCES = {DonorKind.COMPANY: "giving/company_receipt", DonorKind.PERSON: "giving/individual_receipt"}
HEADINGS = {
    "beneficiary": ("Organisme bénéficiaire", "Beneficiary"),
    "donor": ("Donateur", "Donor"),
    "gift": ("Don", "Gift"),
    "gift in kind": ("Don en nature", "Gift in kind"),
    "payment": ("Versement", "Payment"),
    "total": ("Total", "Total"),
    "dates": ("Dates", "Days"),
}
"""Sections of the forms that are a table of the paper; the header and the signature stand elsewhere on it."""


@dataclass(frozen=True)
class Ended:
    """Since when the receipt no longer holds, and what replaces it (empty: nothing)."""

    on: dt.date
    replaced_by: str = ""


def receipt_pdf(content: Mapping[str, Any], *, digest: str, ended: Ended | None = None) -> bytes:
    """The same content gives the same bytes. Raises LookupError for a form nobody knows, CannotTypeset."""
    form = form_of(content)
    values = paper_values(content, ended)
    imprint = Imprint(
        title=f"Reçu fiscal {content['fields']['receipt_number']}",
        author=content["issuer"]["name"],
        dated=clock.at(ended.on if ended else dt.date.fromisoformat(content["issued_on"]), 12),
        reference=f"Reçu {content['fields']['receipt_number']} · {form.printed}",
        fingerprint=digest,
        watermark="ANNULÉ" if ended else "",
    )
    return typeset(SOURCES[form.donor_kind], values, imprint=imprint, language="fr")


def form_of(content: Mapping[str, Any]) -> Form:
    """The version of the form that the content fills. Raises LookupError."""
    found = next((form for form in receipts.forms() if (form.number, form.version) == (content["form"], content["version"])), None)
    if found is None:
        raise LookupError(f"{content['form']}*{content['version']}")
    return found


def paper_values(content: Mapping[str, Any], ended: Ended | None = None) -> dict[str, Any]:
    """What the layouts set."""
    form, fields = form_of(content), content["fields"]
    return {
        "title": fields["title"],
        "form": f"Formulaire n° {fields['form_version']} ({form.code}) : mentions du modèle, mise en page de l’émetteur",
        "number": fields["receipt_number"],
        "notices": list(_notices(content, ended)),
        "sections": list(_sections(form, fields)),
        "certified": _certified(form),
        "signed": {"on": fields["signature_date"], "by": fields["signatory"], "for": fields["beneficiary_name"]},
        "check": {"at": content["check_at"], "code": content["code"]},
    }


def _notices(content: Mapping[str, Any], ended: Ended | None) -> Iterable[str]:
    if ended is not None:
        successor = f" Il est remplacé par le reçu n° {ended.replaced_by}." if ended.replaced_by else " Aucun autre ne le remplace."
        yield f"Ce reçu est annulé depuis le {formats.day(ended.on, language='fr')} : il n’ouvre droit à rien.{successor}"
    if content["replaces"]:
        yield f"Ce reçu annule et remplace le reçu n° {content['replaces']}."


def _sections(form: Form, fields: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    """Each section of the form that holds something, its fields in the order of the form."""
    for section, (heading, gloss) in HEADINGS.items():
        own = [field for field in form.fields if field.section == section]
        rows = [
            {"label": field.label_fr, "gloss": field.label_en, "text": [fields[part] for part in field.parts if part in fields]}
            for field in own
        ]
        held = [row for row in rows if row["text"]]
        if held:
            yield {"heading": heading, "gloss": gloss, "rows": held}


def _certified(form: Form) -> str:
    articles = " et ".join(form.articles) if form.donor_kind is DonorKind.COMPANY else "200"
    return (
        "L’organisme bénéficiaire reconnaît avoir reçu ce don et certifie sur l’honneur que les dons et versements qu’il reçoit ouvrent "
        f"droit à la réduction d’impôt prévue à l’article {articles} du code général des impôts."
    )


def read(text: str) -> dict[str, Any]:
    """The frozen text."""
    content: dict[str, Any] = json.loads(text)
    return content
