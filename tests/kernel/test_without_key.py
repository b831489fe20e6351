"""The POSTs of our pages that carry no idempotency key, each known by name: a new one does not slip in."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

KNOWN = {
    "agenda:unsubscribe": "a mail program posts it by itself, and leaving twice is leaving once",
    "agreements:check": "nothing is kept",
    "agreements:seat": "reading changes nothing",
    "agreements:seat_code": "a new code replaces the former",
    "agreements:seat_delegate": "the link itself serves once",
    "agreements:seat_document": "reading changes nothing",
    "agreements:seat_new_link": "throttled, and a new link replaces the former",
    "agreements:seat_refuse": "the link itself serves once",
    "agreements:seat_sign": "the link itself serves once, and a wrong code counts though refused",
    "giving:verify": "throttled, and nothing is kept",
    "privacy:demand_file": "reading changes nothing, and each reading is told to the audit",
    "privacy:own_file": "reading changes nothing, and each reading is told to the audit",
    "language": "choosing twice is choosing once",
    "theme": "choosing twice is choosing once",
    "people:demonstration": "signing in opens a new session",
    "people:invitation": "the invitation itself serves once",
    "people:link": "the link itself serves once",
    "people:link_request": "throttled, and counted even when refused",
    "people:sign_in": "throttled, and counted even when refused",
    "people:sign_out": "leaving twice is leaving once",
}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        else:
            yield f"{prefix}{one.name}", one


def test_views_without_key_are_the_known_ones() -> None:
    found = {name for name, pattern in patterns(get_resolver()) if getattr(pattern.callback, "without_idempotency_key", False)}

    assert sorted(found) == sorted(KNOWN)
