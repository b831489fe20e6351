-- Facts of deliveries, of signings, and the reversals of what was taken back.

-- step: facts of deliveries
INSERT INTO facts_fact (id, uuid, kind, occurred_on, recorded_at, quantity, unit, value_cents, goals, visibility, source_type,
                        source_uuid, personal_digest, host_id, recorded_by_id)
SELECT %(fact)s + d, identity('fact', d, at_ten(occurred_on)), %(kind_of_unit)s::jsonb ->> unit, occurred_on, declared_at, quantity, unit,
       round(quantity * unit_value_cents), '{}', 'parties', 'agreements.delivery', identity('delivery', d, at_ten(occurred_on)), '', host_id,
       recorder_id
  FROM seed.delivery JOIN seed.commitment USING (c) ORDER BY d;

INSERT INTO facts_factorganisation (fact_id, entity_id)
SELECT %(fact)s + d, entity_id FROM seed.delivery JOIN seed.commitment AS promised USING (c)
  JOIN seed.party AS party ON party.n = promised.n AND party_id IN (debtor_id, creditor_id) ORDER BY d;

CREATE UNLOGGED TABLE seed.signing AS
SELECT (SELECT count(*) FROM seed.delivery) + row_number() OVER (ORDER BY version_id) AS f, version_id, version.n, number,
       version.signed_on, host_id, version.owner_id
  FROM seed.version AS version JOIN seed.agreement USING (n) WHERE version.state <> 'draft';

-- step: facts of signings
INSERT INTO facts_fact (id, uuid, kind, occurred_on, recorded_at, quantity, unit, goals, visibility, source_type, source_uuid,
                        personal_digest, host_id, recorded_by_id)
SELECT %(fact)s + f, identity('fact', f, at_ten(signing.signed_on + 1)), 'agreements.version_in_force', signing.signed_on,
       at_ten(signing.signed_on + 1), 1, 'version', '{}', 'parties', 'agreements.agreementversion', version.uuid, '', host_id, owner_id
  FROM seed.signing AS signing JOIN agreements_agreementversion AS version ON version.id = version_id ORDER BY f;

INSERT INTO facts_factorganisation (fact_id, entity_id)
SELECT DISTINCT %(fact)s + f, entity_id FROM seed.signing JOIN seed.party USING (n);

CREATE UNLOGGED TABLE seed.reversal AS
SELECT (SELECT max(f) FROM seed.signing) + row_number() OVER (ORDER BY d) AS f, d, c, md5('salt ' || i) AS salt,
       jsonb_build_object('reason', pick(%(withdrawn)s::text[], 'withdrawn', i)) AS told
  FROM seed.delivery WHERE state = 'withdrawn';

-- step: facts reversed
INSERT INTO facts_fact (id, uuid, kind, occurred_on, recorded_at, quantity, unit, value_cents, goals, visibility, source_type,
                        source_uuid, personal_digest, host_id, recorded_by_id, reverses_id)
SELECT %(fact)s + f, identity('fact', f, at_ten(wrong.occurred_on)), wrong.kind, wrong.occurred_on, decided_at, -wrong.quantity, wrong.unit,
       -wrong.value_cents, wrong.goals, wrong.visibility, wrong.source_type, wrong.source_uuid,
       digest(salt || replace(told::text, '": "', '":"')), wrong.host_id, wrong.recorded_by_id, wrong.id
  FROM seed.reversal JOIN seed.delivery USING (d) JOIN facts_fact AS wrong ON wrong.id = %(fact)s + d ORDER BY f;

INSERT INTO facts_factpersonal (salt, values, fact_id) SELECT salt, told, %(fact)s + f FROM seed.reversal ORDER BY f;

INSERT INTO facts_factorganisation (fact_id, entity_id)
SELECT %(fact)s + f, entity_id FROM seed.reversal JOIN facts_factorganisation ON fact_id = %(fact)s + d ORDER BY f;
