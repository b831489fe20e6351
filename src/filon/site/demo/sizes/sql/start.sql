-- Chance, choice, identity, and the schools. Each draw is named ('late') and numbered: two draws of one row are independent, a new one moves no other.
-- The schema goes when everything is written; its tables hold the plan.

CREATE SCHEMA seed;

SET LOCAL search_path = public, seed;

-- From 0 to 1, 1 left out.
CREATE FUNCTION seed.chance(name text, number bigint) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (hashint8extended(number, hashtextextended(name, %(seed)s)) & 9007199254740991)::double precision / 9007199254740992::double precision
$$;

-- A whole number from 0 on.
CREATE FUNCTION seed.below(most integer, name text, number bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT floor(most * seed.chance(name, number))::integer
$$;

CREATE FUNCTION seed.pick(among text[], name text, number bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT among[1 + floor(cardinality(among) * seed.chance(name, number))::integer]
$$;

-- A UUID of version 7 of that moment (RFC 9562 §5.7).
CREATE FUNCTION seed.identity(name text, number bigint, moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT encode(int8send(((extract(epoch FROM moment) * 1000)::bigint << 16) | 28672
                           | (hashint8extended(number, hashtextextended(name, %(seed)s)) & 4095))
                  || int8send(hashint8extended(number, hashtextextended(name, %(seed)s + 1)) & 4611686018427387903 | (-9223372036854775808)),
                  'hex')::uuid
$$;

CREATE FUNCTION seed.digest(told text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(told, 'UTF8')), 'hex')
$$;

CREATE FUNCTION seed.at_ten(day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (day + time '10:00') AT TIME ZONE 'Europe/Paris'
$$;

CREATE FUNCTION seed.months_after(day date, months integer) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (day + make_interval(months => months))::date
$$;

-- Between two first days of a month.
CREATE FUNCTION seed.months_between(day date, other date) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ((extract(year FROM other) - extract(year FROM day)) * 12 + extract(month FROM other) - extract(month FROM day))::integer
$$;

-- Who is there: `staff` records, `former` did before, `signs` is an affiliation; then how much there is of everything.
CREATE UNLOGGED TABLE seed.school (
    school integer PRIMARY KEY, host_id bigint, school_entity_id bigint, staff bigint[], former_id bigint, signs_id bigint,
    umbrella_id bigint, umbrella_signs_id bigint, fund_id bigint,
    live integer, ended integer, drafts integer, commitments integer, followed integer, followed_before integer
);
