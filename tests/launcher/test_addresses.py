"""Addresses of databases, read and written."""

from hypothesis import given
from hypothesis import strategies as st

from filon.launcher.addresses import Address, parse, write

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


def test_parse_server() -> None:
    assert parse("postgres://me:p%40ss@db.example.org:5433/filon?sslmode=require") == Address(
        name="filon", user="me", password="p@ss", host="db.example.org", port="5433", options=(("sslmode", "require"),)
    )


def test_parse_socket() -> None:
    assert parse("postgres://me@/filon?host=/run/filon") == Address(name="filon", user="me", password="", host="/run/filon", port="")


def test_connection_leaves_out_what_is_empty() -> None:
    assert parse("postgres://me@/filon?host=/run/filon").connection() == {"dbname": "filon", "user": "me", "host": "/run/filon"}


@given(name=WORDS, user=WORDS, password=WORDS, host=WORDS)
def test_write_is_read_back(name: str, user: str, password: str, host: str) -> None:
    address = Address(name=name, user=user, password=password, host=f"/{host}", port="5432")

    assert parse(write(address)) == address
