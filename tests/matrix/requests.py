"""Asks an address as one of the columns of the matrix."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.persons import Person
from tests.matrix.world import School

GET, POST = "GET", "POST"
METHODS = (GET, POST)


@dataclass(frozen=True)
class Visitors:
    """The key of the session of each column; nobody is signed in for a column without one."""

    sessions: dict[Person, str]

    def ask(self, person: Person, method: str, address: str, **fields: Any) -> HttpResponse:
        """Answers the request, then undoes what it did. A POST carries its key and no field but those given."""
        client = Client(raise_request_exception=True)
        if person in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        with transaction.atomic():
            key = {} if method == GET else {"idempotency_key": str(uuid4())}
            response = {GET: client.get, POST: client.post}[method](address, key | fields)
            transaction.set_rollback(True)
        return response  # type: ignore[no-any-return]


def url_names() -> dict[str, list[str]]:
    """Every named address of the site, with the names of its arguments. An address without a name fails: it could have no row."""
    found = dict(_walk(get_resolver(), "", []))
    assert "" not in found, "an address has no name"
    return found


def _walk(resolver: URLResolver, namespace: str, above: list[str]) -> Iterator[tuple[str, list[str]]]:
    """`above`: the arguments of the addresses this one stands under."""
    for each in resolver.url_patterns:
        arguments = [*above, *getattr(each.pattern, "converters", {})]
        if isinstance(each, URLResolver):
            yield from _walk(each, f"{namespace}{each.namespace}:" if each.namespace else namespace, arguments)
        elif isinstance(each, URLPattern):
            yield (f"{namespace}{each.name}" if each.name else "", arguments)


def arguments_of(url_name: str, school: School, *, draft: bool = False) -> dict[str, Any]:
    """What names that school's object in the address; of its agreement in draft when asked."""
    ids = school.ids | (school.ids["draft"] if draft else {}) | school.ids["at"].get(url_name, {})
    return {name: ids[name] for name in url_names()[url_name]}


def address_of(url_name: str, school: School, *, draft: bool = False) -> str:
    return reverse(url_name, kwargs=arguments_of(url_name, school, draft=draft))
