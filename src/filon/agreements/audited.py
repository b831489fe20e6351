"""What agreements record in the audit, in words."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from filon.agreements.states import DisputeState, ProposalState, VersionState
from filon.agreements.units import Capacity
from filon.kernel import formats
from filon.kernel.journal import day_of, said
from filon.kernel.registry import AuditedSubject
from filon.people.roles import Role


def share(basis_points: int) -> str:
    return formats.percent(Decimal(basis_points) / 10_000)


def _quantity(value: str) -> str:
    return formats.number(Decimal(value))


AGREEMENT = AuditedSubject(
    "agreement",
    _("Agreements"),
    {
        "created": _("Agreement created"),
        "changed": _("Title or person in charge of the agreement changed"),
        "steward_added": _("School that runs the agreement added"),
        "provenance_set": _("Source of the data written down"),
        "party_added": _("Party added to the draft"),
        "party_changed": _("Party changed in the draft"),
        "party_removed": _("Party removed from the draft"),
        "party_moved": _("Order of the parties changed in the draft"),
        "commitment_added": _("Commitment added to the draft"),
        "commitments_added": _("Commitments added to the draft"),
        "commitment_changed": _("Commitment changed in the draft"),
        "commitment_removed": _("Commitment removed from the draft"),
        "commitment_owner_set": _("Person in charge of a commitment changed"),
        "money_line_added": _("Money line added to the draft"),
        "money_line_changed": _("Money line changed in the draft"),
        "money_line_removed": _("Money line removed from the draft"),
        "term_set": _("Duration of the draft set"),
        "clause_added": _("Clause added to the draft"),
        "clause_changed": _("Clause changed in the draft"),
        "clause_removed": _("Clause removed from the draft"),
        "clause_moved": _("Order of the clauses changed in the draft"),
        "template_applied": _("Clauses taken from the template"),
        "text_sent": _("Text made into a Word document to be negotiated"),
        "text_returned": _("Negotiated text received"),
        "change_taken": _("Change of a negotiated text taken into the draft"),
        "version_in_force": _("Signed version put in force"),
        "version_took_effect": _("Version took effect on its day"),
        "paper_read": _("Signatures of the signed document read"),
        "version_from_source": _("Version recorded from a source or from the school’s own files"),
        "amended": _("Amendment started"),
        "version_withdrawn": _("Draft withdrawn"),
        "version_reopened": _("Text changed after it was submitted: it is a draft again"),
        "review_asked": _("Draft put before those who approve it"),
        "approval_given": _("Draft approved"),
        "approval_refused": _("Draft sent back"),
        "sent_to_sign": _("Version sent to be signed"),
        "sending_withdrawn": _("Sending withdrawn"),
        "ceremony_set": _("Signing ceremony set"),
        "signatory_asked_again": _("Signatory asked again"),
        "letter_in_doubt": _("Letter to a signatory interrupted as it was leaving: write again"),
        "code_dictated": _("Signing code read out"),
        "signed_by": _("Signed by a party"),
        "signature_refused": _("Signature refused"),
        "signature_delegated": _("Signature handed over"),
        "signature_sealed": _("Signature sealed"),
        "comment_written": _("Comment on the draft written"),
        "comment_answered": _("Comment answered"),
        "comment_resolved": _("Comment resolved"),
        "notice_given": _("Notice given"),
        "renewed": _("Agreement renewed"),
        "version_over": _("Version over"),
    },
    {
        "reference": str,
        "title_fr": said(_("“%(value)s”")),
        "number": said(_("version %(value)s")),
        "version": said(_("version %(value)s")),
        "what": said(_("“%(value)s”")),
        "capacity": lambda value: str(Capacity(value).label),
        "cents": formats.euros,
        "position": said(_("place %(value)s")),
        "effective_from": said(_("from %(value)s"), day_of),
        "term_end": said(_("until %(value)s"), day_of),
        "host": str,
        "share": share,
        "party": said(_("by %(value)s")),
        "start": said(_("from %(value)s"), day_of),
        "end": said(_("until %(value)s"), day_of),
        "ends_on": said(_("ends on %(value)s"), day_of),
        "state": lambda value: str(VersionState(value).label),
        "reason": said(_("“%(value)s”")),
        "role": lambda value: str(Role(value).label),
        "heading": said(_("“%(value)s”")),
        "sha256": said(_("fingerprint of the text %(value)s"), lambda digest: f"{digest[:8]}…"),
    },
)
DELIVERY = AuditedSubject(
    "delivery",
    _("Deliveries"),
    {
        "declared": _("Delivery declared"),
        "received": _("Delivery received: the side that is owed recorded it"),
        "unreceived": _("Delivery received by mistake taken back"),
        "accepted": _("Delivery accepted"),
        "contested": _("Delivery contested"),
        "answered": _("Answer to a contest"),
        "withdrawn": _("Delivery taken back"),
    },
    {
        "commitment": said(_("commitment no. %(value)s")),
        "quantity": said(_("quantity %(value)s"), _quantity),
        "reason": said(_("“%(value)s”")),
    },
)
DISPUTE = AuditedSubject(
    "dispute",
    _("Disputes"),
    {"opened": _("Dispute opened"), "stated": _("Said in a dispute"), "decided": _("Dispute over")},
    {
        "party": said(_("by %(value)s")),
        "outcome": lambda value: str(DisputeState(value).label),
        "quantity": said(_("quantity %(value)s"), _quantity),
        "files": said(_("files: %(value)s")),
    },
)
PROPOSAL = AuditedSubject(
    "proposal",
    _("Proposals of amendments"),
    {"made": _("Amendment proposed by a partner"), "answered": _("Proposal of an amendment answered")},
    {
        "party": said(_("by %(value)s")),
        "number": said(_("version %(value)s")),
        "outcome": lambda value: str(ProposalState(value).label),
        "reason": said(_("“%(value)s”")),
    },
)
DUE_ITEM = AuditedSubject(
    "due_item",
    _("Due dates"),
    {"waived": _("What was due given up")},
    {"quantity": said(_("quantity %(value)s"), _quantity), "reason": said(_("“%(value)s”"))},
)
REVIEW_RULE = AuditedSubject(
    "review_rule",
    _("Rules of review"),
    {"added": _("Rule of review added"), "removed": _("Rule of review removed")},
    {"role": lambda value: str(Role(value).label), "from_cents": said(_("from %(value)s"), formats.euros)},
)
SIGNING_POLICY = AuditedSubject(
    "signing_policy",
    _("Signing policy"),
    {"set": _("Signing policy set")},
    {"from_cents": said(_("from %(value)s"), formats.euros), "provider": said(_("provider %(value)s"))},
)
TEXT_TEMPLATE = AuditedSubject(
    "text_template",
    _("Templates of texts"),
    {
        "begun": _("Template of a text begun"),
        "withdrawn": _("Template of a text withdrawn"),
        "clause_added": _("Clause added to a template"),
        "clause_changed": _("Clause changed in a template"),
        "clause_moved": _("Order of the clauses changed in a template"),
        "clause_removed": _("Clause removed from a template"),
    },
    {"heading": said(_("“%(value)s”"))},
)
SUBJECTS = (AGREEMENT, DELIVERY, DISPUTE, DUE_ITEM, PROPOSAL, REVIEW_RULE, SIGNING_POLICY, TEXT_TEMPLATE)
