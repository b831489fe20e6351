"""The rights of the whole site as a table: address and method, then the answer for each column (`persons.py`).

The objects asked for are school A's. A row names every column exactly once; a method without a row answers 405 to whoever is signed in;
`tests/matrix/test_matrix.py` fails for an address without a row. POSTs come without fields: 422 is the form that says what is missing,
hence an allowed one; 403 sees the object and may not; 404 does not see it; 302 goes and signs in.
"""

from collections.abc import Mapping

from tests.matrix.persons import (
    ANONYMOUS,
    AUDITOR,
    COMPANY_CONTACT,
    DIRECTOR,
    EVERYBODY,
    FORMER_MEMBER,
    FOUNDATION_OFFICER,
    LEARNERS,
    NOBODY,
    OFFICER,
    OTHER_CONTACT,
    OTHER_SCHOOL,
    PARTNERS,
    READERS,
    RECORDERS,
    SIGNED_IN,
    WORKERS,
    People,
    Person,
)
from tests.matrix.requests import GET, POST

Row = Mapping[People, int]

MEMBERS_AND_OTHERS = LEARNERS | PARTNERS | NOBODY
PUBLIC: Row = {EVERYBODY: 200}
OWN: Row = {SIGNED_IN: 200, ANONYMOUS: 302}
"""A page of the reader's own, or of her school's."""

SITE: dict[tuple[str, str], Row] = {
    ("live", GET): PUBLIC,
    ("ready", GET): PUBLIC,
    ("metrics", GET): {EVERYBODY: 404},
    ("language", GET): {EVERYBODY: 302},
    ("language", POST): {EVERYBODY: 302},
    ("theme", POST): {EVERYBODY: 303},
    ("style", GET): OWN,
    ("home", GET): OWN,
    ("search", GET): OWN,
    ("journal", GET): {
        DIRECTOR | AUDITOR | OTHER_SCHOOL: 200,
        (READERS | LEARNERS) - DIRECTOR - AUDITOR: 403,
        PARTNERS | NOBODY: 404,
        ANONYMOUS: 302,
    },
    ("files:download", GET): {READERS | PARTNERS: 200, LEARNERS | NOBODY | OTHER_SCHOOL: 404, ANONYMOUS: 302},
    ("lists:save", POST): {SIGNED_IN: 404, ANONYMOUS: 302},
    ("lists:delete", POST): {OFFICER: 303, SIGNED_IN - OFFICER: 404, ANONYMOUS: 302},
    ("imports:kinds", GET): {WORKERS | OTHER_SCHOOL: 200, SIGNED_IN - WORKERS - OTHER_SCHOOL: 403, ANONYMOUS: 302},
    ("imports:begin", GET): {WORKERS | OTHER_SCHOOL: 200, SIGNED_IN - WORKERS - OTHER_SCHOOL: 403, ANONYMOUS: 302},
    ("imports:begin", POST): {WORKERS | OTHER_SCHOOL: 422, SIGNED_IN - WORKERS - OTHER_SCHOOL: 403, ANONYMOUS: 302},
    ("imports:template", GET): {WORKERS | OTHER_SCHOOL: 200, SIGNED_IN - WORKERS - OTHER_SCHOOL: 403, ANONYMOUS: 302},
    ("imports:follow", GET): {WORKERS: 200, SIGNED_IN - WORKERS: 404, ANONYMOUS: 302},
    ("imports:columns", GET): {WORKERS: 200, SIGNED_IN - WORKERS: 404, ANONYMOUS: 302},
    ("imports:columns", POST): {WORKERS: 422, SIGNED_IN - WORKERS: 404, ANONYMOUS: 302},
    ("imports:decide", POST): {WORKERS: 303, SIGNED_IN - WORKERS: 404, ANONYMOUS: 302},
    ("imports:complete", POST): {WORKERS: 303, SIGNED_IN - WORKERS: 404, ANONYMOUS: 302},
    ("imports:confirm", POST): {WORKERS: 303, SIGNED_IN - WORKERS: 404, ANONYMOUS: 302},
    ("imports:give_up", POST): {WORKERS: 303, SIGNED_IN - WORKERS: 404, ANONYMOUS: 302},
}

PEOPLE: dict[tuple[str, str], Row] = {
    ("people:sign_in", GET): PUBLIC,
    ("people:sign_in", POST): {EVERYBODY: 422},
    ("people:link_request", POST): {EVERYBODY: 422},
    ("people:link_sent", GET): PUBLIC,
    ("people:link", GET): {EVERYBODY: 410},
    ("people:link", POST): {EVERYBODY: 410},
    ("people:invitation", GET): {EVERYBODY: 410},
    ("people:invitation", POST): {EVERYBODY: 410},
    ("people:demonstration", POST): {EVERYBODY: 404},
    ("people:mailbox", GET): {EVERYBODY: 404},
    ("people:sign_out", POST): {SIGNED_IN: 303, ANONYMOUS: 302},
    ("people:account", GET): OWN,
    ("people:account", POST): {SIGNED_IN: 422, ANONYMOUS: 302},
    ("people:password", POST): {SIGNED_IN: 422, ANONYMOUS: 302},
    ("people:choose_host", POST): {SIGNED_IN: 404, ANONYMOUS: 302},
    ("people:team", GET): {READERS | OTHER_SCHOOL: 200, LEARNERS: 403, PARTNERS | NOBODY: 404, ANONYMOUS: 302},
    ("people:letters", GET): {READERS | OTHER_SCHOOL: 200, LEARNERS: 403, PARTNERS | NOBODY: 404, ANONYMOUS: 302},
    ("people:invite", POST): {
        DIRECTOR | OTHER_SCHOOL: 422,
        (READERS | LEARNERS) - DIRECTOR: 403,
        PARTNERS | NOBODY: 404,
        ANONYMOUS: 302,
    },
    ("people:withdraw_invitation", POST): {DIRECTOR: 303, AUDITOR: 403, SIGNED_IN - DIRECTOR - AUDITOR: 404, ANONYMOUS: 302},
    ("people:end_membership", POST): {
        DIRECTOR: 422,
        (READERS | LEARNERS) - DIRECTOR: 403,
        PARTNERS | NOBODY | OTHER_SCHOOL: 404,
        ANONYMOUS: 302,
    },
}


def answering(status: int) -> Row:
    """A demand of a person, for those who answer it: nobody else knows that it is there."""
    treating = OFFICER | DIRECTOR
    return {treating: status, SIGNED_IN - treating: 404, ANONYMOUS: 302}


AGENDA: dict[tuple[str, str], Row] = {
    ("agenda:calendar", GET): OWN,
    ("agenda:calendar", POST): OWN,
    ("agenda:calendar_about", GET): {READERS | PARTNERS: 200, LEARNERS | NOBODY | OTHER_SCHOOL: 404, ANONYMOUS: 302},
    ("agenda:calendar_about", POST): {READERS | PARTNERS: 200, LEARNERS | NOBODY | OTHER_SCHOOL: 404, ANONYMOUS: 302},
    ("agenda:feed_close", POST): {OFFICER: 303, SIGNED_IN - OFFICER: 404, ANONYMOUS: 302},
    ("agenda:feed", GET): {EVERYBODY: 404},
    ("agenda:letters", GET): OWN,
    ("agenda:letters", POST): {SIGNED_IN: 303, ANONYMOUS: 302},
    ("agenda:unsubscribe", GET): {EVERYBODY: 404},
    ("agenda:unsubscribe", POST): {EVERYBODY: 404},
    ("privacy:own", GET): OWN,
    ("privacy:own", POST): {SIGNED_IN - OFFICER: 303, OFFICER: 422, ANONYMOUS: 302},
    ("privacy:own_file", POST): OWN,
    ("privacy:demands", GET): {
        OFFICER | DIRECTOR | OTHER_SCHOOL: 200,
        READERS - OFFICER - DIRECTOR | LEARNERS: 403,
        PARTNERS | NOBODY: 404,
        ANONYMOUS: 302,
    },
    ("privacy:demands", POST): {
        OFFICER | DIRECTOR | OTHER_SCHOOL | PARTNERS | NOBODY: 404,
        READERS - OFFICER - DIRECTOR | LEARNERS: 403,
        ANONYMOUS: 302,
    },
    ("privacy:demand", GET): answering(200),
    ("privacy:demand_file", POST): answering(200),
    ("privacy:erase", POST): answering(303),
    ("privacy:refuse", POST): answering(422),
    ("privacy:register", GET): {READERS | OTHER_SCHOOL: 200, LEARNERS: 403, PARTNERS | NOBODY: 404, ANONYMOUS: 302},
}


def sheet_of(partner: People, *, workers: int) -> Row:
    """A form on the sheet of a partner whose person signs in: she sees the sheet and changes nothing."""
    strangers = LEARNERS | (PARTNERS - partner) | NOBODY | OTHER_SCHOOL
    return {WORKERS: workers, (READERS - WORKERS) | partner: 403, strangers: 404, ANONYMOUS: 302}


ON_COMPANY = ("change", "contact_new", "contact_change", "affiliation_new", "affiliation_close", "access_grant", "site_new", "site_change")
ON_UMBRELLA = ("fund_new", "fund_change")
WORKERS_NEW = WORKERS | OTHER_SCHOOL
"""For an address without an object, the director of B works at her own school."""

PARTNER_PAGES: dict[tuple[str, str], Row] = {
    ("partners:list", GET): {READERS | OTHER_SCHOOL: 200, MEMBERS_AND_OTHERS: 403, ANONYMOUS: 302},
    ("partners:new", GET): {WORKERS_NEW: 200, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    ("partners:new", POST): {WORKERS_NEW: 422, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    ("partners:duplicates", GET): {READERS | OTHER_SCHOOL: 200, MEMBERS_AND_OTHERS: 403, ANONYMOUS: 302},
    ("partners:duplicates", POST): {WORKERS_NEW: 422, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    ("partners:detail", GET): {READERS | COMPANY_CONTACT: 200, LEARNERS | FOUNDATION_OFFICER | NOBODY | OTHER_SCHOOL: 404, ANONYMOUS: 302},
    ("partners:register_ask", POST): sheet_of(COMPANY_CONTACT, workers=303),
    ("partners:register_settle", POST): sheet_of(COMPANY_CONTACT, workers=303),
    ("partners:relationship", GET): sheet_of(COMPANY_CONTACT, workers=200),
    ("partners:relationship", POST): sheet_of(COMPANY_CONTACT, workers=303),
    ("partners:access_end", POST): sheet_of(COMPANY_CONTACT, workers=303),
    **{(f"partners:{name}", GET): sheet_of(COMPANY_CONTACT, workers=200) for name in ON_COMPANY},
    **{(f"partners:{name}", POST): sheet_of(COMPANY_CONTACT, workers=422) for name in ON_COMPANY},
    **{(f"partners:{name}", GET): sheet_of(FOUNDATION_OFFICER, workers=200) for name in ON_UMBRELLA},
    **{(f"partners:{name}", POST): sheet_of(FOUNDATION_OFFICER, workers=422) for name in ON_UMBRELLA},
}

PARTNER_PAGES |= {
    ("partners:own", GET): {COMPANY_CONTACT: 200, SIGNED_IN - COMPANY_CONTACT: 404, ANONYMOUS: 302},
    **{
        (f"partners:{name}", GET): {COMPANY_CONTACT: 200, SIGNED_IN - COMPANY_CONTACT: 404, ANONYMOUS: 302}
        for name in ("own_data", "own_invite", "own_signatory", "own_leave")
    },
    **{
        (f"partners:{name}", POST): {COMPANY_CONTACT: 422, SIGNED_IN - COMPANY_CONTACT: 404, ANONYMOUS: 302}
        for name in ("own_invite", "own_signatory", "own_leave", "own_level")
    },
    # Empty fields are an answer: nothing is known any more.
    ("partners:own_data", POST): {COMPANY_CONTACT: 303, SIGNED_IN - COMPANY_CONTACT: 404, ANONYMOUS: 302},
    # Her own access: nobody closes it herself.
    ("partners:own_close", POST): {COMPANY_CONTACT: 422, SIGNED_IN - COMPANY_CONTACT: 404, ANONYMOUS: 302},
    ("partners:change_seen", POST): {WORKERS: 303, READERS - WORKERS: 403, SIGNED_IN - READERS: 404, ANONYMOUS: 302},
}

NO_MEMBER = LEARNERS | PARTNERS | NOBODY | OTHER_SCHOOL
READS_FACTS = READERS | PARTNERS | OTHER_SCHOOL | OTHER_CONTACT
RECORDS_NEW = RECORDERS | OTHER_SCHOOL

FACTS: dict[tuple[str, str], Row] = {
    ("facts:list", GET): {READS_FACTS: 200, LEARNERS | FORMER_MEMBER: 403, ANONYMOUS: 302},
    ("facts:goals", GET): {READS_FACTS: 200, LEARNERS | FORMER_MEMBER: 403, ANONYMOUS: 302},
    ("facts:new", GET): {RECORDS_NEW: 200, SIGNED_IN - RECORDS_NEW: 403, ANONYMOUS: 302},
    ("facts:new", POST): {RECORDS_NEW: 422, SIGNED_IN - RECORDS_NEW: 403, ANONYMOUS: 302},
    ("facts:detail", GET): {READERS: 200, NO_MEMBER: 404, ANONYMOUS: 302},
    ("facts:reverse", GET): {RECORDERS: 200, AUDITOR: 403, NO_MEMBER: 404, ANONYMOUS: 302},
    ("facts:reverse", POST): {RECORDERS: 422, AUDITOR: 403, NO_MEMBER: 404, ANONYMOUS: 302},
    ("facts:erase", POST): {WORKERS: 422, READERS - WORKERS: 403, NO_MEMBER: 404, ANONYMOUS: 302},
}

STRANGERS = LEARNERS | NOBODY | OTHER_SCHOOL
LOOKS_ON = READERS - WORKERS
"""The auditor and the sustainability officer: they read what the workers write."""


def written(*, workers: int) -> Row:
    """What a working school alone decides; the partners of the agreement see it and may not."""
    return {WORKERS: workers, LOOKS_ON | PARTNERS: 403, STRANGERS: 404, ANONYMOUS: 302}


def drafted(*, workers: int) -> Row:
    """A step of a draft: partners do not see it before it binds."""
    return {WORKERS: workers, LOOKS_ON: 403, STRANGERS | PARTNERS: 404, ANONYMOUS: 302}


def both_sides(status: int) -> Row:
    """What either side of an agreement says."""
    return {WORKERS | PARTNERS: status, LOOKS_ON: 403, STRANGERS: 404, ANONYMOUS: 302}


SAID_OF_A_DRAFT: Row = {READERS: 422, STRANGERS | PARTNERS: 404, ANONYMOUS: 302}
READ_BY_BOTH: Row = {READERS | PARTNERS: 200, STRANGERS: 404, ANONYMOUS: 302}
STEPS = ("draft_parties", "draft_commitments", "draft_commitment", "draft_money", "draft_money_line", "draft_text", "draft_clause")
TEMPLATE_PAGES = ("template", "template_clause", "template_preview", "template_paper")
TEMPLATE_ACTS = ("template_clause_up", "template_clause_down", "template_clause_remove", "template_withdraw")
DECISIONS = ("amend", "notice", "renew")
SAYINGS = ("declare", "contest", "answer", "take_back", "waive")

PORTFOLIO_PAGES = ("portfolio", "portfolio_renewals", "portfolio_network", "portfolio_territory", "board_report")
"""Of all agreements together: for members who read what the school runs, and no partner's person."""

AGREEMENTS: dict[tuple[str, str], Row] = {
    **{
        (f"agreements:{name}", GET): {READERS | OTHER_SCHOOL: 200, SIGNED_IN - READERS - OTHER_SCHOOL: 403, ANONYMOUS: 302}
        for name in PORTFOLIO_PAGES
    },
    ("agreements:partner_paper", GET): {READERS: 200, OTHER_SCHOOL: 404, SIGNED_IN - READERS - OTHER_SCHOOL: 403, ANONYMOUS: 302},
    ("agreements:list", GET): {READS_FACTS: 200, LEARNERS | FORMER_MEMBER: 403, ANONYMOUS: 302},
    ("agreements:create", GET): {WORKERS_NEW: 200, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    ("agreements:create", POST): {WORKERS_NEW: 422, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    ("agreements:detail", GET): READ_BY_BOTH,
    ("agreements:print", GET): READ_BY_BOTH,
    ("agreements:press", GET): READ_BY_BOTH,
    ("agreements:summary", GET): READ_BY_BOTH,
    # With an amendment that is still a draft.
    ("agreements:compare", GET): {READERS: 200, STRANGERS | PARTNERS: 404, ANONYMOUS: 302},
    ("agreements:change", GET): written(workers=200),
    ("agreements:change", POST): written(workers=422),
    ("agreements:commitment_owner", GET): written(workers=200),
    ("agreements:commitment_owner", POST): written(workers=303),
    ("agreements:journal", GET): {READERS: 200, PARTNERS: 403, STRANGERS: 404, ANONYMOUS: 302},
    ("agreements:commitment", GET): READ_BY_BOTH,
    **{(f"agreements:{name}", GET): written(workers=200) for name in DECISIONS},
    **{(f"agreements:{name}", POST): written(workers=422) for name in DECISIONS},
    **{(f"agreements:{name}", GET): both_sides(200) for name in SAYINGS},
    **{(f"agreements:{name}", POST): both_sides(422) for name in SAYINGS},
    # The company owes this delivery, and the foundation is not its creditor: neither accepts it.
    **{
        (f"agreements:{name}", POST): {WORKERS: 303, PARTNERS: 422, LOOKS_ON: 403, STRANGERS: 404, ANONYMOUS: 302}
        for name in ("accept", "confirm")
    },
    ("agreements:mirror", GET): {PARTNERS | OTHER_CONTACT: 200, SIGNED_IN - PARTNERS - OTHER_CONTACT: 403, ANONYMOUS: 302},
    ("agreements:dispute", GET): READ_BY_BOTH,
    ("agreements:propose", GET): {PARTNERS: 200, READERS: 403, STRANGERS: 404, ANONYMOUS: 302},
    ("agreements:propose", POST): {PARTNERS: 422, READERS: 403, STRANGERS: 404, ANONYMOUS: 302},
    ("agreements:proposal", GET): READ_BY_BOTH,
    ("agreements:proposal_take", POST): written(workers=422),
    ("agreements:proposal_decline", POST): written(workers=422),
    # The company made it: the foundation sees it, and does not take it back.
    ("agreements:proposal_withdraw", POST): {COMPANY_CONTACT: 303, FOUNDATION_OFFICER: 422, READERS: 403, STRANGERS: 404, ANONYMOUS: 302},
    ("agreements:dispute_settle", POST): both_sides(422),
    ("agreements:dispute_withdraw", POST): both_sides(422),
    **{(f"agreements:{name}", GET): drafted(workers=200) for name in STEPS},
    **{(f"agreements:{name}", POST): drafted(workers=422) for name in STEPS},
    ("agreements:draft_nature", GET): drafted(workers=200),
    ("agreements:draft_nature", POST): drafted(workers=422),
    ("agreements:draft_term", GET): drafted(workers=200),
    ("agreements:draft_term", POST): drafted(workers=303),
    ("agreements:draft_party", POST): drafted(workers=422),
    ("agreements:draft_party_up", POST): drafted(workers=303),
    ("agreements:draft_party_down", POST): drafted(workers=303),
    ("agreements:draft_usual_commitment", POST): drafted(workers=303),
    ("agreements:draft_commitment_remove", POST): drafted(workers=303),
    ("agreements:draft_money_line_remove", POST): drafted(workers=303),
    ("agreements:draft_clause_remove", POST): drafted(workers=303),
    # Everybody who reads for the school; only the workers write.
    ("agreements:draft_review", GET): {READERS: 200, STRANGERS | PARTNERS: 404, ANONYMOUS: 302},
    ("agreements:put_in_force", GET): drafted(workers=200),
    ("agreements:put_in_force", POST): drafted(workers=422),
    ("agreements:withdraw", POST): drafted(workers=422),
    ("agreements:submit", POST): drafted(workers=422),
    # Whoever reads for the school says what she thinks of a draft; who may approve it is a matter of the role asked for.
    **{
        (f"agreements:{name}", POST): {READERS: 422, STRANGERS | PARTNERS: 404, ANONYMOUS: 302}
        for name in ("approve", "comment", "comment_answer")
    },
    ("agreements:comment_resolve", POST): {READERS: 303, STRANGERS | PARTNERS: 404, ANONYMOUS: 302},
    ("agreements:document", GET): {READERS: 200, STRANGERS | PARTNERS: 404, ANONYMOUS: 302},
    ("agreements:negotiation", GET): {READERS: 200, STRANGERS | PARTNERS: 404, ANONYMOUS: 302},
    ("agreements:negotiation_compare", GET): {READERS: 200, STRANGERS | PARTNERS: 404, ANONYMOUS: 302},
    **{(f"agreements:{name}", POST): drafted(workers=422) for name in ("negotiation", "negotiation_return", "negotiation_take")},
    ("agreements:send", GET): drafted(workers=200),
    ("agreements:send", POST): drafted(workers=422),
    ("agreements:sending", GET): {READERS: 200, STRANGERS | PARTNERS: 404, ANONYMOUS: 302},
    ("agreements:proof", GET): READ_BY_BOTH,
    ("agreements:sending_withdraw", POST): drafted(workers=422),
    ("agreements:ceremony", POST): drafted(workers=303),
    ("agreements:ask_again", POST): drafted(workers=303),
    ("agreements:dictate", POST): drafted(workers=200),
    ("agreements:policy", GET): {WORKERS_NEW: 200, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    ("agreements:policy", POST): {WORKERS_NEW: 303, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    # The key of the link is the right: a key that opens nothing says so to everybody alike.
    **{(f"agreements:{name}", GET): {EVERYBODY: 410} for name in ("seat", "seat_document")},
    **{(f"agreements:{name}", POST): {EVERYBODY: 410} for name in ("seat_code", "seat_sign", "seat_refuse", "seat_delegate")},
    ("agreements:seat_new_link", POST): PUBLIC,
    ("agreements:check", GET): PUBLIC,
    ("agreements:check", POST): {EVERYBODY: 422},
    ("agreements:rules", GET): {WORKERS_NEW: 200, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    ("agreements:rules", POST): {WORKERS_NEW: 422, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    ("agreements:rule_remove", POST): drafted(workers=303),
    **{(f"agreements:{name}", POST): drafted(workers=303) for name in ("draft_clause_up", "draft_clause_down", "draft_template")},
    ("agreements:templates", GET): {WORKERS_NEW: 200, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    ("agreements:templates", POST): {WORKERS_NEW: 422, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    **{(f"agreements:{name}", GET): drafted(workers=200) for name in TEMPLATE_PAGES},
    **{(f"agreements:{name}", POST): drafted(workers=422) for name in ("template", "template_clause")},
    **{(f"agreements:{name}", POST): drafted(workers=303) for name in TEMPLATE_ACTS},
}

READS_MONEY = READERS | OTHER_SCHOOL | FOUNDATION_OFFICER
NO_MONEY = LEARNERS | COMPANY_CONTACT | NOBODY
OUTSIDE = FOUNDATION_OFFICER | OTHER_SCHOOL
"""They read money, not this school's own."""
WRITES_MONEY = WORKERS | OUTSIDE


def kept(*, workers: int) -> Row:
    """What whoever keeps the books of the school decides about an object of theirs."""
    return {WORKERS: workers, LOOKS_ON: 403, STRANGERS | PARTNERS: 404, ANONYMOUS: 302}


READ_BY_SCHOOL: Row = {READERS: 200, STRANGERS | PARTNERS: 404, ANONYMOUS: 302}
MONEY_BEGUN = ("programme_new", "account_new", "upload", "receivable_new", "sure")
MONEY_DECIDED = ("allocate", "spend", "reallocate", "take_back", "set_aside", "give_back", "unmatch", "refund", "give_up")

LEDGER: dict[tuple[str, str], Row] = {
    **{(f"ledger:{name}", GET): {READS_MONEY: 200, NO_MONEY: 403, ANONYMOUS: 302} for name in ("home", "lines", "list", "statements")},
    **{(f"ledger:{name}", GET): {READERS: 200, OUTSIDE: 404, NO_MONEY: 403, ANONYMOUS: 302} for name in ("books", "accounting")},
    ("ledger:progress", GET): {READS_MONEY: 404, NO_MONEY: 403, ANONYMOUS: 302},
    **{(f"ledger:{name}", GET): {WRITES_MONEY: 200, SIGNED_IN - WRITES_MONEY: 403, ANONYMOUS: 302} for name in MONEY_BEGUN},
    **{(f"ledger:{name}", POST): {WRITES_MONEY: 422, SIGNED_IN - WRITES_MONEY: 403, ANONYMOUS: 302} for name in MONEY_BEGUN},
    **{(f"ledger:{name}", GET): READ_BY_SCHOOL for name in ("programme", "line", "receivable")},
    ("ledger:fund_new", GET): {WORKERS_NEW: 200, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    ("ledger:fund_new", POST): {WORKERS_NEW: 422, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302},
    # Of the fund: its officer keeps the books, the school it serves reads them.
    ("ledger:fee_rule", GET): {FOUNDATION_OFFICER: 200, READERS | NO_MONEY: 403, OTHER_SCHOOL: 404, ANONYMOUS: 302},
    ("ledger:fee_rule", POST): {FOUNDATION_OFFICER: 422, READERS | NO_MONEY: 403, OTHER_SCHOOL: 404, ANONYMOUS: 302},
    ("ledger:fee_year", POST): {FOUNDATION_OFFICER: 422, READERS | NO_MONEY: 403, OTHER_SCHOOL: 404, ANONYMOUS: 302},
    ("ledger:line", POST): kept(workers=422),
    **{(f"ledger:{name}", GET): kept(workers=200) for name in MONEY_DECIDED},
    **{(f"ledger:{name}", POST): kept(workers=422) for name in MONEY_DECIDED},
    ("ledger:preview", GET): kept(workers=200),
    ("ledger:preview", POST): kept(workers=303),
    ("ledger:columns", POST): kept(workers=422),
}

OF_A_DRAFT = ("put_in_force", "withdraw", "submit", "approve", "comment", "comment_answer", "comment_resolve", "document", "send")
DRAFTS = frozenset(name for name, _method in AGREEMENTS if "draft_" in name or "negotiation" in name) | {
    f"agreements:{name}" for name in OF_A_DRAFT
}
"""Addresses asked for the draft of the school instead of its living agreement."""

KEEPERS = READERS | FOUNDATION_OFFICER | OTHER_SCHOOL
"""Who reads of money: members, and the officers of a foundation; a company reads its own pledge, gifts and receipts."""
GIVERS = WORKERS | FOUNDATION_OFFICER | OTHER_SCHOOL
OF_MONEY: Row = {KEEPERS: 200, SIGNED_IN - KEEPERS: 403, ANONYMOUS: 302}
OURS_AND_THEIRS: Row = {READERS | COMPANY_CONTACT: 200, STRANGERS | FOUNDATION_OFFICER: 404, ANONYMOUS: 302}
OURS_ALONE: Row = {READERS: 200, STRANGERS | PARTNERS: 404, ANONYMOUS: 302}


def gift_written(*, workers: int) -> Row:
    """What the school that receives decides; the company that gives sees it and may not."""
    return {WORKERS: workers, LOOKS_ON | COMPANY_CONTACT: 403, STRANGERS | FOUNDATION_OFFICER: 404, ANONYMOUS: 302}


def begun(status: int) -> Row:
    """What whoever works with gifts begins."""
    return {GIVERS: status, SIGNED_IN - GIVERS: 403, ANONYMOUS: 302}


ON_A_GIFT = ("call", "waive", "withdraw", "issue", "cancel", "replace", "attribute")
BEGUN = ("in_kind", "donation", "donor_new", "spread", "campaign_new")
OUTCOME_PAGES = ("outcomes", "campaigns", "foundation")

GIVING: dict[tuple[str, str], Row] = {
    **{(f"giving:{name}", GET): OF_MONEY for name in ("list", "gifts", "receipts", "declarations", "issue_many", *OUTCOME_PAGES)},
    **{(f"giving:{name}", POST): {KEEPERS: 422, SIGNED_IN - KEEPERS: 403, ANONYMOUS: 302} for name in ("declarations", "issue_many")},
    **{(f"giving:{name}", GET): OURS_AND_THEIRS for name in ("pledge", "letter", "gift", "receipt", "follow")},
    **{(f"giving:{name}", GET): OURS_ALONE for name in ("declaration", "issue_run", "statement", "report", "report_paper", "campaign")},
    **{(f"giving:{name}", GET): gift_written(workers=200) for name in ON_A_GIFT},
    **{(f"giving:{name}", POST): gift_written(workers=422) for name in ON_A_GIFT},
    ("giving:attribute_spending", GET): drafted(workers=200),
    ("giving:attribute_spending", POST): drafted(workers=422),
    **{(f"giving:{name}", GET): begun(200) for name in BEGUN},
    **{(f"giving:{name}", POST): begun(422) for name in BEGUN},
    # Nobody has published it yet: it is there for nobody.
    ("giving:campaign_public", GET): {EVERYBODY: 404},
    **{(f"giving:{name}", POST): drafted(workers=303) for name in ("campaign_show", "attribution_withdraw")},
    ("giving:call_paper", GET): OURS_AND_THEIRS,
    ("giving:statement_paper", GET): OURS_ALONE,
    ("giving:run_archive", GET): drafted(workers=200),
    ("giving:send", POST): gift_written(workers=422),
    ("giving:own", GET): OWN,
    # The key of the link is the right: a key that opens nothing says so to everybody alike.
    **{(f"giving:{name}", GET): {EVERYBODY: 410} for name in ("donor_papers", "donor_paper")},
    ("giving:verify", GET): PUBLIC,
    ("giving:verify", POST): {EVERYBODY: 422},
    ("giving:simulator", GET): PUBLIC,
    ("giving:counterparts", GET): READ_BY_BOTH,
    ("giving:counterparts", POST): written(workers=422),
    ("giving:value", GET): written(workers=200),
    ("giving:value", POST): written(workers=422),
    ("giving:donor", GET): drafted(workers=200),
    ("giving:donor", POST): drafted(workers=422),
    ("giving:issuer", GET): drafted(workers=200),
    ("giving:issuer", POST): drafted(workers=422),
}

OBSERVER = frozenset({Person.OBSERVER})
"""Sees what founders agreed to show, and nothing of exchanges."""
ONLY_READS = AUDITOR
AT_SESSION = (READERS | LEARNERS | COMPANY_CONTACT) - OBSERVER
NOT_THERE = FOUNDATION_OFFICER | NOBODY | OTHER_SCHOOL | OBSERVER
"""The foundation takes part in no session of the school."""
ON_THEME = (READERS | LEARNERS | PARTNERS) - OBSERVER
OFF_THEME = NOBODY | OTHER_SCHOOL | OBSERVER
EXCHANGES_READ: Row = {SIGNED_IN - FORMER_MEMBER - OBSERVER: 200, FORMER_MEMBER | OBSERVER: 403, ANONYMOUS: 302}


def run(status: int) -> Row:
    """What whoever works on partnerships does with a session or an idea; those who see it may not."""
    return {WORKERS: status, AT_SESSION - WORKERS: 403, NOT_THERE: 404, ANONYMOUS: 302}


def shared(status: int) -> Row:
    """What everybody who sees it does, but those who only read."""
    return {AT_SESSION - ONLY_READS: status, ONLY_READS: 403, NOT_THERE: 404, ANONYMOUS: 302}


RUN_PAGES = ("change", "cancel", "attendance", "close", "reopen", "set_aside", "outcome", "outcome_back", "withdraw")

ACTIVITIES: dict[tuple[str, str], Row] = {
    **{(f"activities:{name}", GET): EXCHANGES_READ for name in ("list", "themes", "ideas")},
    **{(f"activities:{name}", GET): {AT_SESSION: 200, NOT_THERE: 404, ANONYMOUS: 302} for name in ("session", "idea")},
    **{(f"activities:{name}", GET): run(200) for name in (*RUN_PAGES, "take_up_for")},
    **{(f"activities:{name}", POST): run(422) for name in (*RUN_PAGES, "bring_back")},
    **{(f"activities:{name}", POST): run(303) for name in ("take_up_for", "show")},
    **{(f"activities:{name}", POST): shared(303) for name in ("register", "take_up")},
    **{(f"activities:{name}", POST): shared(422) for name in ("leave", "give_back", "comment")},
    **{
        (f"activities:{name}", GET): {WORKERS_NEW: 200, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302}
        for name in ("session_new", "theme_new")
    },
    **{
        (f"activities:{name}", POST): {WORKERS_NEW: 422, SIGNED_IN - WORKERS_NEW: 403, ANONYMOUS: 302}
        for name in ("session_new", "theme_new")
    },
    ("activities:theme", GET): {ON_THEME: 200, OFF_THEME: 404, ANONYMOUS: 302},
    ("activities:theme_change", GET): {WORKERS: 200, ON_THEME - WORKERS: 403, OFF_THEME: 404, ANONYMOUS: 302},
    ("activities:theme_change", POST): {WORKERS: 422, ON_THEME - WORKERS: 403, OFF_THEME: 404, ANONYMOUS: 302},
    ("activities:idea_new", GET): {ON_THEME - ONLY_READS: 200, ONLY_READS: 403, OFF_THEME: 404, ANONYMOUS: 302},
    ("activities:idea_new", POST): {ON_THEME - ONLY_READS: 422, ONLY_READS: 403, OFF_THEME: 404, ANONYMOUS: 302},
    ("activities:remove", GET): drafted(workers=200),
    ("activities:remove", POST): drafted(workers=422),
    ("activities:public", GET): PUBLIC,
    # Nothing of the school was made public: it is there for nobody.
    **{(f"activities:{name}", GET): {EVERYBODY: 404} for name in ("public_theme", "public_session")},
}

ROWS: dict[tuple[str, str], Row] = {**SITE, **PEOPLE, **PARTNER_PAGES, **AGENDA, **FACTS, **AGREEMENTS, **ACTIVITIES, **LEDGER, **GIVING}
