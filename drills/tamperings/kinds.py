"""What is tampered with: one change each, as SQL that touches at least one row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tampering:
    """`hides`: the terms of this version (a query for its key) are hashed again afterwards, as a careful forger would do."""

    name: str
    statements: tuple[str, ...]
    hides: str = ""


def one(name: str, *statements: str, hides: str = "") -> Tampering:
    return Tampering(name, statements, hides)


MIDDLE = "(SELECT event_id FROM kernel_auditseal WHERE host_key = (SELECT max(host_key) FROM kernel_auditseal) AND seq = 3)"
NOTED = "(SELECT min(id) FROM kernel_auditevent WHERE added IS NOT NULL)"
LAST = "(SELECT max(host_key) FROM kernel_audithead)"
FACT = "(SELECT min(fact_id) FROM agreements_delivery)"
SIGNED = "(SELECT min(version_id) FROM agreements_signature)"
TERM = f"(SELECT min(id) FROM agreements_commitmentterm WHERE quantity IS NOT NULL AND unit <> 'eur' AND version_id >= {SIGNED})"
OPEN_ITEM = "(SELECT max(id) FROM agreements_dueitem WHERE retired_by_id IS NULL)"
STEP = "(SELECT min(id) FROM agreements_deliverystep WHERE state = 'accepted')"

AUDIT = (
    one("what an event tells", f"UPDATE kernel_auditevent SET payload = '{{}}' WHERE id = {NOTED}"),
    one("who acted", f"UPDATE kernel_auditevent SET actor_id = coalesce(actor_id, 0) + 1 WHERE id = {MIDDLE}"),
    one("when it was", f"UPDATE kernel_auditevent SET at = at - interval '1 day' WHERE id = {MIDDLE}"),
    one("whose school's it was", f"UPDATE kernel_auditevent SET host_id = host_id + 1 WHERE id = {MIDDLE}"),
    one("the rows it noted", f"UPDATE kernel_auditevent SET added = NULL WHERE id = {NOTED}"),
    one(
        "an event and its seal removed",
        f"CREATE TEMP TABLE gone AS SELECT {MIDDLE} AS id",
        "DELETE FROM kernel_auditseal WHERE event_id = (SELECT id FROM gone)",
        "DELETE FROM kernel_auditevent WHERE id = (SELECT id FROM gone)",
    ),
    one("the hash of a seal", f"UPDATE kernel_auditseal SET hash = repeat('0', 64) WHERE event_id = {MIDDLE}"),
    one(
        "the order of two events",
        f"UPDATE kernel_auditseal SET seq = -3 WHERE host_key = {LAST} AND seq = 3",
        f"UPDATE kernel_auditseal SET seq = 3 WHERE host_key = {LAST} AND seq = 4",
        f"UPDATE kernel_auditseal SET seq = 4 WHERE host_key = {LAST} AND seq = -3",
    ),
    one("the end of a chain", f"UPDATE kernel_audithead SET hash = repeat('0', 64) WHERE host_key = {LAST}"),
)
FACTS = (
    one("the quantity of a fact", f"UPDATE facts_fact SET quantity = quantity + 1 WHERE id = {FACT}"),
    one("its value", f"UPDATE facts_fact SET value_cents = coalesce(value_cents, 0) + 100 WHERE id = {FACT}"),
    one("its day", f"UPDATE facts_fact SET occurred_on = occurred_on - 1 WHERE id = {FACT}"),
    one("when it was recorded", f"UPDATE facts_fact SET recorded_at = recorded_at - interval '1 year' WHERE id = {FACT}"),
    one("its goals", f"UPDATE facts_fact SET goals = '{{4,9}}' WHERE id = {FACT}"),
    one("who may read it", f"UPDATE facts_fact SET visibility = 'private' WHERE id = {FACT}"),
    one(
        "a fact removed",
        "CREATE TEMP TABLE gone AS SELECT max(id) AS id FROM facts_fact WHERE id NOT IN (SELECT fact_id FROM agreements_delivery)",
        "DELETE FROM facts_factdocument WHERE fact_id = (SELECT id FROM gone)",
        "DELETE FROM facts_factorganisation WHERE fact_id = (SELECT id FROM gone)",
        "DELETE FROM facts_fact WHERE id = (SELECT id FROM gone)",
    ),
    one(
        "a fact added",
        "INSERT INTO facts_fact (uuid, kind, occurred_on, recorded_at, quantity, unit, goals, visibility, source_type, personal_digest,"
        " host_id, recorded_by_id) SELECT gen_random_uuid(), kind, occurred_on, recorded_at, quantity, unit, goals, visibility, '', '',"
        f" host_id, recorded_by_id FROM facts_fact WHERE id = {FACT}",
    ),
    one(
        "the organisation of a fact",
        "UPDATE facts_factorganisation SET entity_id = (SELECT max(id) FROM partners_legalentity)"
        " WHERE id = (SELECT min(id) FROM facts_factorganisation)",
    ),
    one("the proof of a fact", "UPDATE facts_factdocument SET file_id = (SELECT min(id) FROM kernel_storedfile)"),
)
FILES = (
    one("the name of a file", "UPDATE kernel_storedfile SET name = 'autre.pdf' WHERE id = (SELECT min(id) FROM kernel_storedfile)"),
    one(
        "what a file belongs to",
        "UPDATE kernel_storedfile SET owner_uuid = gen_random_uuid() WHERE id = (SELECT min(id) FROM kernel_storedfile)",
    ),
)
VERSIONS = (
    one("a quantity promised", f"UPDATE agreements_commitmentterm SET quantity = quantity + 1 WHERE id = {TERM}"),
    one("the value of one", f"UPDATE agreements_commitmentterm SET unit_value_cents = 1 WHERE id = {TERM}"),
    one("the words of a promise", f"UPDATE agreements_commitmentterm SET what_fr = what_fr || ' ou non' WHERE id = {TERM}"),
    one("an amount of money", "UPDATE agreements_moneyline SET amount_cents = amount_cents + 100 WHERE amount_cents IS NOT NULL"),
    one(
        "the capacity of a party",
        f"UPDATE agreements_partyterm SET capacity = 'observer' WHERE version_id = {SIGNED} AND capacity = 'donor'",
    ),
    one("a theme", f"DELETE FROM agreements_agreementversion_themes WHERE agreementversion_id >= {SIGNED}"),
    one("the end of the term", f"UPDATE agreements_agreementversion SET term_end = term_end + 365 WHERE id = {SIGNED}"),
    one("the notice", f"UPDATE agreements_agreementversion SET notice_months = 12 WHERE id = {SIGNED}"),
    one("how long silence lasts", f"UPDATE agreements_agreementversion SET silence_days = 3 WHERE id = {SIGNED}"),
    one(
        "a quantity promised, and the hash made to fit",
        f"UPDATE agreements_commitmentterm SET what_fr = what_fr || ' ou non' WHERE id = {TERM}",
        hides=f"SELECT version_id FROM agreements_commitmentterm WHERE id = {TERM}",
    ),
    one(
        "the signed PDF of a version",
        "UPDATE agreements_agreementversion SET signed_file_id = (SELECT max(signed_file_id) FROM agreements_agreementversion)"
        f" WHERE id = {SIGNED}",
    ),
    one(
        "the days on which a version holds",
        "UPDATE agreements_agreementversion SET validity = daterange(lower(validity), upper(validity) + 30)"
        " WHERE id = (SELECT max(id) FROM agreements_agreementversion WHERE state = 'in_force' AND upper(validity) IS NOT NULL)",
    ),
    one(
        "a version that is over brought back",
        "UPDATE agreements_agreementversion SET state = 'in_force'"
        " WHERE id = (SELECT min(id) FROM agreements_agreementversion WHERE state = 'ended')",
    ),
)
SIGNATURES = (
    one(
        "the day of a signature",
        "UPDATE agreements_signature SET signed_on = signed_on + 1 WHERE id = (SELECT min(id) FROM agreements_signature)",
    ),
    one("who signed", "UPDATE agreements_signature SET affiliation_id = NULL WHERE id = (SELECT min(id) FROM agreements_signature)"),
    one("a signature removed", "DELETE FROM agreements_signature WHERE id = (SELECT max(id) FROM agreements_signature)"),
    one(
        "a signature added",
        "INSERT INTO agreements_signature (uuid, signed_on, recorded_at, party_id, recorded_by_id, version_id)"
        " SELECT gen_random_uuid(), current_date, now(), party.id, recorded_by_id, version_id FROM agreements_signature AS signature,"
        " agreements_agreementparty AS party ORDER BY signature.id, party.id DESC LIMIT 1",
    ),
)
DUE = (
    one("a due date", f"UPDATE agreements_dueitem SET due_on = due_on + 30 WHERE id = {OPEN_ITEM}"),
    one(
        "two due quantities, their sum the same",
        "UPDATE agreements_dueitem SET quantity = quantity + CASE WHEN id = pair.low THEN 0.5 ELSE -0.5 END"
        " FROM (SELECT min(id) AS low, max(id) AS high FROM agreements_dueitem WHERE retired_by_id IS NULL AND quantity > 1"
        " GROUP BY commitment_id HAVING count(*) > 1 ORDER BY 1 LIMIT 1) AS pair WHERE id IN (pair.low, pair.high)",
    ),
    one("the value of a due date", f"UPDATE agreements_dueitem SET unit_value_cents = 1 WHERE id = {OPEN_ITEM}"),
    one(
        "a due date removed", f"DELETE FROM agreements_dueitem WHERE id = {OPEN_ITEM} AND id NOT IN (SELECT item_id FROM agreements_waiver)"
    ),
    one(
        "a replaced due date brought back",
        "UPDATE agreements_dueitem SET retired_by_id = NULL, kept = NULL WHERE retired_by_id IS NOT NULL",
    ),
    one(
        "what a replaced due date keeps",
        "UPDATE agreements_dueitem SET kept = CASE kept WHEN 0 THEN 1 ELSE 0 END WHERE retired_by_id IS NOT NULL",
    ),
    one("a waiver", "UPDATE agreements_waiver SET quantity = quantity / 2"),
    one("the end of a renewal", 'UPDATE agreements_renewal SET "end" = "end" + 30 WHERE id = (SELECT max(id) FROM agreements_renewal)'),
    one("the end that a notice gives", "UPDATE agreements_notice SET ends_on = ends_on + 30"),
)
DELIVERIES = (
    one(
        "the state of a delivery", "UPDATE agreements_delivery SET state = 'declared' WHERE id = (SELECT min(id) FROM agreements_delivery)"
    ),
    one(
        "the commitment of a delivery",
        "UPDATE agreements_delivery SET commitment_id = (SELECT max(id) FROM agreements_commitment)"
        " WHERE id = (SELECT min(id) FROM agreements_delivery)",
    ),
    one(
        "the fact of a delivery",
        "UPDATE agreements_delivery SET fact_id ="
        " (SELECT max(id) FROM facts_fact WHERE id NOT IN (SELECT fact_id FROM agreements_delivery))"
        " WHERE id = (SELECT min(id) FROM agreements_delivery)",
    ),
    one(
        "who declared it",
        "UPDATE agreements_delivery SET declared_by_id = declared_by_id - 1 WHERE id = (SELECT min(id) FROM agreements_delivery)",
    ),
    one(
        "a delivery removed with its steps",
        "DELETE FROM agreements_deliverystep WHERE delivery_id = (SELECT max(id) FROM agreements_delivery)",
        "DELETE FROM agreements_delivery WHERE id = (SELECT max(id) FROM agreements_delivery)",
    ),
    one("the words of a step", f"UPDATE agreements_deliverystep SET words = 'Rien à redire.' WHERE id = {STEP}"),
    one("who took a step", f"UPDATE agreements_deliverystep SET taken_by_id = taken_by_id - 1 WHERE id = {STEP}"),
    one("when a step was taken", f"UPDATE agreements_deliverystep SET taken_at = taken_at - interval '40 days' WHERE id = {STEP}"),
)
KINDS = (*AUDIT, *FACTS, *FILES, *VERSIONS, *SIGNATURES, *DUE, *DELIVERIES)
