"""The balance of today in SQL: the rules of filon.engines.balance (outlook, allocation, computing), one step a table."""

#: Of the agreements whose keys `asked` holds, with %(today)s, the day, and %(now)s, the moment up to which the record is read:
#: `stated` is a row for each due item that counts, `valued` one for each commitment, `sides` one for each agreement and debtor.
BALANCE = """
binding AS (
    SELECT version.id, agreement_id, number, coalesce(effective_from, DATE '0001-01-01') AS effective_from
      FROM agreements_agreementversion version
      JOIN asked ON asked.id = version.agreement_id
     WHERE state IN ('signed', 'in_force', 'ended', 'terminated') AND took_effect_at <= %(now)s
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
    SELECT DISTINCT ON (term.commitment_id) term.commitment_id, commitment.agreement_id, commitment.debtor_id, term.id AS term_id,
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
-- What happened, and the item it names. A delivery that names one which no longer counts names none.
happened AS (
    SELECT delivery.id, delivery.commitment_id, delivery.state = 'contested' AS is_contested, fact.occurred_on, fact.quantity,
           items.id AS item_id, items.urgency
      FROM agreements_delivery delivery
      JOIN facts_fact fact ON fact.id = delivery.fact_id
      JOIN terms USING (commitment_id)
      LEFT JOIN items ON items.id = delivery.item_id AND items.commitment_id = delivery.commitment_id
     WHERE delivery.state <> 'withdrawn' AND fact.occurred_on <= %(today)s
),
delivered AS (
    SELECT commitment_id, sum(quantity) FILTER (WHERE NOT is_contested) AS quantity, sum(quantity) FILTER (WHERE is_contested) AS contested,
           sum(quantity) FILTER (WHERE NOT is_contested AND item_id IS NULL) AS unnamed,
           sum(quantity) FILTER (WHERE NOT is_contested AND urgency > 0) AS named_ahead
      FROM happened GROUP BY commitment_id
),
-- Past items. 1. A delivery that names an item fills it first; what is left of it is free, as is what names none.
past AS (
    SELECT items.id, expected, least(expected, coalesce(claim.quantity, 0)) AS filled, coalesce(claim.quantity, 0) AS claimed,
           items.commitment_id
      FROM items
      LEFT JOIN (SELECT item_id, sum(quantity) AS quantity FROM happened WHERE urgency = 0 AND NOT is_contested GROUP BY item_id) claim
             ON claim.item_id = items.id
     WHERE urgency = 0
),
purse_past AS (
    SELECT commitment_id, coalesce(unnamed, 0) + coalesce(spare, 0) AS free, coalesce(room, 0) AS room, coalesce(named_ahead, 0) AS lendable
      FROM terms
      LEFT JOIN delivered USING (commitment_id)
      LEFT JOIN (SELECT commitment_id, sum(claimed - filled) AS spare, sum(expected - filled) AS room FROM past GROUP BY commitment_id) past
          USING (commitment_id)
),
-- 2. What is still missing is borrowed from what names an item of today or later, the oldest delivery first.
lent_to_past AS (
    SELECT happened.id, commitment_id, occurred_on, item_id, urgency,
           quantity - greatest(least(quantity, room - free - coalesce(sum(quantity) OVER before, 0)), 0) AS quantity
      FROM happened JOIN purse_past USING (commitment_id)
     WHERE urgency > 0 AND NOT is_contested
    WINDOW before AS (PARTITION BY commitment_id ORDER BY occurred_on, happened.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
-- The same for the items of today, then for the later ones, with what is left.
of_today AS (
    SELECT items.id, expected, least(expected, coalesce(claim.quantity, 0)) AS filled, coalesce(claim.quantity, 0) AS claimed,
           items.commitment_id
      FROM items
      LEFT JOIN (SELECT item_id, sum(quantity) AS quantity FROM lent_to_past WHERE urgency = 1 GROUP BY item_id) claim
             ON claim.item_id = items.id
     WHERE urgency = 1
),
purse_today AS (
    SELECT commitment_id, greatest(free - purse_past.room, 0) + coalesce(spare, 0) AS free, coalesce(of_today.room, 0) AS room
      FROM purse_past
      LEFT JOIN (SELECT commitment_id, sum(claimed - filled) AS spare, sum(expected - filled) AS room FROM of_today GROUP BY commitment_id)
           of_today USING (commitment_id)
),
lent_to_today AS (
    SELECT commitment_id, item_id,
           quantity - greatest(least(quantity, room - free - coalesce(sum(quantity) OVER before, 0)), 0) AS quantity
      FROM lent_to_past JOIN purse_today USING (commitment_id)
     WHERE urgency = 2
    WINDOW before AS (PARTITION BY commitment_id ORDER BY occurred_on, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
later AS (
    SELECT items.id, expected, least(expected, coalesce(claim.quantity, 0)) AS filled, coalesce(claim.quantity, 0) AS claimed,
           items.commitment_id
      FROM items
      LEFT JOIN (SELECT item_id, sum(quantity) AS quantity FROM lent_to_today GROUP BY item_id) claim ON claim.item_id = items.id
     WHERE urgency = 2
),
purse_later AS (
    SELECT commitment_id, greatest(free - room, 0) + coalesce(spare, 0) AS free
      FROM purse_today
      LEFT JOIN (SELECT commitment_id, sum(claimed - filled) AS spare FROM later GROUP BY commitment_id) later USING (commitment_id)
),
-- 3. What is free or borrowed fills the open items of its turn, the oldest first.
filled AS (
    SELECT id, filled, free + lendable AS free FROM past JOIN purse_past USING (commitment_id)
     UNION ALL
    SELECT of_today.id, filled, free + coalesce(lent.quantity, 0)
      FROM of_today JOIN purse_today USING (commitment_id)
      LEFT JOIN (SELECT commitment_id, sum(quantity) AS quantity FROM lent_to_past WHERE urgency = 2 GROUP BY commitment_id) lent
          USING (commitment_id)
     UNION ALL
    SELECT id, filled, free FROM later JOIN purse_later USING (commitment_id)
),
poured AS (
    SELECT items.*,
           filled + greatest(least(expected - filled, free - coalesce(sum(expected - filled) OVER before, 0)), 0) AS kept
      FROM items JOIN filled USING (id)
    WINDOW before AS (PARTITION BY commitment_id, urgency ORDER BY due_on NULLS LAST, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
-- 4. Contested deliveries stand against what is still open: the item they name, else the oldest that is due.
doubts AS (
    SELECT poured.*, expected - kept AS missing, least(expected - kept, coalesce(doubt.quantity, 0)) AS against
      FROM poured
      LEFT JOIN (SELECT item_id, sum(quantity) AS quantity FROM happened WHERE is_contested GROUP BY item_id) doubt
             ON doubt.item_id = poured.id
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
),
-- In cents each figure is rounded once, as the engine does.
of_items AS (
    SELECT commitment_id, sum(quantity * unit_value_cents) AS promised, sum(waived * unit_value_cents) AS waived,
           sum(expected * unit_value_cents) FILTER (WHERE urgency < 2) AS owed, sum(kept * unit_value_cents) AS kept,
           sum(missing * unit_value_cents) FILTER (WHERE urgency = 0) AS late, sum(contested * unit_value_cents) AS contested,
           sum(kept) AS taken, sum(contested) AS doubted, bool_or(unit_value_cents IS NULL) AS unknown,
           count(*) FILTER (WHERE state <> 'waived') AS items, count(*) FILTER (WHERE state = 'kept') AS items_kept,
           count(*) FILTER (WHERE state = 'late') AS items_late, count(*) FILTER (WHERE state = 'contested') AS items_contested,
           min(due_on) FILTER (WHERE due_on >= %(today)s AND missing > 0) AS next_due
      FROM stated GROUP BY commitment_id
),
-- `beyond` every item: over-delivery, and contests that face nothing due.
lines AS (
    SELECT terms.agreement_id, terms.debtor_id, terms.removed, terms.quantity, terms.unit_value_cents,
           promised, waived, owed, kept, late, of_items.contested, coalesce(unknown, false) AS unknown,
           items, items_kept, items_late, items_contested, next_due,
           coalesce(delivered.quantity, 0) - coalesce(taken, 0) AS over,
           coalesce(delivered.contested, 0) - coalesce(doubted, 0) AS doubted_beyond
      FROM terms
      LEFT JOIN of_items USING (commitment_id)
      LEFT JOIN delivered USING (commitment_id)
),
-- A commitment without a stated quantity or value is worth an unknown sum, never 0.
valued AS (
    SELECT *, coalesce(contested, 0) + doubted_beyond * coalesce(unit_value_cents, 0) AS doubts,
           unknown OR (NOT removed AND (quantity IS NULL OR unit_value_cents IS NULL))
           OR (removed AND (over > 0 OR doubted_beyond > 0) AND unit_value_cents IS NULL) AS is_unknown
      FROM lines
),
sides AS (
    SELECT agreement_id, debtor_id,
           coalesce(sum(round(promised)) FILTER (WHERE NOT is_unknown), 0)::bigint AS promised_cents,
           coalesce(sum(round(waived)) FILTER (WHERE NOT is_unknown), 0)::bigint AS waived_cents,
           coalesce(sum(round(owed)) FILTER (WHERE NOT is_unknown), 0)::bigint AS owed_cents,
           coalesce(sum(round(kept)) FILTER (WHERE NOT is_unknown), 0)::bigint AS kept_cents,
           coalesce(sum(round(late)) FILTER (WHERE NOT is_unknown), 0)::bigint AS late_cents,
           coalesce(sum(round(doubts)) FILTER (WHERE NOT is_unknown), 0)::bigint AS contested_cents,
           count(*) FILTER (WHERE is_unknown) AS lines_without_value, coalesce(sum(items), 0)::bigint AS items,
           coalesce(sum(items_kept), 0)::bigint AS items_kept, coalesce(sum(items_late), 0)::bigint AS items_late,
           coalesce(sum(items_contested), 0)::bigint AS items_contested, min(next_due) AS next_due
      FROM valued GROUP BY agreement_id, debtor_id
)
"""


def after_balance(asked: str, query: str) -> str:
    """A query that reads the tables of BALANCE, for the agreements whose keys another query finds."""
    return "\n".join(("WITH asked(id) AS MATERIALIZED (", asked, "),", BALANCE, query))


BY_KEYS = "SELECT unnest(%(agreements)s::bigint[])"

_SIDES = """
SELECT sides.agreement_id, party.uuid, promised_cents, waived_cents, owed_cents, kept_cents, late_cents, contested_cents,
       lines_without_value, items, items_kept, items_late, items_contested, next_due
"""
_IN_ORDER = """
  FROM sides JOIN agreements_agreementparty party ON party.id = sides.debtor_id
 ORDER BY sides.agreement_id, party.position
"""

#: A row for each agreement and debtor, with the fields of SideSums. %(agreements)s: keys.
SUMS = after_balance(BY_KEYS, "".join((_SIDES, _IN_ORDER)))

#: The same, and whether the debtor is among the parties whose keys `{rows}` finds.
SIDED_SUMS = after_balance(BY_KEYS, "".join((_SIDES, ", party.id IN ({rows})", _IN_ORDER)))

#: The agreements in which somebody is late.
LATE = after_balance(BY_KEYS, "SELECT DISTINCT agreement_id FROM sides WHERE items_late > 0")

#: In how many of them somebody is late, and how many `is_soon` says are to be renewed.
COUNTS = after_balance(
    "{rows}",
    "SELECT (SELECT count(DISTINCT agreement_id) FROM sides WHERE items_late > 0), (SELECT count(*) FROM asked WHERE is_soon)",
)
