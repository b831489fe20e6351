"""Work that is the owner's: migrations, and the loads that fill an empty installation."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections


@contextmanager
def default_is_owner() -> Iterator[None]:
    """Inside this block the connection `default` is the owner's: what is written through it, services included, is one transaction of the
    owner's. Not inside a transaction: the connection is opened again on both sides."""
    application, owner = dict(connection.settings_dict), connections["owner"].settings_dict
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(application)
