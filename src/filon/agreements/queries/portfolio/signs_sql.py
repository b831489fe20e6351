"""What was known of agreements on a day each, in SQL. `%(agreements)s` and `%(days)s` are parallel: an agreement may be asked for twice."""

_ASKED = """
WITH asked AS (
    SELECT place::int, agreement_id, day
      FROM unnest(%(agreements)s::bigint[], %(days)s::date[]) WITH ORDINALITY AS asked (agreement_id, day, place)
)"""

#: A row for each agreement asked and debtor: how many of its commitments had something due before the day, and how many of these miss
#: some of it: owed less delivered, as the balance has it (docs/balance.md), and the commitment that misses the greatest part.
BEHIND = (
    _ASKED  # noqa: S608  (constants)
    + """,
dated AS (
    SELECT place, day, commitment.id AS commitment_id, commitment.uuid, commitment.debtor_id, item.id AS item_id,
           CASE WHEN retiring.id IS NULL THEN item.quantity ELSE coalesce(item.kept, 0) END AS quantity
      FROM asked
      JOIN agreements_commitment commitment USING (agreement_id)
      JOIN agreements_dueitem item ON item.commitment_id = commitment.id AND item.due_on < day
      JOIN agreements_agreementversion version ON version.id = item.version_id
       AND version.state IN ('signed', 'in_force', 'ended', 'terminated') AND coalesce(version.effective_from, DATE '0001-01-01') <= day
      LEFT JOIN agreements_agreementversion retiring ON retiring.id = item.retired_by_id
       AND coalesce(retiring.effective_from, DATE '0001-01-01') <= day
),
owed AS (
    SELECT place, day, commitment_id, uuid, debtor_id,
           sum(quantity - least(quantity, coalesce((SELECT sum(waiver.quantity) FROM agreements_waiver waiver
                                                     WHERE waiver.item_id = dated.item_id AND waiver.waived_on <= day), 0))) AS quantity
      FROM dated GROUP BY place, day, commitment_id, uuid, debtor_id
),
compared AS (
    SELECT owed.*, coalesce((SELECT sum(fact.quantity) FROM agreements_delivery delivery JOIN facts_fact fact ON fact.id = delivery.fact_id
                              WHERE delivery.commitment_id = owed.commitment_id AND delivery.state NOT IN ('contested', 'withdrawn')
                                AND fact.occurred_on <= day), 0) AS delivered
      FROM owed WHERE quantity > 0
)
SELECT place, party.uuid, count(*), count(*) FILTER (WHERE delivered < quantity),
       (array_agg(compared.uuid ORDER BY (quantity - delivered) / quantity DESC, commitment_id) FILTER (WHERE delivered < quantity))[1]
  FROM compared JOIN agreements_agreementparty party ON party.id = debtor_id
 GROUP BY place, party.uuid
"""
)

_SEATS = """
WITH seats AS (
    SELECT place, entity_id, day
      FROM unnest(%(places)s::int[], %(entities)s::bigint[], %(days)s::date[]) AS seat (place, entity_id, day)
)"""

#: A row for each agreement asked of whose partners no fact tells within `%(months)s` months before the day: the last one, if any.
#: Facts are found by the organisation first, one by one, until one is recent enough: of those who are not silent, few are read.
SILENT = (
    _SEATS  # noqa: S608  (constants)
    + """,
silent AS (
    SELECT place, day, array_agg(entity_id) AS entities
      FROM seats
     GROUP BY place, day
    HAVING NOT bool_or(EXISTS (
        SELECT 1 FROM (SELECT fact_id FROM facts_factorganisation WHERE entity_id = seats.entity_id OFFSET 0) AS named
         WHERE (SELECT occurred_on > day - make_interval(months => %(months)s) AND occurred_on <= day FROM facts_fact
                 WHERE id = named.fact_id AND host_id = ANY(%(hosts)s) AND visibility <> 'private' AND reverses_id IS NULL)))
)
SELECT place, last.uuid, last.occurred_on
  FROM silent
  LEFT JOIN LATERAL (
      SELECT fact.uuid, fact.occurred_on
        FROM (SELECT fact_id FROM facts_factorganisation WHERE entity_id = ANY(entities) OFFSET 0) AS named
        JOIN LATERAL (SELECT uuid, occurred_on FROM facts_fact
                       WHERE id = named.fact_id AND host_id = ANY(%(hosts)s) AND visibility <> 'private' AND reverses_id IS NULL
                         AND occurred_on <= day OFFSET 0) AS fact ON true
       ORDER BY fact.occurred_on DESC, fact.uuid DESC LIMIT 1) AS last ON true
"""
)

#: A row for each agreement asked whose signatory had left by the day, or whose partner had people there and has none left: since when.
GONE = """
WITH seats AS (
    SELECT place, party_uuid, entity_id, day
      FROM unnest(%(places)s::int[], %(parties)s::uuid[], %(entities)s::bigint[], %(days)s::date[])
        AS seat (place, party_uuid, entity_id, day)
),
signed AS (
    SELECT place, max(affiliation."end") AS gone_on
      FROM seats
      JOIN agreements_agreementparty party ON party.uuid = party_uuid
      JOIN LATERAL (SELECT term.signatory_id FROM agreements_partyterm term
                      JOIN agreements_agreementversion version ON version.id = term.version_id
                     WHERE term.party_id = party.id AND version.state IN ('signed', 'in_force', 'ended', 'terminated')
                       AND coalesce(version.effective_from, DATE '0001-01-01') <= day
                     ORDER BY version.number DESC LIMIT 1) AS term ON true
      JOIN partners_affiliation affiliation ON affiliation.id = term.signatory_id
     WHERE affiliation."end" <= day
     GROUP BY place
),
known AS (
    SELECT place, bool_or(affiliation."end" IS NULL OR affiliation."end" > day) AS is_someone_left, max(affiliation."end") AS gone_on
      FROM seats
      JOIN partners_affiliation affiliation ON affiliation.entity_id = seats.entity_id AND affiliation.start <= day
      JOIN partners_contact contact ON contact.id = affiliation.contact_id AND contact.host_id = ANY(%(hosts)s)
     GROUP BY place
)
SELECT place, coalesce(NOT known.is_someone_left, false), CASE WHEN known.is_someone_left THEN signed.gone_on ELSE known.gone_on END
  FROM known LEFT JOIN signed USING (place)
 WHERE NOT known.is_someone_left OR signed.gone_on IS NOT NULL
"""

#: A row for each term that is over: its agreement, the first day after it, its months of notice, and whether the agreement went on: by a
#: tacit renewal, by a version with a later term, or by another agreement of the kind with one of its partners (`%(partners)s`, parallel to
#: `%(holders)s`) within six months. A term that ended less than six months ago and was not renewed is not told yet.
PAST = """
WITH binding AS (
    SELECT id, agreement_id, number, notice_months, term_end, lower(validity) AS starts, upper(validity) AS ends
      FROM agreements_agreementversion
     WHERE agreement_id = ANY(%(agreements)s) AND state IN ('signed', 'in_force', 'ended', 'terminated') AND NOT isempty(validity)
),
first_days AS (
    SELECT DISTINCT holder.agreement_id, agreement.kind_id, agreement.host_id, holder.entity_id,
           min(starts) OVER (PARTITION BY binding.agreement_id) AS began
      FROM unnest(%(holders)s::bigint[], %(partners)s::bigint[]) AS holder (agreement_id, entity_id)
      JOIN binding USING (agreement_id)
      JOIN agreements_agreement agreement ON agreement.id = holder.agreement_id
),
terms AS (
    SELECT binding.agreement_id, renewal.start AS over_on, notice_months, true AS is_renewed
      FROM agreements_renewal renewal JOIN binding ON binding.id = renewal.version_id
     WHERE renewal.start <= %(today)s
     UNION ALL
    SELECT former.agreement_id, former.term_end, former.notice_months, true
      FROM binding AS former
     WHERE former.term_end <= %(today)s AND former.ends < former.term_end
       AND EXISTS (SELECT 1 FROM binding AS later WHERE later.agreement_id = former.agreement_id AND later.number > former.number
                      AND later.starts <= former.term_end AND (later.ends IS NULL OR later.ends > former.term_end))
     UNION ALL
    SELECT last.agreement_id, last.ends, last.notice_months, EXISTS (
               SELECT 1 FROM first_days AS own JOIN first_days AS next USING (kind_id, host_id, entity_id)
                WHERE own.agreement_id = last.agreement_id AND next.agreement_id <> own.agreement_id
                  AND next.began BETWEEN last.ends - interval '6 months' AND last.ends + interval '6 months')
      FROM binding AS last
     WHERE last.ends <= %(today)s
       AND NOT EXISTS (SELECT 1 FROM binding AS later WHERE later.agreement_id = last.agreement_id AND later.starts >= last.ends)
)
SELECT agreement_id, over_on, notice_months, is_renewed
  FROM terms
 WHERE (is_renewed OR over_on + interval '6 months' <= %(today)s) AND over_on > %(since)s
 ORDER BY over_on DESC, agreement_id
"""
