-- What became of each due item: kept early or late, in part, contested, settled after a contest, taken back, given up, or still open.

CREATE UNLOGGED TABLE seed.outcome AS
WITH aged AS (
    SELECT item_id, c, due_on, quantity, %(today)s - due_on AS age, item_id - %(dueitem)s AS i,
           chance('outcome', item_id - %(dueitem)s) AS luck
      FROM seed.item
)
SELECT item_id, c, i, due_on, quantity,
       CASE WHEN due_on IS NULL THEN CASE WHEN luck < 0.4 THEN 'kept' END
            WHEN age < -30 THEN NULL
            WHEN age < 0 THEN CASE WHEN luck < 0.12 THEN 'kept' END
            WHEN age < 90 THEN CASE WHEN luck < 0.78 THEN 'kept' WHEN luck < 0.85 THEN 'late' WHEN luck < 0.88 THEN 'partial'
                                    WHEN luck < 0.905 THEN 'contested' WHEN luck < 0.92 THEN 'withdrawn' WHEN luck < 0.93 THEN 'waived' END
            WHEN age < 400 THEN CASE WHEN luck < 0.84 THEN 'kept' WHEN luck < 0.94 THEN 'late' WHEN luck < 0.945 THEN 'partial'
                                     WHEN luck < 0.96 THEN 'settled' WHEN luck < 0.97 THEN 'withdrawn' WHEN luck < 0.99 THEN 'waived' END
            ELSE CASE WHEN luck < 0.85 THEN 'kept' WHEN luck < 0.97 THEN 'late' WHEN luck < 0.98 THEN 'settled' ELSE 'waived' END
       END AS outcome
  FROM aged;

CREATE UNLOGGED TABLE seed.delivery AS
WITH happened AS (
    SELECT item_id, c, i, outcome, CASE WHEN outcome = 'partial' AND quantity > 1 THEN floor(quantity / 2) ELSE quantity END AS quantity,
           CASE WHEN due_on IS NULL THEN holds_from + below(300, 'day', i)
                WHEN outcome IN ('late', 'withdrawn') THEN due_on + 1 + below(45, 'day', i)
                ELSE greatest(least(due_on, ends - 1, %(today)s - 1) - floor(21 * chance('day', i) ^ 2)::integer, holds_from)
           END AS occurred_on
      FROM seed.outcome JOIN seed.commitment USING (c) WHERE outcome <> 'waived'
)
SELECT row_number() OVER (ORDER BY occurred_on, i) AS d, i, item_id, c, occurred_on, quantity,
       CASE WHEN creditor_place = 2 THEN partner_user_id ELSE recorder_id END AS receiver_id,
       CASE WHEN outcome IN ('contested', 'withdrawn') THEN outcome ELSE 'accepted' END AS state, outcome, recorder_id,
       least(at_ten(occurred_on + 1), now()) AS declared_at, least(at_ten(occurred_on + 3), now()) AS decided_at
  FROM happened JOIN seed.commitment USING (c)
  CROSS JOIN LATERAL (
       SELECT CASE WHEN occurred_on < %(joined)s THEN former_id ELSE staff[1 + below(4, 'recorder', i)] END AS recorder_id) AS who
 WHERE occurred_on >= holds_from AND occurred_on < ends AND occurred_on < %(today)s;

UPDATE seed.delivery SET state = 'declared', outcome = 'kept'
 WHERE receiver_id IS NULL AND state <> 'withdrawn'
    OR outcome IN ('kept', 'late') AND chance('accepted', i) > 0.9;

ALTER TABLE seed.delivery ADD PRIMARY KEY (d);

ANALYZE seed.delivery;

-- step: deliveries
INSERT INTO agreements_delivery (id, uuid, state, declared_at, commitment_id, declared_by_id, declared_for_id, fact_id, item_id)
SELECT %(delivery)s + d, identity('delivery', d, at_ten(occurred_on)), delivery.state, declared_at, %(commitment)s + c, recorder_id, debtor_id,
       %(fact)s + d, CASE WHEN chance('named', i) < 0.1 THEN item_id END
  FROM seed.delivery JOIN seed.commitment USING (c) ORDER BY d;

-- step: steps of deliveries
INSERT INTO agreements_deliverystep (id, uuid, state, is_answer, words, taken_at, delivery_id, party_id, taken_by_id)
SELECT %(deliverystep)s + row_number() OVER (ORDER BY d, turn), identity('step', d * 4 + turn, at_ten(occurred_on)), step.state, is_answer, words,
       taken_at, %(delivery)s + d, CASE WHEN by_receiver OR debtor_place = 2 THEN creditor_id ELSE debtor_id END,
       CASE WHEN by_receiver THEN receiver_id ELSE recorder_id END
  FROM seed.delivery JOIN seed.commitment USING (c)
  CROSS JOIN LATERAL (VALUES
      (1, 'declared', false, '', declared_at, false, true),
      (2, 'contested', false, pick(%(contested)s::text[], 'contested', i), decided_at, true, outcome IN ('contested', 'settled')),
      (3, 'contested', true, 'Nous avons vérifié ensemble.', decided_at, false, outcome = 'settled'),
      (4, delivery.state, false, CASE WHEN delivery.state = 'withdrawn' THEN pick(%(withdrawn)s::text[], 'withdrawn', i) ELSE '' END,
       decided_at, delivery.state = 'accepted', delivery.state IN ('accepted', 'withdrawn'))
  ) AS step (turn, state, is_answer, words, taken_at, by_receiver, is_taken)
 WHERE is_taken ORDER BY d, turn;

-- step: disputes
INSERT INTO agreements_dispute (uuid, state, delivery_id, opened_by_id, opened_for_id, opened_at)
SELECT identity('dispute', step.id, taken_at), 'open', delivery_id, taken_by_id, party_id, taken_at
  FROM agreements_deliverystep AS step JOIN agreements_delivery AS delivery ON delivery.id = delivery_id
 WHERE step.id > %(deliverystep)s AND step.state = 'contested' AND NOT is_answer AND delivery.state = 'contested' ORDER BY step.id;

INSERT INTO agreements_disputestatement (uuid, dispute_id, step_id)
SELECT identity('statement', step.id, taken_at), dispute.id, step.id
  FROM agreements_deliverystep AS step JOIN agreements_dispute AS dispute USING (delivery_id)
 WHERE step.id > %(deliverystep)s AND step.state = 'contested' ORDER BY step.id;

-- step: what was given up
INSERT INTO agreements_waiver (uuid, quantity, waived_on, reason, recorded_at, item_id, recorded_by_id)
SELECT identity('waiver', i, at_ten(due_on)), quantity, least(due_on, %(today)s - 1), 'Sans objet cette année-là.',
       at_ten(least(due_on, %(today)s - 1)), item_id, staff[1]
  FROM seed.outcome JOIN seed.commitment USING (c) WHERE outcome = 'waived' ORDER BY item_id;
