-- What was recorded by hand in ten years, with the seasons of a school's year: as many as are missing to the size.

CREATE UNLOGGED TABLE seed.day AS
WITH written AS (
    SELECT greatest(%(facts)s - greatest((SELECT max(f) FROM seed.signing), (SELECT max(f) FROM seed.reversal)), 0) AS left_over,
           greatest((SELECT max(f) FROM seed.signing), (SELECT max(f) FROM seed.reversal)) AS before
), weighed AS (
    SELECT day::date AS day, (0.5 + (day::date - %(began)s) / 3650.0) * (%(season)s::float[])[extract(month FROM day)::integer]
           * CASE WHEN extract(isodow FROM day) > 5 THEN 0.1 ELSE 1 END AS weight
      FROM generate_series(%(began)s::timestamp, %(today)s - interval '1 day', interval '1 day') AS day
), summed AS (
    SELECT day, before, round(left_over * sum(weight) OVER (ORDER BY day) / sum(weight) OVER ())::bigint AS until
      FROM weighed CROSS JOIN written
)
SELECT day, before + coalesce(lag(until) OVER (ORDER BY day), 0) + 1 AS first, before + until AS last FROM summed;

-- step: facts recorded by hand
WITH drawn AS (
    SELECT f, day, 1 + below(%(schools)s, 'school', f) AS school, pick(%(kinds_of_fact)s::text[], 'kind of fact', f) AS kind,
           chance('persons', f) AS crowd
      FROM seed.day CROSS JOIN LATERAL generate_series(first, last) AS f
)
INSERT INTO facts_fact (id, uuid, kind, occurred_on, recorded_at, quantity, unit, persons, goals, visibility, source_type, personal_digest,
                        host_id, recorded_by_id)
SELECT %(fact)s + f, identity('fact', f, at_ten(day)), kind, day, least(at_ten(day + 1), now()), 1,
       %(unit_of_kind)s::jsonb ->> kind,
       CASE kind WHEN 'facts.event' THEN 5 + (115 * crowd ^ 3)::integer WHEN 'facts.visit' THEN 8 + (30 * crowd)::integer
                 WHEN 'facts.meeting' THEN 2 + (10 * crowd ^ 2)::integer END,
       CASE WHEN chance('goal', f) < 0.35 THEN ARRAY[1 + below(17, 'which goal', f)]::smallint[] ELSE '{}' END,
       CASE WHEN kind = 'facts.support' THEN 'private' ELSE 'host' END, '',
       CASE WHEN kind = 'facts.support' THEN digest(md5('salt of ' || f) || '{"number":' || f || '}') ELSE '' END,
       host_id, CASE WHEN day < %(joined)s THEN former_id ELSE staff[1 + below(5, 'who', f)] END
  FROM drawn JOIN seed.school USING (school);

-- step: values about persons
INSERT INTO facts_factpersonal (salt, values, fact_id)
SELECT md5('salt of ' || f), jsonb_build_object('number', f), %(fact)s + f
  FROM seed.day CROSS JOIN LATERAL generate_series(first, last) AS f
 WHERE pick(%(kinds_of_fact)s::text[], 'kind of fact', f) = 'facts.support';

-- step: organisations of facts
INSERT INTO facts_factorganisation (fact_id, entity_id)
SELECT %(fact)s + f, entity_id
  FROM (SELECT f, 1 + below(%(schools)s, 'school', f) AS school, turn
          FROM seed.day CROSS JOIN LATERAL generate_series(first, last) AS f
          CROSS JOIN LATERAL generate_series(1, (chance('alone', f) > 0.25)::integer + (chance('alone', f) > 0.85)::integer) AS turn
       ) AS named
  JOIN seed.school USING (school)
  JOIN seed.relationship AS followed ON followed.school = named.school
       AND followed.rank = turn + floor((school.followed - 1) * chance('organisation', f) ^ 2.5)::bigint;
