"""Keys of links: 256 random bits that only the message holds; here we keep their sha256."""

import hashlib
import secrets


def new_key() -> str:
    """256 bits, 43 characters that an address can hold."""
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def hash_of_nothing() -> str:
    """The hash of a key nobody knows: what stands until the message leaves with the real one."""
    return hash_of(new_key())
