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
    ("language", GET): {EVERYBODY: 302},
    ("language", POST): {EVERYBODY: 302},
    ("theme", POST): {EVERYBODY: 303},
    ("style", GET): OWN,
    ("home", GET): OWN,
    ("search", GET): OWN,
    ("files:download", GET): {READERS | PARTNERS: 200, LEARNERS | NOBODY | OTHER_SCHOOL: 404, ANONYMOUS: 302},
    ("lists:save", POST): {SIGNED_IN: 404, ANONYMOUS: 302},
    ("lists:delete", POST): {OFFICER: 303, SIGNED_IN - OFFICER: 404, ANONYMOUS: 302},
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
    ("partners:relationship", GET): sheet_of(COMPANY_CONTACT, workers=200),
    ("partners:relationship", POST): sheet_of(COMPANY_CONTACT, workers=303),
    ("partners:access_end", POST): sheet_of(COMPANY_CONTACT, workers=303),
    **{(f"partners:{name}", GET): sheet_of(COMPANY_CONTACT, workers=200) for name in ON_COMPANY},
    **{(f"partners:{name}", POST): sheet_of(COMPANY_CONTACT, workers=422) for name in ON_COMPANY},
    **{(f"partners:{name}", GET): sheet_of(FOUNDATION_OFFICER, workers=200) for name in ON_UMBRELLA},
    **{(f"partners:{name}", POST): sheet_of(FOUNDATION_OFFICER, workers=422) for name in ON_UMBRELLA},
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

DRAFTS: frozenset[str] = frozenset()
"""Addresses asked for the draft of the school instead of its living agreement."""

ROWS: dict[tuple[str, str], Row] = {**SITE, **PEOPLE, **PARTNER_PAGES, **FACTS}
