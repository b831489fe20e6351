-- What is promised: its rhythm, its parts, who owes it. A quantity is a multiple of its number of parts, so that every split is even.

CREATE UNLOGGED TABLE seed.usual AS
SELECT kind_id, has_fund, debtor, creditor, what_fr, what_en, unit, is_counterpart,
       row_number() OVER (PARTITION BY kind_id, has_fund ORDER BY usual.id) AS place,
       count(*) OVER (PARTITION BY kind_id, has_fund) AS usuals
  FROM agreements_usualcommitment AS usual CROSS JOIN (VALUES (false), (true)) AS seated (has_fund)
 WHERE has_fund OR 'fund' NOT IN (debtor, creditor);

CREATE UNLOGGED TABLE seed.commitment AS
WITH worded AS (
    SELECT promised_before + number AS c, number, plan.*, debtor, creditor, what_fr, what_en, unit, is_counterpart,
           pick(%(subjects)s::text[], 'subject', promised_before + number) AS subject,
           CASE WHEN amended_on IS NOT NULL AND number > promises - greatest(1, promises / 5) THEN 2 ELSE 1 END AS since_version
      FROM seed.agreement AS plan
      CROSS JOIN LATERAL generate_series(1, promises) AS number
      JOIN seed.usual AS usual ON usual.kind_id = plan.kind_id AND usual.has_fund = plan.has_fund AND place = 1 + mod(number - 1, usuals)
), spanned AS (
    SELECT worded.*, CASE since_version WHEN 2 THEN amended_on ELSE start END AS holds_from,
           CASE since_version WHEN 2 THEN months_between(amended_on, ends) ELSE term END AS months,
           pick(%(steps_in_months)s::text[], 'step', c)::integer AS drawn
      FROM worded
), ruled AS (
    SELECT spanned.*, CASE WHEN chance('unstated', c) < 0.03 AND unit <> 'eur' THEN 'unstated'
                           WHEN unit = 'visibility_year' AND since_version = 1 THEN 'over_term'
                           WHEN drawn = 0 OR drawn > months THEN CASE WHEN unit = 'eur' AND months >= 12 AND since_version = 1
                                                                      THEN 'on_dates' ELSE 'once' END
                           ELSE 'every' END AS rule
      FROM spanned
), parted AS (
    SELECT ruled.*, CASE rule WHEN 'every' THEN drawn WHEN 'over_term' THEN 12 WHEN 'on_dates' THEN 6 ELSE 0 END AS step,
           CASE rule WHEN 'every' THEN months / drawn WHEN 'over_term' THEN term / 12 WHEN 'on_dates' THEN 2 ELSE 1 END AS parts,
           CASE unit WHEN 'eur' THEN pick(%(euros)s::text[], 'euros', c)::integer
                     WHEN 'equipment_hour' THEN 5 * (1 + below(8, 'hours', c)) WHEN 'teaching_hour' THEN 2 * (1 + below(15, 'hours', c))
                     ELSE 1 + below(2 + 2 * below(2, 'many', c), 'each', c) END AS each
      FROM ruled
)
SELECT c, n, r, number, host_id, staff, former_id, partner_user_id, state, ends, renewals, since_version, holds_from,
       what_fr, what_en, subject, unit, is_counterpart, rule, step, parts, each::numeric(14, 2) AS each,
       CASE rule WHEN 'over_term' THEN months_after(holds_from, 12)
                 WHEN 'once' THEN months_after(holds_from, 1 + below(months, 'once', c)) - 17
                 WHEN 'unstated' THEN NULL ELSE months_after(holds_from, step) - 17 END AS first_due,
       CASE WHEN unit = 'eur' THEN 100 WHEN chance('unknown value', c) < 0.1 THEN NULL
            WHEN unit IN ('equipment_hour', 'teaching_hour') THEN 9000 WHEN unit IN ('place', 'visibility_year') THEN 500000
            WHEN unit = 'stand' THEN 150000 ELSE 40000 END::bigint AS unit_value_cents,
       owing.party_id AS debtor_id, owed.party_id AS creditor_id, owing.position AS debtor_place, owed.position AS creditor_place
  FROM parted
  JOIN LATERAL (SELECT party_id, position FROM seed.party WHERE party.n = parted.n AND capacity = debtor) AS owing ON true
  JOIN LATERAL (SELECT party_id, position FROM seed.party WHERE party.n = parted.n AND capacity = creditor) AS owed ON true;

ALTER TABLE seed.commitment ADD PRIMARY KEY (c);

CREATE INDEX ON seed.commitment (n);

ANALYZE seed.commitment;

-- step: commitments
INSERT INTO agreements_commitment (id, uuid, number, agreement_id, creditor_id, debtor_id, owner_id, owner_contact_id)
SELECT %(commitment)s + c, identity('commitment', c, at_ten(holds_from)), number, %(agreement)s + n, creditor_id,
       debtor_id, CASE WHEN chance('looked after', c) < 0.85 THEN staff[1 + below(4, 'commitment owner', c)] END,
       CASE WHEN chance('their person', c) < 0.3 THEN %(contact)s + r END
  FROM seed.commitment ORDER BY c;
