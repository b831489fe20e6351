"""What agreements bring to the pages, jobs and checks of the house."""

from django.utils.translation import gettext_lazy as _

from filon.agreements import audited, commands, dispute_invariants, fact_kinds, imports, invariants, rights, samples, wishes
from filon.agreements.models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    Clause,
    Commitment,
    CommitmentTerm,
    Delivery,
    DeliveryStep,
    Dispute,
    DisputeStatement,
    DueItem,
    Evidence,
    MoneyLine,
    Notice,
    OutsideSending,
    PaperReading,
    PartyTerm,
    Proposal,
    Renewal,
    Seal,
    Seat,
    Sending,
    Signature,
    SigningLink,
    Stewardship,
    Theme,
    VersionStep,
    Waiver,
)
from filon.agreements.queries import contributed
from filon.agreements.queries.calendar import calendar_entries, calendar_titles
from filon.agreements.queries.week import week_items
from filon.agreements.services import forgetting
from filon.agreements.services.evidence import OF_PROPOSAL, OF_STATEMENT
from filon.agreements.services.holding import HOLDINGS, NAMES
from filon.facts.models import Fact
from filon.kernel.imports.commands import command_of
from filon.kernel.models import AuditEvent, StoredFile
from filon.kernel.registry import (
    AgreementLink,
    CalendarSource,
    FileOwner,
    Invariant,
    NavItem,
    PartnerSection,
    PersonalDataClass,
    Purge,
    Scope,
    SearchSource,
    SourceAddress,
    WeekSource,
    register,
)
from filon.partners.models import Affiliation, Contact, Fund, LegalEntity
from filon.people.models import Host, User


def declare() -> None:
    """Called once, when the applications are ready."""
    from filon.agreements import tasks  # noqa: F401, PLC0415  its schedule is declared by reading it

    register(
        *fact_kinds.KINDS, *audited.SUBJECTS, *INVARIANTS, *samples.KINDS, SIGNATURES, SIGNING, REVIEW, commands.LIST, commands.BALANCE
    )
    register(NavItem("agreements.mirror", _("Our agreements"), "agreements:mirror", 5, "n-doc", rights.comes_from_a_partner))
    register(*HOLDINGS, *NAMES, *PURGES, *wishes.CHOICES)
    register(NavItem("agreements", _("Agreements"), "agreements:list", 30, "n-doc", rights.reads_agreements))
    for kind in (imports.AGREEMENTS, imports.DELIVERIES):
        register(kind, command_of(kind))
    register(NavItem("portfolio", _("Portfolio"), "agreements:portfolio", 31, "", rights.comes_for_the_portfolio))
    register(WeekSource("agreements", week_items))
    register(CalendarSource("agreements", calendar_entries, calendar_titles))
    register(AgreementLink("agreements.calendar", 90, _("In your calendar"), contributed.calendar_url, lambda _viewer: True))
    register(SearchSource("agreements", _("Agreements"), contributed.agreement_hits))
    register(PartnerSection("agreements", 10, contributed.partner_section, "agreements/partner.html"))
    register(SourceAddress("agreements.delivery", contributed.delivery_address))
    register(SourceAddress("agreements.agreementversion", contributed.version_address))
    register(FileOwner(OF_STATEMENT, contributed.may_read_statement), FileOwner(OF_PROPOSAL, contributed.may_read_proposal))
    register(FileOwner("agreements.agreementversion", contributed.may_read_signed_pdf))
    register(*(FileOwner(f"agreements.{name}", contributed.may_read_negotiated) for name in ("senttext", "returnedtext")))


SIGNATURES = PersonalDataClass(
    code="agreements.signature",
    purpose=_("Knowing who signed an agreement, who declared, accepted or contested a delivery, and in which words."),
    basis=_("Performance of the agreement and legal obligation to keep it (GDPR, article 6.1.b and c)."),
    retention=_("Ten years after the end of the agreement."),
    end_action=_("Words are erased, names with accounts and sheets; figures and dates stay, and the signed document, an archive."),
)
SIGNING = PersonalDataClass(
    code="agreements.signing",
    purpose=_("Proving a signature: name, function, address of the mailbox and of the machine, browser, moment, channel; who hands over."),
    basis=_("Performance of the agreement, and proof of it in law (GDPR, article 6.1.b and c; civil code, article 1367)."),
    retention=_("Ten years after the end of the agreement; links and codes of a sending, one year after it closed."),
    end_action=_("Links and codes are deleted; the evidence is erased with the agreement’s names, its digest stays."),
)
REVIEW = PersonalDataClass(
    code="agreements.review",
    purpose=_("Knowing who approved a text, who asked for changes, in which words, and who held it since when."),
    basis=_("Legitimate interest: a school answers for what it signs."),
    retention=_("Ten years after the end of the agreement."),
    end_action=_("Words are erased, and names with their accounts; dates and steps stay."),
)
PERSONAL_DATA = (SIGNATURES, SIGNING, REVIEW)
PURGES = (
    Purge(SIGNATURES.code, forgetting.signatures_purge),
    Purge(SIGNING.code, forgetting.signing_purge),
    Purge(REVIEW.code, forgetting.review_purge),
)
SCOPE = Scope(
    Agreement,
    touched_by={
        Agreement: ["pk"],
        AgreementParty: ["agreement"],
        AgreementVersion: ["agreement"],
        AgreementVersion.themes.through: ["agreementversion__agreement"],
        Affiliation: ["signatures__version__agreement"],
        Clause: ["version__agreement"],
        Commitment: ["agreement"],
        CommitmentTerm: ["version__agreement"],
        Delivery: ["commitment__agreement"],
        DeliveryStep: ["delivery__commitment__agreement"],
        Dispute: ["delivery__commitment__agreement"],
        DisputeStatement: ["dispute__delivery__commitment__agreement"],
        DueItem: ["commitment__agreement"],
        Evidence: ["seat__sending__version__agreement"],
        Fact: ["delivery__commitment__agreement", "reverses__delivery__commitment__agreement"],
        Fund: ["parties__agreement"],
        LegalEntity: ["parties__agreement"],
        MoneyLine: ["version__agreement"],
        Notice: ["version__agreement"],
        OutsideSending: ["sending__version__agreement"],
        PaperReading: ["version__agreement"],
        PartyTerm: ["version__agreement"],
        Proposal: ["agreement"],
        Renewal: ["version__agreement"],
        Seal: ["evidence__seat__sending__version__agreement"],
        Seat: ["sending__version__agreement"],
        Sending: ["version__agreement"],
        Signature: ["version__agreement"],
        SigningLink: ["seat__sending__version__agreement"],
        Stewardship: ["agreement"],
        Theme: ["versions__agreement"],
        VersionStep: ["version__agreement"],
        Waiver: ["item__commitment__agreement"],
    },
    indifferent=[AuditEvent, Contact, Host, StoredFile, User],
)
"""An agreement is proved again once anything of it has changed. Of people, only names are read along; files are proved by themselves."""
INVARIANTS = (
    Invariant(
        "agreements.version_one_in_force_at_any_date",
        _("At any date at most one version of an agreement is in force."),
        invariants.version_one_in_force_at_any_date,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.version_numbers_dense", _("Versions are numbered from 1 without a gap."), invariants.version_numbers_dense, scope=SCOPE
    ),
    Invariant(
        "agreements.version_content_intact",
        _("The terms of a signed version are those that were signed."),
        invariants.version_content_intact,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.signed_file_intact", _("The bytes of every signed PDF are those received."), invariants.signed_file_intact, scope=SCOPE
    ),
    Invariant(
        "agreements.signature_power_held",
        _("Every signatory held the power to sign on that day."),
        invariants.signature_power_held,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.version_signed_by_all",
        _("Every party of a signed version but the observers has signed it."),
        invariants.version_signed_by_all,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.fund_acts_through_umbrella",
        _("A party that acts for a fund is the foundation that shelters it."),
        invariants.fund_acts_through_umbrella,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.money_split_adds_up",
        _("Payments tied to a money line make its amount, to the cent."),
        invariants.money_split_adds_up,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.due_items_make_the_quantity",
        _("The due dates of a commitment make its quantity, or what was already delivered where that is more."),
        invariants.due_items_make_the_quantity,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.retired_items_keep_at_most_all",
        _("A replaced due date keeps at most what it was."),
        invariants.retired_items_keep_at_most_all,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.waived_at_most_the_item", _("Nobody gives up more than was due."), invariants.waived_at_most_the_item, scope=SCOPE
    ),
    Invariant(
        "agreements.delivery_fact_matches",
        _("The fact of a delivery has its commitment’s unit and school, and is reversed only when withdrawn."),
        invariants.delivery_fact_matches,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.delivery_steps_agree", _("A delivery is in the state of its last step."), invariants.delivery_steps_agree, scope=SCOPE
    ),
    Invariant(
        "agreements.dispute_one_open_a_delivery",
        _("A contested delivery has one open dispute, and no other delivery has any."),
        dispute_invariants.dispute_one_open_a_delivery,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.delivery_follows_its_dispute",
        _("A delivery is what the outcome of its dispute says, and a settled one is counted for the quantity agreed."),
        dispute_invariants.delivery_follows_its_dispute,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.proposal_answered_in_its_agreement",
        _("A proposal is about a signed version of its agreement, made for a party of it, and taken into a later version of it."),
        dispute_invariants.proposal_answered_in_its_agreement,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.steward_shares_at_most_all",
        _("The shares of the schools that run an agreement make at most the whole, on any date."),
        invariants.steward_shares_at_most_all,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.version_is_what_was_told",
        _("The terms and the PDF of a signed version are those that the audit tells of."),
        invariants.version_is_what_was_told,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.version_holds_its_days",
        _("A signed version is in force on the days that follow from its terms, its renewals, a notice and the next version."),
        invariants.version_holds_its_days,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.version_state_follows_its_days",
        _("A signed version takes effect and ends on its days, at most two days late."),
        invariants.version_state_follows_its_days,
        scope=SCOPE,
        ages=invariants.agreements_aged,
    ),
    Invariant(
        "agreements.version_steps_agree", _("A version is in the state of its last step."), invariants.version_steps_agree, scope=SCOPE
    ),
    Invariant(
        "agreements.evidence_intact",
        _("The evidence of every signature is what was noted of it, and names the document that was sent."),
        invariants.evidence_intact,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.sending_signed_by_every_seat",
        _("A sending that counts as signed was signed by everybody asked, and its document is the version’s."),
        invariants.sending_signed_by_every_seat,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.sending_sealed_signature_by_signature",
        _("Every signature given here is sealed in the document kept."),
        invariants.sending_sealed_signature_by_signature,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.signing_links_open_only_where_asked",
        _("A link to sign opens only the seat of somebody who is asked."),
        invariants.signing_links_open_only_where_asked,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.seats_handed_over_once",
        _("A signature handed over has one successor, for the same party."),
        invariants.seats_handed_over_once,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.readings_of_their_document",
        _("What was read of a signed document is of those very bytes."),
        invariants.readings_of_their_document,
        scope=SCOPE,
    ),
    Invariant(
        "agreements.sums_are_the_balance",
        _("The figures of lists are those of the balance."),
        invariants.sums_are_the_balance,
        scope=SCOPE,
        ages=invariants.agreements_aged,
    ),
)
