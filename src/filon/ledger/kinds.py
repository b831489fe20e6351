"""Where a euro can be, how it moves there, and who bears what an umbrella takes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.TextChoices):
    """Where a euro is. What is in an account is the sum of its entries; each posting takes from one what it puts in others.

    BANK is the world outside: less than zero by what came in. OUTGOING is what the bank has seen leave: less than zero by so much, beside
    SPENT and REFUNDED, which say why. No other account goes below zero.
    """

    BANK = "bank", _("received at the bank")
    UNIDENTIFIED = "unidentified", _("to identify")
    OTHER = "other", _("other money, set aside")
    UNALLOCATED = "unallocated", _("to allocate")
    PROGRAMME = "programme", _("in programmes")
    FEE = "fee", _("fee of the umbrella")
    SPENT = "spent", _("spent")
    REFUNDED = "refunded", _("refunded")
    OUTGOING = "outgoing", _("left the bank")


#: Accounts that may be below zero.
BELOW_ZERO = frozenset({Account.BANK, Account.OUTGOING, Account.OTHER})


class BorneBy(models.TextChoices):
    """Who bears the fee of an umbrella. Only GIFT takes it from the money; the others are a matter between the umbrella and the school."""

    GIFT = "gift", _("the gift")
    SCHOOL = "school", _("the school, beside")
    UMBRELLA = "umbrella", _("the umbrella itself")


class MovementKind(models.TextChoices):
    """What a person does with money that is identified, or decides about money that is none of these."""

    ALLOCATE = "allocate", _("allocated")
    REALLOCATE = "reallocate", _("reallocated")
    SPEND = "spend", _("spent")
    REFUND = "refund", _("refunded")
    YEARLY_FEE = "yearly_fee", _("yearly fee of the umbrella")
    SET_ASIDE = "set_aside", _("set aside")


class StatementFormat(models.TextChoices):
    CAMT = "camt053", "CAMT.053"
    MT940 = "mt940", "MT940"
    OFX = "ofx", "OFX"
    CSV = "csv", "CSV"


class ReceivableState(models.TextChoices):
    """Derived from what is matched and from the day; closed is recorded."""

    OPEN = "open", _("expected")
    PART_PAID = "part_paid", _("part paid")
    LATE = "late", _("late")
    PAID = "paid", _("paid")
    CLOSED = "closed", _("closed")
