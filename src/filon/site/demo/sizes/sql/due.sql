-- Due items, as the schedule of the engine makes them for a version and for its renewals.

CREATE UNLOGGED TABLE seed.item AS
WITH spread AS (
    SELECT c, turn, each AS quantity, CASE WHEN rule <> 'unstated' THEN months_after(first_due, step * (turn - 1)) END AS due_on
      FROM seed.commitment
      CROSS JOIN LATERAL generate_series(1, parts + CASE WHEN rule IN ('every', 'over_term') THEN 12 * renewals / step ELSE 0 END) AS turn
     WHERE state <> 'draft'
)
SELECT %(dueitem)s + row_number() OVER (ORDER BY c, turn) AS item_id, c, due_on, quantity, version.version_id, renewal_id
  FROM spread JOIN seed.commitment AS commitment USING (c)
  JOIN seed.version AS version ON version.n = commitment.n AND version.number = since_version
  LEFT JOIN seed.renewal AS renewal ON renewal.n = commitment.n AND turn > parts AND rule IN ('every', 'over_term')
        AND due_on - CASE WHEN rule = 'over_term' THEN 1 ELSE 0 END >= renewal.start
        AND due_on - CASE WHEN rule = 'over_term' THEN 1 ELSE 0 END < renewal.until;

ALTER TABLE seed.item ADD PRIMARY KEY (item_id);

ANALYZE seed.item;

-- step: due items
INSERT INTO agreements_dueitem (id, uuid, due_on, quantity, unit_value_cents, commitment_id, version_id, renewal_id)
SELECT item_id, identity('item', item_id - %(dueitem)s, at_ten(holds_from)), due_on, quantity, unit_value_cents,
       %(commitment)s + c, version_id, renewal_id
  FROM seed.item JOIN seed.commitment USING (c) ORDER BY item_id;
