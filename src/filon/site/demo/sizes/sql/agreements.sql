-- Agreements: who with whom, from when to when, how far they are; the plan (seed.agreement) first, then its rows.
-- Keys follow from the plan: behind the last key, version n is the first of agreement n, its parties are 3n, 3n + 1, 3n + 2, and
-- amendments come behind all first versions. Commitments: a long tail over the rank, their sum exact.

CREATE UNLOGGED TABLE seed.agreement AS
WITH ranked AS (
    SELECT row_number() OVER (ORDER BY school, rank) AS n, school.*, rank, live + ended + drafts AS agreements,
           sum((rank + 5) ^ -0.7) OVER (PARTITION BY school ORDER BY rank) / sum((rank + 5) ^ -0.7) OVER (PARTITION BY school) AS weight
      FROM seed.school CROSS JOIN LATERAL generate_series(1, live + ended + drafts) AS rank
), counted AS (
    SELECT ranked.*, rank + round((commitments - agreements) * weight)::integer AS until,
           row_number() OVER (PARTITION BY school ORDER BY rank <= live / 5, chance('state', n)) AS turn,
           pick(%(kinds_of_agreement)s::text[], 'kind of agreement', n) AS code,
           pick(%(terms_in_months)s::text[], 'term', n)::integer AS term,
           followed_before + 1 + floor(followed * chance('partner', n) ^ 2)::bigint AS r
      FROM ranked
), lived AS (
    SELECT counted.*, until - coalesce(lag(until) OVER (PARTITION BY school ORDER BY rank), 0) AS promises,
           CASE WHEN turn <= drafts THEN 'draft' WHEN turn <= drafts + ended THEN 'ended' ELSE 'in_force' END AS state,
           code = 'mecenat' AND chance('fund', n) < 0.4 AS has_fund,
           CASE WHEN turn > drafts + ended AND term <= 36 AND chance('renewed', n) < 0.14
                THEN 1 + (chance('renewed', n) < 0.04)::integer ELSE 0 END AS renewals
      FROM counted
), dated AS (
    SELECT lived.*, CASE WHEN renewals > 0 THEN term + 12 * (renewals - 1) + below(12, 'elapsed', n)
                         ELSE below(term, 'elapsed', n) END AS elapsed,
           CASE state WHEN 'draft' THEN months_after(%(month)s, 2)
                      WHEN 'ended' THEN months_after(%(month)s, -term - below(54, 'ended', n)) END AS other_start
      FROM lived
)
SELECT n, school, rank, host_id, school_entity_id, staff, former_id, signs_id, umbrella_id, umbrella_signs_id, fund_id,
       kind.id AS kind_id, code, kind.prefix, kind.label_fr, kind.label_en, term, r, promises, state, has_fund, renewals, elapsed,
       coalesce(other_start, months_after(%(month)s, -elapsed)) AS start, code IN ('mecenat', 'apprenticeship_tax') AS is_gift,
       sum(promises) OVER (ORDER BY n) - promises AS promised_before,
       CASE WHEN state = 'in_force' AND renewals = 0 AND elapsed >= 6 AND promises > 1 AND chance('amended', n) < 0.12
            THEN months_after(%(month)s, -below(elapsed - 3, 'amended on', n)) END AS amended_on
  FROM dated JOIN agreements_agreementkind AS kind USING (code);

ALTER TABLE seed.agreement ADD PRIMARY KEY (n), ADD ends date, ADD signed_on date, ADD reference text, ADD owner_id bigint,
      ADD partner_id bigint, ADD partner_user_id bigint, ADD amendment bigint;

UPDATE seed.agreement AS plan
   SET ends = months_after(start, term + 12 * renewals), signed_on = start - 3 - below(38, 'signed', plan.n),
       owner_id = CASE WHEN start < %(joined)s THEN former_id ELSE staff[1 + below(4, 'agreement owner', plan.n)] END,
       partner_id = followed.entity_id, partner_user_id = followed.user_id, reference = numbered.reference, amendment = numbered.amendment
  FROM seed.relationship AS followed,
       (SELECT n, concat_ws('-', prefix, extract(year FROM start),
                            100 + row_number() OVER (PARTITION BY school, prefix, extract(year FROM start) ORDER BY n)) AS reference,
               CASE WHEN amended_on IS NOT NULL THEN row_number() OVER (PARTITION BY amended_on IS NULL ORDER BY n) END AS amendment
          FROM seed.agreement) AS numbered
 WHERE followed.r = plan.r AND numbered.n = plan.n;

ANALYZE seed.agreement;

CREATE UNLOGGED TABLE seed.version AS
SELECT %(agreementversion)s + n AS version_id, n, 1 AS number, start AS effective, coalesce(amended_on, ends) AS ends, signed_on,
       CASE WHEN amended_on IS NULL THEN state ELSE 'ended' END AS state, owner_id
  FROM seed.agreement
 UNION ALL
SELECT %(agreementversion)s + (SELECT count(*) FROM seed.agreement) + amendment, n, 2, amended_on, ends, amended_on - 10, state, owner_id
  FROM seed.agreement WHERE amended_on IS NOT NULL;

CREATE UNIQUE INDEX ON seed.version (n, number);

ANALYZE seed.version;

CREATE UNLOGGED TABLE seed.party AS
SELECT %(agreementparty)s + 3 * n + position - 1 AS party_id, n, party.*
  FROM seed.agreement
  CROSS JOIN LATERAL (VALUES
       (1, school_entity_id, NULL::bigint, signs_id, CASE WHEN is_gift THEN 'beneficiary' ELSE 'host' END),
       (2, partner_id, NULL::bigint, %(affiliation)s + r, CASE WHEN is_gift THEN 'donor' ELSE 'partner' END),
       (3, umbrella_id, agreement.fund_id, umbrella_signs_id, 'fund')) AS party (position, entity_id, fund_id, signatory_id, capacity)
 WHERE position < 3 OR has_fund;

CREATE UNIQUE INDEX ON seed.party (n, capacity);

ANALYZE seed.party;

-- step: agreements
INSERT INTO agreements_agreement (id, uuid, reference, title_fr, title_en, provenance_fr, provenance_en, created_at, created_by_id,
                                  host_id, owner_id, kind_id)
SELECT %(agreement)s + n, identity('agreement', n, at_ten(start)), reference,
       label_fr || ' ' || replace(entity.name, ' (dém.)', ''), label_en || ', ' || replace(entity.name, ' (dém.)', ''), '', '',
       at_ten(signed_on - 30), agreement.owner_id, agreement.host_id, agreement.owner_id, kind_id
  FROM seed.agreement JOIN partners_legalentity AS entity ON entity.id = partner_id ORDER BY n;

INSERT INTO agreements_stewardship (agreement_id, host_id, share, start)
SELECT %(agreement)s + n, host_id, CASE WHEN shared THEN 6000 ELSE 10000 END, start
  FROM (SELECT *, %(schools)s > 1 AND chance('two schools', n) < 0.03 AS shared FROM seed.agreement) AS led
 UNION ALL
SELECT %(agreement)s + n, other.host_id, 4000, start
  FROM seed.agreement JOIN seed.school AS other ON other.school = 1 + mod(agreement.school, %(schools)s)
 WHERE %(schools)s > 1 AND chance('two schools', n) < 0.03;

-- step: parties
INSERT INTO agreements_agreementparty (id, uuid, position, agreement_id, entity_id, fund_id)
SELECT party_id, identity('party', party_id - %(agreementparty)s, at_ten(%(began)s)), position, %(agreement)s + n,
       entity_id, fund_id
  FROM seed.party ORDER BY party_id;
