-- Organisations, which schools follow them, their people, and who of these signs in. Ranks: a school's stars come first.

-- step: organisations
WITH numbered AS (
    SELECT n, pick(%(kinds_of_organisation)s::text[], 'kind of organisation', n) AS kind,
           mod(n * 48271 + %(seed)s, cardinality(%(firsts)s::text[]) * cardinality(%(trades)s::text[]) * cardinality(%(places)s::text[]))
           AS name, 1 + below(cardinality(%(cities)s::text[]), 'city', n) AS city
      FROM generate_series(1, %(organisations)s) AS n
), worded AS (
    SELECT n, kind, city, (%(trades)s::text[])[1 + mod(name, cardinality(%(trades)s::text[]))] AS trade,
           mod(name / cardinality(%(trades)s::text[]), cardinality(%(firsts)s::text[])) AS first,
           name / cardinality(%(trades)s::text[]) / cardinality(%(firsts)s::text[]) AS place
      FROM numbered
)
INSERT INTO partners_legalentity (id, uuid, name, kind, sector, city, department, is_invented)
SELECT %(legalentity)s + n, identity('organisation', n, at_ten(%(began)s)),
       concat_ws(' ', coalesce(%(other_organisations)s::jsonb ->> kind, (%(firsts)s::text[])[1 + first]), trade,
                 (%(places)s::text[])[1 + place], '(dém.)'),
       kind, lower(trade), (%(cities)s::text[])[city], (%(departments)s::text[])[city], true
  FROM worded ORDER BY n;

CREATE UNLOGGED TABLE seed.relationship AS
SELECT row_number() OVER (ORDER BY school, n) AS r, school, row_number() OVER (PARTITION BY school ORDER BY n) AS rank, n,
       %(legalentity)s + n AS entity_id, NULL::bigint AS user_id
  FROM generate_series(1, %(organisations)s) AS n
  JOIN seed.school ON school = 1 + mod(n, %(schools)s) OR n <= %(stars)s
    OR chance('shared', n * %(schools)s + school) < %(shared)s;

CREATE UNIQUE INDEX ON seed.relationship (school, rank);

ANALYZE seed.relationship;

UPDATE seed.school SET followed = counted.followed, followed_before = counted.before
  FROM (SELECT school, count(*) AS followed, min(r) - 1 AS before FROM seed.relationship GROUP BY school) AS counted
 WHERE counted.school = school.school;

-- step: partners followed
INSERT INTO partners_relationship (id, uuid, notes, tags, since, entity_id, host_id, owner_id)
SELECT %(relationship)s + r, identity('relationship', r, at_ten(%(began)s)), '',
       CASE WHEN chance('tagged', r) < 0.6 THEN ARRAY[pick(%(tags)s::text[], 'tag', r)] ELSE '{}' END,
       %(began)s + below(3600, 'since', r), entity_id, host_id, staff[1 + below(2, 'owner', r)]
  FROM seed.relationship JOIN seed.school USING (school) ORDER BY r;

CREATE UNLOGGED TABLE seed.contact AS
SELECT c, c AS r FROM generate_series(1, least(%(contacts)s, (SELECT count(*) FROM seed.relationship))) AS c
 UNION ALL
SELECT c, followed_before + 1 + floor(followed * chance('whose', c) ^ 2.2)::bigint
  FROM generate_series((SELECT count(*) FROM seed.relationship) + 1, %(contacts)s) AS c
  JOIN seed.school ON school = 1 + mod(c, %(schools)s);

-- step: people of partners
INSERT INTO partners_contact (id, uuid, name, email, phone, host_id)
SELECT %(contact)s + c, identity('contact', c, at_ten(%(began)s)),
       pick(%(given_names)s::text[], 'given name', c) || ' ' || pick(%(family_names)s::text[], 'family name', c),
       CASE WHEN chance('writes', c) < 0.9 THEN 'contact' || c || '@organisation-' || n || '.example' ELSE '' END, '', host_id
  FROM seed.contact JOIN seed.relationship USING (r) JOIN seed.school USING (school) ORDER BY c;

-- step: their functions
INSERT INTO partners_affiliation (id, uuid, function, may_sign, sign_limit_cents, start, "end", contact_id, entity_id)
SELECT %(affiliation)s + c, identity('affiliation', c, at_ten(%(began)s)),
       CASE WHEN c = r THEN 'directrice générale' ELSE pick(%(functions)s::text[], 'function', c) END,
       c = r OR chance('may sign', c) < 0.1,
       CASE WHEN c <> r AND chance('may sign', c) < 0.1 THEN 5000000 END,
       CASE WHEN c = r THEN %(began)s - 365 ELSE %(began)s + below(3000, 'function from', c) END,
       CASE WHEN c <> r AND chance('left', c) < 0.12 THEN %(began)s + 3100 + below(500, 'function until', c) END,
       %(contact)s + c, entity_id
  FROM seed.contact JOIN seed.relationship USING (r) ORDER BY c;

WITH entered AS (
    SELECT r, row_number() OVER (ORDER BY r) AS u FROM seed.relationship JOIN seed.school USING (school)
     WHERE rank <= 0.15 * followed AND chance('signs in', r) < 0.6
)
UPDATE seed.relationship SET user_id = %(user)s + u FROM entered WHERE entered.r = relationship.r;

-- step: partners who sign in
INSERT INTO people_user (id, uuid, password, email, name, language, theme, is_active, created_at)
SELECT user_id, identity('user', r, at_ten(%(began)s)), '!' || md5('user ' || r),
       'acces' || user_id || '@organisation-' || n || '.example', contact.name, 'fr', '', true, at_ten(%(began)s)
  FROM seed.relationship JOIN partners_contact AS contact ON contact.id = %(contact)s + r
 WHERE user_id IS NOT NULL ORDER BY user_id;

INSERT INTO partners_access (id, uuid, start, granted_by_id, user_id, affiliation_id)
SELECT %(access)s + user_id - %(user)s, identity('access', r, at_ten(%(began)s)), %(began)s, former_id, user_id,
       %(affiliation)s + r
  FROM seed.relationship JOIN seed.school USING (school) WHERE user_id IS NOT NULL ORDER BY user_id;

-- step: sites
INSERT INTO partners_site (id, uuid, name, address, city, department, entity_id)
SELECT %(site)s + row_number() OVER (ORDER BY entity.id), identity('site', entity.id - %(legalentity)s, at_ten(%(began)s)),
       'Site de ' || entity.city, '', entity.city, entity.department, entity.id
  FROM partners_legalentity AS entity
 WHERE entity.id > %(legalentity)s AND entity.id <= %(legalentity)s + %(organisations)s
   AND chance('site', entity.id - %(legalentity)s) < 0.2;
