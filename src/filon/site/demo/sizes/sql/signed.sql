-- What comes with a signature, once the versions bind.

-- step: signatures
INSERT INTO agreements_signature (uuid, signed_on, recorded_at, affiliation_id, party_id, recorded_by_id, version_id)
SELECT identity('signature', (version_id - %(agreementversion)s) * 3 + position, at_ten(signed_on)), signed_on, at_ten(signed_on + 1),
       signatory_id, party_id, owner_id, version_id
  FROM seed.version JOIN seed.party USING (n) WHERE state <> 'draft' ORDER BY version_id, position;

CREATE UNLOGGED TABLE seed.renewal AS
SELECT %(renewal)s + row_number() OVER (ORDER BY n, turn) AS renewal_id, n, version_id,
       months_after(start, term + 12 * (turn - 1)) AS start, months_after(start, term + 12 * turn) AS until
  FROM seed.agreement JOIN seed.version USING (n) CROSS JOIN LATERAL generate_series(1, renewals) AS turn;

-- step: renewals
INSERT INTO agreements_renewal (id, uuid, start, "end", recorded_at, version_id)
SELECT renewal_id, identity('renewal', renewal_id - %(renewal)s, at_ten(start)), start, until, least(at_ten(start), now()),
       version_id
  FROM seed.renewal ORDER BY renewal_id;
