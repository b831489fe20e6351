"""Words of giving: how money comes, what is given in kind, where an instalment stands, which receipt it opens."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Means(models.TextChoices):
    """How a gift came (2041-MEC-SD and 2041-RD, frame of the payment)."""

    TRANSFER = "transfer", _("bank transfer")
    DEBIT = "debit", _("direct debit")
    CARD = "card", _("bank card")
    CHEQUE = "cheque", _("cheque handed over")
    CHEQUE_BY_POST = "cheque_by_post", _("cheque by post")
    CASH = "cash", _("cash")
    IN_KIND = "in_kind", _("in kind")


MONEY = tuple(means for means in Means if means is not Means.IN_KIND)
"""The means of a gift of money."""
HANDED_OVER = (Means.CHEQUE, Means.CHEQUE_BY_POST, Means.CASH)
"""Means whose date is the day they arrive, whenever the bank credits them (BOI-IR-RICI-250-20 § 20)."""


class InKind(models.TextChoices):
    GOODS = "goods", _("goods")
    SERVICE = "service", _("service")
    SKILLS = "skills", _("skills (employees seconded)")


class SkillsForm(models.TextChoices):
    """A loan of staff, whom the school directs; or a service, which the company directs."""

    SECONDMENT = "secondment", _("loan of staff")
    SERVICE = "service", _("service by its staff")


class InstalmentState(models.TextChoices):
    """Where an instalment stands. Called and waived are recorded; the others are read from money and days."""

    PLANNED = "planned", _("planned")
    CALLED = "called", _("called")
    PART_PAID = "part_paid", _("part paid")
    PAID = "paid", _("paid")
    LATE = "late", _("late")
    WAIVED = "waived", _("given up")
    REPLACED = "replaced", _("replaced by an amendment")


class CallKind(models.TextChoices):
    CALL = "call", _("call for payment")
    REMINDER = "reminder", _("reminder")


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")


class ReceiptForm(models.TextChoices):
    """The administration's two models of receipts."""

    COMPANY = "16216", _("companies (16216, 2041-MEC-SD)")
    INDIVIDUAL = "11580", _("individuals (11580, 2041-RD)")


class GiftForm(models.TextChoices):
    """Form of an individual's gift, as 2041-RD asks."""

    MANUAL = "manual", _("manual gift")
    NOTARIAL_DEED = "notarial_deed", _("notarial deed")
    PRIVATE_DEED = "private_deed", _("private deed")
    OTHER = "other", _("other")


class IssuerKind(models.TextChoices):
    """Legal category of an issuer, among those of the two models of receipts that a school or its foundation may be."""

    PUBLIC_UTILITY = "public_utility", _("association or foundation recognised as being of public utility")
    GENERAL_INTEREST = "general_interest", _("body of general interest")
    HIGHER_EDUCATION = "higher_education", _("institution of public or private non-profit higher education")
    UNIVERSITY_FOUNDATION = "university_foundation", _("university or partnership foundation")
    ENDOWMENT_FUND = "endowment_fund", _("endowment fund")


class DeclarationPart(models.TextChoices):
    """What a line of the annual declaration is for."""

    AMOUNT = "amount", _("gift received in the period, with a receipt")
    DOCUMENT = "document", _("document issued in the period")
    DIFFERENCE = "difference", _("difference with the ledger")


class Difference(models.TextChoices):
    """Why money of the ledger and money of the declaration are not the same, line by line."""

    NO_RECEIPT = "no_receipt", _("gift received without a receipt")
    IN_KIND = "in_kind", _("gift in kind, which no bank account receives")
    DATE = "date", _("the gift’s date lies in another period than the bank’s")
    REFUNDED = "refunded", _("paid back to the donor")
    NOT_GIVING = "not_giving", _("money received that is no gift")
    UNIDENTIFIED = "unidentified", _("money to identify, or set aside")
