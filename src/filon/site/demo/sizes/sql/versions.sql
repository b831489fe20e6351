-- Versions with all they hold; carried out once for the first ones and once for the amendments: an agreement has one open draft at a time.

-- step: versions
INSERT INTO agreements_agreementversion (id, uuid, number, state, effective_from, term_end, notice_months, is_tacit, renewal_months,
                                         silence_days, content_hash, signed_at_place, is_from_source, created_at, agreement_id,
                                         created_by_id)
SELECT version_id, identity('version', version_id - %(agreementversion)s, at_ten(version.signed_on)), number, 'draft',
       effective, months_after(start, term), CASE WHEN chance('notice', n) < 0.7 THEN 3 END,
       renewals > 0, CASE WHEN renewals > 0 THEN 12 END, 30, '', '', false, at_ten(version.signed_on - 20),
       %(agreement)s + n, version.owner_id
  FROM seed.version AS version JOIN seed.agreement USING (n) WHERE number = %(number)s ORDER BY version_id;

INSERT INTO agreements_partyterm (version_id, party_id, capacity, signatory_id, signing_group)
SELECT version_id, party_id, capacity, signatory_id, 1 FROM seed.version JOIN seed.party USING (n) WHERE number = %(number)s;

INSERT INTO agreements_agreementversion_themes (agreementversion_id, theme_id)
SELECT version_id, theme.id FROM seed.version JOIN seed.agreement USING (n) 
 CROSS JOIN (SELECT id, row_number() OVER (ORDER BY label_fr) AS place FROM agreements_theme) AS theme
 WHERE number = %(number)s AND chance('theme', n * 100 + place) < CASE WHEN code = 'framework' THEN 0.5 ELSE 0.1 END;

-- step: clauses
INSERT INTO agreements_clause (version_id, position, heading_fr, heading_en, text_fr, text_en)
SELECT version_id, position, 'Article ' || position, 'Article ' || position,
       'Les parties conviennent de ce qui suit (texte de démonstration, article ' || position || ').', ''
  FROM seed.version CROSS JOIN LATERAL generate_series(1, 3 + below(4, 'clauses', n)) AS position WHERE number = %(number)s;

-- step: money lines
INSERT INTO agreements_moneyline (id, uuid, nature, amount_cents, earmark_fr, earmark_en, payee_id, payer_id, version_id)
SELECT %(moneyline)s + version_id - %(agreementversion)s, identity('money line', version_id - %(agreementversion)s, at_ten(min(effective))),
       CASE WHEN code IN ('mecenat', 'apprenticeship_tax') THEN code WHEN code = 'forum' THEN 'parrainage' ELSE 'service' END,
       sum(parts * each) * 100, '', '', min(creditor_id), min(debtor_id), version_id
  FROM seed.version AS version JOIN seed.commitment AS commitment USING (n) JOIN seed.agreement USING (n)
 WHERE version.number = %(number)s AND unit = 'eur' AND since_version <= version.number
 GROUP BY version_id, code ORDER BY version_id;

-- step: terms of commitments
INSERT INTO agreements_commitmentterm (version_id, commitment_id, what_fr, what_en, detail_fr, detail_en, unit, quantity,
                                       unit_value_cents, is_counterpart, due_rule, money_line_id)
SELECT version_id, %(commitment)s + c, what_fr || ', ' || subject, what_en, '', '', unit, parts * each, unit_value_cents, is_counterpart,
       CASE rule WHEN 'once' THEN jsonb_build_object('kind', rule, 'on', first_due)
                 WHEN 'every' THEN jsonb_build_object('kind', rule, 'first', first_due, 'months', step, 'count', parts)
                 WHEN 'on_dates' THEN jsonb_build_object('kind', rule, 'dates', jsonb_build_array(
                     jsonb_build_object('on', first_due, 'quantity', (each::integer)::text),
                     jsonb_build_object('on', months_after(first_due, step), 'quantity', (each::integer)::text)))
                 ELSE jsonb_build_object('kind', rule) END,
       CASE WHEN unit = 'eur' THEN %(moneyline)s + version_id - %(agreementversion)s END
  FROM seed.version AS version JOIN seed.commitment USING (n)
 WHERE version.number = %(number)s AND since_version <= version.number ORDER BY version_id, c;
