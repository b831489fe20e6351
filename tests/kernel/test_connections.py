"""Moments are read as psycopg reads them."""

import datetime as dt

import pytest
from django.db import DataError, connection
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.datetime import TimestamptzLoader

from filon.kernel.connections import Moments

moments = st.datetimes(min_value=dt.datetime(1, 1, 2), max_value=dt.datetime(9999, 12, 30))


@given(moments)
def test_moment_is_what_psycopg_reads(moment: dt.datetime) -> None:
    text = f"{moment:%Y-%m-%d %H:%M:%S}{f'.{moment.microsecond:06d}'.rstrip('0') if moment.microsecond else ''}+00".rjust(22, "0").encode()

    read, expected = Moments(0).load(text), TimestamptzLoader(0).load(text)

    assert (read, read.utcoffset(), read.tzinfo) == (expected, dt.timedelta(0), dt.UTC)


@pytest.mark.django_db
def test_connection_reads_moments_in_utc() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT TIMESTAMPTZ '2026-07-01 10:00:00.5+02', ARRAY[TIMESTAMPTZ '2026-07-01 10:00+02', NULL]")
        found = cursor.fetchone()

    assert found == (dt.datetime(2026, 7, 1, 8, 0, 0, 500_000, dt.UTC), [dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC), None])


@pytest.mark.django_db
@pytest.mark.parametrize("beyond", ["infinity", "12026-01-01", "0044-03-15 BC"])
def test_moment_that_python_cannot_hold_is_refused(beyond: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [beyond])

        with pytest.raises(DataError):
            cursor.fetchone()
