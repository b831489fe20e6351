"""The balance of today in SQL: the rules of filon.engines.balance (outlook, allocation, computing), one step a table."""

#: %(agreements)s: keys; %(today)s: the day; %(now)s: the moment up to which the record is read.
_STATED = """
WITH binding AS (
    SELECT id, agreement_id, number, coalesce(effective_from, DATE '0001-01-01') AS effective_from
      FROM agreements_agreementversion
     WHERE agreement_id = ANY(%(agreements)s) AND state IN ('signed', 'in_force', 'ended', 'terminated') AND took_effect_at <= %(now)s
),
known AS (
    SELECT id, agreement_id, number, effective_from,
           bool_or(effective_from <= %(today)s) OVER agreement AS in_force,
           row_number() OVER (PARTITION BY agreement_id ORDER BY effective_from, number) AS place
      FROM binding
    WINDOW agreement AS (PARTITION BY agreement_id)
),
-- Versions that have taken effect; before the first, that one alone, to show what is to come.
reached AS (
    SELECT *, place = max(place) OVER (PARTITION BY agreement_id) AS is_last
      FROM known WHERE effective_from <= %(today)s OR (NOT in_force AND place = 1)
),
terms AS (
    SELECT DISTINCT ON (term.commitment_id) term.id AS term_id, term.commitment_id, commitment.agreement_id, commitment.debtor_id,
           term.quantity, term.unit_value_cents, NOT reached.is_last AS removed, reached.in_force
      FROM agreements_commitmentterm term
      JOIN reached ON reached.id = term.version_id
      JOIN agreements_commitment commitment ON commitment.id = term.commitment_id
     ORDER BY term.commitment_id, reached.place DESC
),
given_up AS (
    SELECT waiver.item_id, sum(waiver.quantity) AS quantity
      FROM agreements_waiver waiver
      JOIN agreements_dueitem item ON item.id = waiver.item_id
      JOIN terms USING (commitment_id)
     WHERE waiver.waived_on <= %(today)s
     GROUP BY waiver.item_id
),
happened AS (
    SELECT delivery.commitment_id, delivery.item_id, delivery.state = 'contested' AS is_contested, sum(fact.quantity) AS quantity
      FROM agreements_delivery delivery
      JOIN facts_fact fact ON fact.id = delivery.fact_id
      JOIN terms USING (commitment_id)
     WHERE delivery.state <> 'withdrawn' AND fact.occurred_on <= %(today)s
     GROUP BY delivery.commitment_id, delivery.item_id, is_contested
),
-- Items that count. urgency: 0 its day is over, 1 it is due today, 2 later or at no stated date.
counted AS (
    SELECT item.id, item.commitment_id, item.due_on, item.unit_value_cents,
           CASE WHEN retiring.id IS NULL THEN item.quantity ELSE coalesce(item.kept, 0) END AS quantity,
           CASE WHEN NOT terms.in_force OR item.due_on IS NULL OR item.due_on > %(today)s THEN 2
                WHEN item.due_on = %(today)s THEN 1 ELSE 0 END AS urgency,
           coalesce(given_up.quantity, 0) AS given_up
      FROM agreements_dueitem item
      JOIN terms USING (commitment_id)
      JOIN reached ON reached.id = item.version_id
      LEFT JOIN reached retiring ON retiring.id = item.retired_by_id
      LEFT JOIN given_up ON given_up.item_id = item.id
),
items AS (
    SELECT *, least(quantity, given_up) AS waived, quantity - least(quantity, given_up) AS expected
      FROM counted WHERE quantity > 0
),
delivered AS (
    SELECT commitment_id, sum(quantity) FILTER (WHERE NOT is_contested) AS quantity, sum(quantity) FILTER (WHERE is_contested) AS contested
      FROM happened GROUP BY commitment_id
),
-- Deliveries that name an item of today or of later, oldest first: what is missing before may borrow them, in that order.
lending AS (
    SELECT items.commitment_id, items.id AS item_id, items.urgency, delivery.id, fact.occurred_on, fact.quantity,
           coalesce(sum(fact.quantity) OVER earlier, 0) AS before
      FROM items
      JOIN agreements_delivery delivery ON delivery.item_id = items.id
      JOIN facts_fact fact ON fact.id = delivery.fact_id
     WHERE items.urgency > 0 AND delivery.state NOT IN ('contested', 'withdrawn') AND fact.occurred_on <= %(today)s
    WINDOW earlier AS (
        PARTITION BY items.commitment_id ORDER BY fact.occurred_on, delivery.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
-- 1. What names an item fills it first; what names none, or has filled the one it named, fills the open items; then one borrows.
-- First the items past.
past AS (
    SELECT items.*, coalesce(claim.quantity, 0) AS claimed, least(expected, coalesce(claim.quantity, 0)) AS filled
      FROM items LEFT JOIN happened claim ON claim.item_id = items.id AND NOT claim.is_contested
     WHERE urgency = 0
),
pool_past AS (
    SELECT commitment_id, coalesce(room, 0) AS room, coalesce(lent.quantity, 0) AS lent,
           coalesce(delivered.quantity, 0) - coalesce(lent.quantity, 0) - coalesce(filled, 0) AS free
      FROM (SELECT DISTINCT commitment_id FROM items) AS promised
      LEFT JOIN (SELECT commitment_id, sum(expected - filled) AS room, sum(filled) AS filled FROM past GROUP BY commitment_id) own
        USING (commitment_id)
      LEFT JOIN (SELECT commitment_id, sum(quantity) AS quantity FROM lending GROUP BY commitment_id) lent USING (commitment_id)
      LEFT JOIN delivered USING (commitment_id)
),
lent_past AS (
    SELECT lending.*, quantity - least(quantity, greatest(least(greatest(room - free, 0), lent) - before, 0)) AS left_over
      FROM lending JOIN pool_past USING (commitment_id)
),
-- 2. Then, with what is left of these, the items of today.
today AS (
    SELECT items.*, coalesce(claim.quantity, 0) AS claimed, least(expected, coalesce(claim.quantity, 0)) AS filled
      FROM items LEFT JOIN (SELECT item_id, sum(left_over) AS quantity FROM lent_past GROUP BY item_id) claim ON claim.item_id = items.id
     WHERE urgency = 1
),
pool_today AS (
    SELECT commitment_id, coalesce(own.room, 0) AS room, greatest(free - pool_past.room, 0) + coalesce(beyond, 0) AS free,
           coalesce(lent.quantity, 0) AS lent
      FROM pool_past
      LEFT JOIN (SELECT commitment_id, sum(expected - filled) AS room, sum(claimed - filled) AS beyond FROM today
                  GROUP BY commitment_id) own USING (commitment_id)
      LEFT JOIN (SELECT commitment_id, sum(left_over) AS quantity FROM lent_past WHERE urgency = 2 GROUP BY commitment_id) lent
        USING (commitment_id)
),
lent_today AS (
    SELECT item_id, left_over - least(left_over, greatest(least(greatest(room - free, 0), lent) - lent_before, 0)) AS left_over
      FROM (SELECT *, coalesce(sum(left_over) OVER earlier, 0) AS lent_before FROM lent_past WHERE urgency = 2
            WINDOW earlier AS (PARTITION BY commitment_id ORDER BY occurred_on, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
           ) AS ordered
      JOIN pool_today USING (commitment_id)
),
-- 3. Then the others.
later AS (
    SELECT items.*, coalesce(claim.quantity, 0) AS claimed, least(expected, coalesce(claim.quantity, 0)) AS filled
      FROM items LEFT JOIN (SELECT item_id, sum(left_over) AS quantity FROM lent_today GROUP BY item_id) claim ON claim.item_id = items.id
     WHERE urgency = 2
),
pool_later AS (
    SELECT commitment_id, greatest(free - room, 0) + coalesce(beyond, 0) AS free
      FROM pool_today
      LEFT JOIN (SELECT commitment_id, sum(claimed - filled) AS beyond FROM later GROUP BY commitment_id) own USING (commitment_id)
),
pools AS (
    SELECT commitment_id, 0 AS urgency, free + least(greatest(room - free, 0), lent) AS free FROM pool_past
     UNION ALL SELECT commitment_id, 1, free + least(greatest(room - free, 0), lent) FROM pool_today
     UNION ALL SELECT commitment_id, 2, free FROM pool_later
),
named AS (
    SELECT filled.*, coalesce(doubt.quantity, 0) AS doubted
      FROM (TABLE past UNION ALL TABLE today UNION ALL TABLE later) AS filled
      LEFT JOIN happened doubt ON doubt.item_id = filled.id AND doubt.is_contested
),
poured AS (
    SELECT named.*, filled + greatest(least(expected - filled, free - coalesce(sum(expected - filled) OVER before, 0)), 0) AS kept
      FROM named JOIN pools USING (commitment_id, urgency)
    WINDOW before AS (PARTITION BY commitment_id, urgency ORDER BY due_on NULLS LAST, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
-- 4. Contested deliveries stand against what is still open: the item they name, else the oldest that is due.
doubts AS (
    SELECT *, expected - kept AS missing, least(expected - kept, doubted) AS against FROM poured
),
facing AS (
    SELECT doubts.*,
           against + CASE WHEN urgency = 2 THEN 0 ELSE greatest(least(missing - against,
               coalesce(delivered.contested, 0) - coalesce(sum(against) OVER (PARTITION BY commitment_id), 0)
               - coalesce(sum(CASE WHEN urgency = 2 THEN 0 ELSE missing - against END) OVER before, 0)
           ), 0) END AS contested
      FROM doubts LEFT JOIN delivered USING (commitment_id)
    WINDOW before AS (PARTITION BY commitment_id ORDER BY due_on NULLS LAST, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
stated AS (
    SELECT *, CASE WHEN expected = 0 THEN 'waived' WHEN missing = 0 THEN 'kept' WHEN contested >= missing THEN 'contested'
                   WHEN urgency = 0 THEN 'late' ELSE 'open' END AS state
      FROM facing
)"""

#: A row for each due item that is late, contested, or open and due by %(until)s.
PRESSING = (
    _STATED  # noqa: S608  (constants)
    + """
SELECT commitment.agreement_id, commitment.uuid, commitment.debtor_id, term.what_fr, term.what_en, stated.due_on, stated.state,
       coalesce(nullif(owner.name, ''), contact.name, ''),
       owner.id IS NULL AND contact.id IS NOT NULL AND NOT EXISTS (
           SELECT FROM partners_affiliation held
            WHERE held.contact_id = contact.id AND held.start <= %(today)s AND (held."end" IS NULL OR held."end" > %(today)s)
       )
  FROM stated
  JOIN terms USING (commitment_id)
  JOIN agreements_commitmentterm term ON term.id = terms.term_id
  JOIN agreements_commitment commitment ON commitment.id = stated.commitment_id
  LEFT JOIN people_user owner ON owner.id = commitment.owner_id
  LEFT JOIN partners_contact contact ON contact.id = commitment.owner_contact_id
 WHERE stated.state IN ('late', 'contested') OR (stated.state = 'open' AND stated.due_on BETWEEN %(today)s AND %(until)s)
 ORDER BY commitment.agreement_id, commitment.number, stated.due_on NULLS LAST, stated.id
"""
)

#: A row for each due item of which something is missing, due from %(since)s on and before %(until)s, those of a commitment together.
AHEAD = (
    _STATED
    + """
SELECT commitment.agreement_id, commitment.uuid, coalesce(fund.name, entity.name), term.what_fr, term.what_en, term.unit, stated.due_on,
       stated.state, stated.missing
  FROM stated
  JOIN terms USING (commitment_id)
  JOIN agreements_commitmentterm term ON term.id = terms.term_id
  JOIN agreements_commitment commitment ON commitment.id = stated.commitment_id
  JOIN agreements_agreementparty debtor ON debtor.id = commitment.debtor_id
  JOIN partners_legalentity entity ON entity.id = debtor.entity_id
  LEFT JOIN partners_fund fund ON fund.id = debtor.fund_id
 WHERE stated.missing > 0 AND stated.due_on >= %(since)s AND stated.due_on < %(until)s
 ORDER BY commitment.id, stated.due_on, stated.id
"""
)

#: A row for each agreement and debtor: `needs_engine` first, then the fields of SideSums.
SUMS = (
    _STATED  # noqa: S608  (constants)
    + """,
of_items AS (
    SELECT commitment_id, sum(quantity) AS promised, sum(waived) AS waived, sum(expected) FILTER (WHERE urgency < 2) AS owed,
           sum(kept) AS kept, sum(missing) FILTER (WHERE urgency = 0) AS late, sum(expected) AS expected,
           min(unit_value_cents) AS lowest, max(unit_value_cents) AS highest, bool_or(unit_value_cents IS NULL) AS unknown,
           count(*) FILTER (WHERE state <> 'waived') AS items, count(*) FILTER (WHERE state = 'kept') AS items_kept,
           count(*) FILTER (WHERE state = 'late') AS items_late, count(*) FILTER (WHERE state = 'contested') AS items_contested,
           min(due_on) FILTER (WHERE due_on >= %(today)s AND missing > 0) AS next_due
      FROM stated GROUP BY commitment_id
),
lines AS (
    SELECT terms.agreement_id, terms.debtor_id, terms.removed, terms.quantity AS stated_quantity, terms.unit_value_cents,
           promised, waived, owed, kept, late, delivered.contested, lowest, highest, coalesce(unknown, false) AS unknown,
           items, items_kept, items_late, items_contested, next_due,
           greatest(coalesce(delivered.quantity, 0) - coalesce(expected, 0), 0) AS over
      FROM terms
      LEFT JOIN of_items USING (commitment_id)
      LEFT JOIN delivered USING (commitment_id)
),
-- A commitment without a stated quantity or value is worth an unknown sum, never 0.
valued AS (
    SELECT *, coalesce(lowest, unit_value_cents) AS value,
           unknown OR (NOT removed AND (stated_quantity IS NULL OR unit_value_cents IS NULL))
           OR (removed AND over > 0 AND unit_value_cents IS NULL) AS is_unknown,
           coalesce((removed AND contested > 0) OR lowest <> highest
                    OR ((NOT removed OR over > 0) AND lowest <> unit_value_cents), false) AS needs_engine
      FROM lines
)
SELECT bool_or(needs_engine), valued.agreement_id, party.uuid,
       coalesce(sum(round(promised * value)) FILTER (WHERE NOT is_unknown), 0)::bigint,
       coalesce(sum(round(waived * value)) FILTER (WHERE NOT is_unknown), 0)::bigint,
       coalesce(sum(round(owed * value)) FILTER (WHERE NOT is_unknown), 0)::bigint,
       coalesce(sum(round(kept * value)) FILTER (WHERE NOT is_unknown), 0)::bigint,
       coalesce(sum(round(late * value)) FILTER (WHERE NOT is_unknown), 0)::bigint,
       coalesce(sum(round(contested * value)) FILTER (WHERE NOT is_unknown), 0)::bigint,
       count(*) FILTER (WHERE is_unknown), coalesce(sum(items), 0)::bigint, coalesce(sum(items_kept), 0)::bigint,
       coalesce(sum(items_late), 0)::bigint, coalesce(sum(items_contested), 0)::bigint, min(next_due)
  FROM valued JOIN agreements_agreementparty party ON party.id = valued.debtor_id
 GROUP BY valued.agreement_id, party.uuid, party.position
 ORDER BY valued.agreement_id, party.position
"""
)

#: Rows of two sorts: for each year of due dates (NULL: no date is stated), kind and side; and for each agreement and side, where `year` and
#: `kind_id` are NULL and `agreement_id` is not. %(ours)s: UUIDs of the parties of ours. Cents leave out the items of unknown value, which
#: are counted; each item is rounded for itself, so that years and agreements add up to the same sums.
FIGURES = (
    _STATED
    + """
SELECT agreement.id, extract(year FROM stated.due_on)::int, agreement.kind_id, party.uuid = ANY(%(ours)s::uuid[]),
       coalesce(sum(round(expected * stated.unit_value_cents)), 0)::bigint,
       coalesce(sum(round(expected * stated.unit_value_cents)) FILTER (WHERE urgency < 2), 0)::bigint,
       coalesce(sum(round(kept * stated.unit_value_cents)), 0)::bigint,
       coalesce(sum(round(missing * stated.unit_value_cents)) FILTER (WHERE urgency = 0), 0)::bigint,
       count(*) FILTER (WHERE stated.unit_value_cents IS NULL), count(*), count(*) FILTER (WHERE state = 'kept'),
       count(*) FILTER (WHERE state = 'late'), count(*) FILTER (WHERE state = 'contested')
  FROM stated
  JOIN terms USING (commitment_id)
  JOIN agreements_agreement agreement ON agreement.id = terms.agreement_id
  JOIN agreements_agreementparty party ON party.id = terms.debtor_id
 WHERE state <> 'waived'
 GROUP BY GROUPING SETS ((2, 3, 4), (1, 4))
"""
)
