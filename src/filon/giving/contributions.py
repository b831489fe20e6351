"""What giving brings to the pages, jobs and checks of the house."""

from django.utils.translation import gettext_lazy as _

from filon.agreements.hooks import version_takes_effect
from filon.agreements.models import (
    Agreement,
    AgreementVersion,
    Commitment,
    CommitmentTerm,
    Delivery,
    DueItem,
    MoneyLine,
)
from filon.facts.models import Fact
from filon.giving import audited, invariants, rights, samples
from filon.giving.fact_kinds import OUTCOMES
from filon.giving.models import (
    AnnualDeclaration,
    AnnualDeclarationLine,
    Attribution,
    CounterpartJustification,
    CounterpartValue,
    Gift,
    GiftWithdrawal,
    InKindGift,
    Instalment,
    Pledge,
    PledgeTerm,
    ReceiptCancellation,
    ReceiptContent,
    TaxReceipt,
    TaxReceiptLine,
    Waive,
)
from filon.giving.queries import contributed, week
from filon.giving.services import forgetting, plan, receiving
from filon.giving.services.holding import HOLDINGS, NAMES
from filon.kernel.registry import (
    AgreementLink,
    FileOwner,
    Invariant,
    NavItem,
    PersonalDataClass,
    Purge,
    WeekSource,
    register,
)
from filon.ledger import hooks
from filon.ledger.models import Match, Movement, Posting, Receivable, Unmatch
from filon.partners.models import LegalEntity
from filon.people.models import User


def declare() -> None:
    """Called once, when the applications are ready."""
    from filon.giving import receipt_letters, tasks  # noqa: F401, PLC0415  its tasks are declared by reading it

    register(*audited.SUBJECTS, *INVARIANTS, *samples.KINDS, *PERSONAL_DATA, *OUTCOMES)
    register(*HOLDINGS, NAMES)
    register(Purge("giving.receipt", forgetting.receipts_purge), Purge("giving.donor", forgetting.donors_purge))
    register(WeekSource(week.FAILED, week.week_items, week.has_failed))
    register(FileOwner("giving.inkindgift", contributed.may_read_proof))
    register(FileOwner("giving.taxreceipt", contributed.may_read_paper))
    register(NavItem("own_gifts", _("Our gifts"), "giving:own", 34, "n-gift", rights.may_have_given))
    register(NavItem("giving", _("Giving"), "giving:list", 33, "n-gift", rights.reads_giving))
    register(AgreementLink("giving.pledges", 10, _("Pledges and payments"), contributed.pledges_url, rights.reads_giving))
    register(AgreementLink("giving.counterparts", 20, _("Counterparts"), contributed.counterparts_url, lambda _viewer: True))
    version_takes_effect.connect(plan.pledges_follow)
    hooks.matched.connect(receiving.match_becomes_gift)
    hooks.may_unmatch.connect(receiving.match_may_be_undone)
    hooks.unmatched.connect(receiving.match_is_undone)
    hooks.refunded.connect(receiving.money_goes_back)


PERSONAL_DATA = (
    PersonalDataClass(
        code="giving.donor",
        purpose=_("Knowing who gives, thanking, and writing the tax receipt: name, address, e-mail of individual donors."),
        basis=_("Performance of the gift, and legal obligation to receipt it (GDPR, article 6.1.b and c)."),
        retention=_("Three years after the last gift, or until the person asks; what a receipt says is another class."),
        end_action=_("Name, address and e-mail are erased; gifts and a salted digest stay, without a person."),
    ),
    PersonalDataClass(
        code="giving.receipt",
        purpose=_("Proving a tax receipt: what it says of its donor, as it was issued."),
        basis=_("Legal obligation to keep receipts for the tax administration (book of tax procedures, article L. 14 A)."),
        retention=_("Six years after the end of the year in which the receipt was issued."),
        end_action=_("The content and the PDF are erased; number, amount, day and digest stay."),
    ),
    PersonalDataClass(
        code="giving.issuer",
        purpose=_("Knowing who signs the receipts of an issuer, who called, gave up, justified, issued and cancelled."),
        basis=_("Legal obligation to sign receipts, and legitimate interest: a school answers for what it does with gifts."),
        retention=_("Ten years after the act."),
        end_action=_("Names are erased; acts and figures stay."),
    ),
)

_PLANS = [Agreement, AgreementVersion, Instalment, MoneyLine, Pledge, PledgeTerm]
_MONEY = [Match, Movement, Posting, Receivable, Unmatch]
_RECEIPTS = [Gift, GiftWithdrawal, InKindGift, LegalEntity, ReceiptCancellation, TaxReceipt, TaxReceiptLine]
_METER = [
    Agreement,
    AgreementVersion,
    Commitment,
    CommitmentTerm,
    CounterpartJustification,
    CounterpartValue,
    Delivery,
    DueItem,
    Fact,
]
INVARIANTS = (
    Invariant(
        "giving.instalments_make_the_total",
        _("The instalments of a pledge make its total, to the cent."),
        invariants.instalments_make_the_total,
        reads=_PLANS,
    ),
    Invariant(
        "giving.settled_instalments_survive",
        _("An amendment leaves what was paid or given up of an instalment as it was."),
        invariants.settled_instalments_survive,
        reads=[*_PLANS, *_MONEY, Waive],
    ),
    Invariant(
        "giving.gift_is_paid",
        _("A gift is money that was matched to a mécénat line, or what its donor stated in kind."),
        invariants.gift_is_paid,
        reads=[*_PLANS, *_MONEY, Gift, InKindGift],
    ),
    Invariant(
        "giving.receipt_is_its_gifts",
        _("A tax receipt bears gifts that hold, of its donor and issuer, gross of any fee, and no more than what is left of them."),
        invariants.receipt_is_its_gifts,
        reads=[*_RECEIPTS, *_MONEY],
    ),
    Invariant(
        "giving.gift_on_one_live_receipt",
        _("A gift is on at most one live tax receipt."),
        invariants.gift_on_one_live_receipt,
        reads=_RECEIPTS,
    ),
    Invariant(
        "giving.receipt_numbers_dense",
        _("The tax receipts of an issuer and a year are numbered from 1 without a gap."),
        invariants.receipt_numbers_dense,
        reads=[LegalEntity, TaxReceipt],
    ),
    Invariant(
        "giving.receipt_form_valid",
        _("A tax receipt bears the version of the form that was in use on the day of issue."),
        invariants.receipt_form_valid,
        reads=[LegalEntity, TaxReceipt],
    ),
    Invariant(
        "giving.receipt_content_intact",
        _("What a tax receipt says is what was issued."),
        invariants.receipt_content_intact,
        reads=[LegalEntity, ReceiptContent, TaxReceipt],
    ),
    Invariant(
        "giving.declaration_adds_up",
        _("An annual declaration is the sum of its list, and the differences with the ledger are explained to the cent."),
        invariants.declaration_adds_up,
        reads=[AnnualDeclaration, AnnualDeclarationLine, LegalEntity, ReceiptCancellation, TaxReceipt, TaxReceiptLine],
    ),
    Invariant(
        "giving.counterparts_justified",
        _("Counterparts above the usage are justified by somebody, with a reason, before a receipt is issued."),
        invariants.counterparts_justified,
        reads=[*{*_METER, *_PLANS, *_MONEY, Gift, GiftWithdrawal, TaxReceiptLine, User}],
    ),
    Invariant(
        "giving.attribution_at_most_whole",
        _("What one euro made possible counts once: the shares of an entry, or of a gift, make at most the whole."),
        invariants.attribution_at_most_whole,
        reads=[Attribution],
    ),
    Invariant(
        "giving.nothing_referenced_is_deleted",
        _("Nothing that a gift, a receipt or a pledge refers to can be deleted."),
        invariants.nothing_referenced_is_deleted,
    ),
)
