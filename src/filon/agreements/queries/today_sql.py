"""What the home page tells of all the agreements somebody sees, in one row however many they are."""

from filon.agreements.queries.sums_sql import after_balance

#: `{rows}`: keys of the agreements; %(today)s, %(now)s: as in BALANCE; %(most)s: lines of the week of each kind, %(listed)s: partners;
#: %(hosts)s, %(entities)s: the schools and organisations on the side of the reader. The row is as in `today.Today`.
TODAY = after_balance(
    "{rows}",
    """
,
-- The week: what is late, due within seven days, or contested.
busy AS (
    SELECT stated.id, stated.commitment_id, terms.term_id, coalesce(stated.due_on, %(today)s) AS on_day,
           CASE stated.state WHEN 'late' THEN 'late' WHEN 'contested' THEN 'decide' ELSE 'due' END AS kind
      FROM stated JOIN terms USING (commitment_id)
     WHERE stated.state IN ('late', 'contested')
        OR (stated.state = 'open' AND terms.in_force AND stated.due_on BETWEEN %(today)s AND %(today)s + 7)
),
ranked AS (
    SELECT busy.*, what_fr, what_en, row_number() OVER (PARTITION BY kind ORDER BY on_day, what_fr COLLATE "C", busy.id) AS place
      FROM busy JOIN agreements_commitmentterm term ON term.id = busy.term_id
),
told AS (
    SELECT json_build_array(ranked.kind, on_day, what_fr, what_en, agreement.title_fr, agreement.title_en, agreement.uuid, commitment.uuid,
                            coalesce(fund.name, entity.name), coalesce(person.name, contact.name, '')) AS line
      FROM ranked
      JOIN agreements_commitment commitment ON commitment.id = ranked.commitment_id
      JOIN agreements_agreement agreement ON agreement.id = commitment.agreement_id
      JOIN agreements_agreementparty debtor ON debtor.id = commitment.debtor_id
      JOIN partners_legalentity entity ON entity.id = debtor.entity_id
      LEFT JOIN partners_fund fund ON fund.id = debtor.fund_id
      LEFT JOIN people_user person ON person.id = commitment.owner_id
      LEFT JOIN partners_contact contact ON contact.id = commitment.owner_contact_id
     WHERE place <= %(most)s
),
-- The ecosystem: who is bound by an agreement that took or will take effect.
live AS (
    SELECT agreement_id, bool_or(state IN ('signed', 'in_force')) AS is_live
      FROM agreements_agreementversion version
      JOIN asked ON asked.id = version.agreement_id
     WHERE state IN ('signed', 'in_force', 'ended', 'terminated')
     GROUP BY agreement_id
),
bonds AS (
    SELECT party.entity_id, entity.uuid, coalesce(fund.name, entity.name) AS name, count(*) AS agreements, bool_or(is_live) AS is_live,
           coalesce(bool_or(items_late > 0), false) AS is_late, coalesce(sum(promised_cents), 0)::bigint AS promised_cents
      FROM live
      JOIN agreements_agreementparty party USING (agreement_id)
      JOIN partners_legalentity entity ON entity.id = party.entity_id
      LEFT JOIN partners_fund fund ON fund.id = party.fund_id
      LEFT JOIN sides ON sides.agreement_id = live.agreement_id AND sides.debtor_id = party.id
     WHERE NOT coalesce(entity.host_id = ANY(%(hosts)s::bigint[]), false) AND NOT party.entity_id = ANY(%(entities)s::bigint[])
     GROUP BY party.entity_id, party.fund_id, entity.uuid, fund.name, entity.name
),
nearest AS (
    SELECT * FROM bonds ORDER BY is_late DESC, is_live DESC, promised_cents DESC, name COLLATE "C" LIMIT %(listed)s
),
due AS (
    SELECT coalesce(sum(owed_cents), 0)::bigint AS owed_cents, coalesce(sum(late_cents), 0)::bigint AS late_cents,
           coalesce(sum(items_late), 0)::bigint AS items_late
      FROM sides JOIN live USING (agreement_id)
)
SELECT (SELECT coalesce(json_agg(line), '[]') FROM told),
       (SELECT coalesce(json_object_agg(kind, counted), '{}') FROM (SELECT kind, count(*) AS counted FROM busy GROUP BY kind) counts),
       (SELECT coalesce(json_agg(json_build_array(name, uuid, agreements, is_live, is_late, promised_cents)), '[]') FROM nearest),
       (SELECT count(*) FROM live), due.*
  FROM due
""",
)
