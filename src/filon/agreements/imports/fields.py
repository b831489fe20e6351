"""The columns of the two spreadsheets, and the words that their cells may hold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from filon.agreements.queries.house import kind_codes
from filon.agreements.units import Nature, Unit
from filon.kernel.imports.kinds import ImportField

SCHOOL, PARTNER = "school", "partner"
DRAFT, SIGNED = "draft", "signed"
RHYTHMS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
"""Months between two due dates."""


STATUS_WORDS = {
    SIGNED: ("en vigueur", "en cours", "active", "terminée", "échue", "expirée", "close", "in force", "ended", "running"),
    DRAFT: ("projet", "brouillon", "en négociation", "en préparation", "à signer", "negotiation"),
}
SIDE_WORDS = {
    SCHOOL: ("école", "nous", "établissement", "school", "us"),
    PARTNER: ("partenaire", "entreprise", "eux", "mécène", "donateur", "partner", "company", "them"),
}
UNIT_WORDS = {
    Unit.EURO.value: ("€", "eur", "euros"),
    Unit.HOUR.value: ("heure d’équipement",),
    Unit.TEACHING_HOUR.value: ("heure de cours",),
}
RHYTHM_WORDS = {
    "once": ("unique", "une seule fois", "one-off"),
    "monthly": ("mensuel", "monthly", "tous les mois"),
    "quarterly": ("trimestriel", "quarterly"),
    "half_yearly": ("semestriel", "half-yearly"),
    "yearly": ("annuel", "annuelle", "yearly", "annual", "tous les ans", "par an"),
    "over_term": ("sur la durée", "continu", "toute la durée"),
}


def statuses() -> list[tuple[str, object]]:
    return [(SIGNED, _("signed")), (DRAFT, _("draft"))]


def sides() -> list[tuple[str, object]]:
    return [(SCHOOL, _("the school")), (PARTNER, _("the partner"))]


def rhythms() -> list[tuple[str, object]]:
    return [
        ("once", _("once")),
        ("monthly", _("each month")),
        ("quarterly", _("each quarter")),
        ("half_yearly", _("each half-year")),
        ("yearly", _("each year")),
        ("over_term", _("over the whole term")),
    ]


REFERENCE = (
    "référence",
    "n° convention",
    "numéro de convention",
    "n° de convention",
    "réf",
    "ref",
    "code convention",
    "agreement reference",
)
AGREEMENT = (
    ImportField("reference", _("Reference"), REFERENCE, "CONV-2024-12", _("at most 24 characters; the same on each line of an agreement"),
                is_required=True),
    ImportField("title", _("Title"), ("objet", "intitulé", "titre", "libellé", "convention", "nom de la convention", "subject"),
                _("Sample agreement"), is_required=True),
    ImportField("kind", _("Kind"), ("nature", "type", "type de convention", "catégorie"), "", _("mécénat when it is empty"),
                allowed=kind_codes),
    ImportField("partner", _("Partner"), ("partenaire", "entreprise", "organisme", "société", "cocontractant", "donateur", "mécène",
                "raison sociale", "company"), _("Sample Company"), _("its name, as among your partners")),
    ImportField("siren", _("SIREN of the partner"), ("siren", "siret", "siren du partenaire"), "732829320", _("surer than the name")),
    ImportField("status", _("State"), ("état", "statut", "situation", "status"), _("signed"), _("signed when it is empty"),
                allowed=statuses, also=STATUS_WORDS),
    ImportField("start", _("Takes effect on"), ("date d’effet", "début", "date de début", "du", "prise d’effet", "start", "start date"),
                "01/09/2024"),
    ImportField("end", _("Last day of the agreement"), ("fin", "date de fin", "échéance de la convention", "au", "expiration",
                "terme", "end", "end date"), "31/08/2027"),
    ImportField("signed_on", _("Signed on"), ("date de signature", "signée le", "signature", "signature date"), "15/06/2024"),
    ImportField("notice", _("Notice, in months"), ("préavis", "préavis (mois)", "notice"), "3"),
    ImportField("renewal", _("Renewed tacitly for, in months"), ("reconduction", "tacite reconduction", "reconduction (mois)", "renewal"),
                "", _("empty when it is not renewed")),
    ImportField("amount", _("Amount of the agreement"), ("montant", "montant total", "montant de la convention", "don", "amount"), "30 000",
                _("money that the partner promises, in euros")),
    ImportField("nature", _("Nature of the money"), ("nature du versement", "nature des fonds", "nature of money"), "",
                _("giving (mécénat) when it is empty"), allowed=lambda: Nature.choices),
    ImportField("what", _("Commitment"), ("engagement", "contrepartie", "promesse", "prestation", "obligation", "promise"),
                _("Payment of the gift"), _("what is promised, in a few words")),
    ImportField("debtor", _("Who owes it"), ("qui doit", "débiteur", "à la charge de", "redevable", "by whom"), _("the partner"),
                allowed=sides, also=SIDE_WORDS),
    ImportField("unit", _("Counted in"), ("unité", "unit"), "", _("not stated when it is empty"), allowed=lambda: Unit.choices,
                also=UNIT_WORDS),
    ImportField("quantity", _("Quantity"), ("quantité", "nombre", "qté", "valeur promise", "number"), "30 000"),
    ImportField("unit_value", _("Value of one, in euros"), ("valeur unitaire", "prix unitaire", "unit value"), ""),
    ImportField("is_counterpart", _("Counterpart of a gift"), ("est une contrepartie", "contrepartie d’un don", "counterpart"), "",
                _("yes or no")),
    ImportField("due_on", _("Due on"), ("échéance", "date d’échéance", "à rendre le", "première échéance", "due date"), "01/10/2024",
                _("the first one, when there are several")),
    ImportField("rhythm", _("How often"), ("périodicité", "fréquence", "rythme", "frequency"), _("each year"), allowed=rhythms,
                also=RHYTHM_WORDS),
)  # fmt: skip
DELIVERY = (
    ImportField("reference", _("Reference of the agreement"), REFERENCE, "CONV-2024-12", is_required=True),
    ImportField("what", _("Commitment"), ("engagement", "n° engagement", "contrepartie", "promesse", "prestation", "promise"),
                _("Payment of the gift"), _("its words or its number; may be empty where the agreement has only one")),
    ImportField("occurred_on", _("Delivered on"), ("date", "le", "date de réalisation", "réalisé le", "livré le", "date de livraison",
                "date de versement", "delivery date"), "03/10/2024", is_required=True),
    ImportField("quantity", _("Quantity"), ("quantité", "nombre", "montant", "qté", "réalisé", "amount"), "10 000",
                _("in the unit of the commitment"), is_required=True),
    ImportField("is_accepted", _("Accepted"), ("acceptée", "accepté", "validé", "confirmé", "accepted"), "",
                _("yes when your school received it and agrees")),
    ImportField("words", _("Remark"), ("remarque", "commentaire", "observations", "précision", "comment"), ""),
)  # fmt: skip
