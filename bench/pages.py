"""What a page costs the web process: requests through the whole WSGI handler, in this process, each page in turn with the bare one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from itertools import cycle
from statistics import median
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connection
from django.http.cookie import SimpleCookie
from django.test import Client
from django.urls import reverse

from bench.seed import School
from filon.agreements.models import Agreement, Delivery
from filon.agreements.services.identity import commitment_owner_set
from filon.facts.models import Fact
from filon.partners.models import Relationship
from filon.people.models import User

WARMING_UP = 10
Budget = tuple[float | None, float | None]
DETAIL, LIST, LARGE, UNBOUND = (10.0, 5.0), (12.0, 8.0), (25.0, None), (None, None)
"""CPU of the web process in ms: what a page may cost, and what it aims at (DESIGN of the project, section 8)."""
MOST_QUERIES = 10


@dataclass(frozen=True)
class Page:
    """An address, who reads it (None: nobody signed in), its budget, and what is done before each request, which is not timed."""

    name: str
    url: str
    reader: User | None
    budget: Budget = DETAIL
    before: Callable[[], None] = lambda: None


@dataclass
class Cost:
    """CPU in ms of each request, and of the bare page asked just before; queries and bytes of one answer."""

    page: Page
    queries: int = 0
    size: int = 0
    cpu: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def median_cpu(self) -> float:
        return median(self.cpu)

    @property
    def ratio(self) -> float:
        return median(own / bare for own, bare in zip(self.cpu, self.bare, strict=True))


class Browser:
    """Asks for pages as a signed-in browser does: cookies kept, compressed answers accepted."""

    def __init__(self, handler: Any, reader: User | None) -> None:
        self.handler = handler
        self.cookies: dict[str, str] = {}
        if reader is not None:
            client = Client()
            client.force_login(reader)
            self.cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}

    def get(self, url: str) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers and body of one answer, sent to its end as a server does."""
        path, _, query = url.partition("?")
        environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": "GET", "wsgi.input": BytesIO()}
        environ |= {"HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_LANGUAGE": "fr", "HTTP_ACCEPT_ENCODING": "gzip"}
        environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        setup_testing_defaults(environ)
        answered: list[Any] = []
        response = self.handler(environ, lambda status, headers, _error=None: answered.extend((status, headers)))
        body = b"".join(response)
        response.close()
        self._keep(answered[1])
        return answered[0], answered[1], body

    def _keep(self, headers: Iterable[tuple[str, str]]) -> None:
        for name, value in headers:
            if name == "Set-Cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}


def pages_of(officer: User, school: School) -> list[Page]:
    """The pages of an officer of the demo, and those of the school of the benchmark."""
    living = _most_delivered(officer)
    partner = Relationship.objects.visible_to(officer).filter(entity__parties__agreement=living).filter(entity__host=None)
    partner_url = reverse("partners:detail", args=[partner[0].entity.uuid])
    commitment = living.commitments.filter(deliveries__isnull=False)[0]
    big_url = reverse("agreements:detail", args=[_big(school).uuid])
    return [
        Page("week", "/", officer),
        Page("list of agreements, 25 rows", reverse("agreements:list"), school.officer, LIST),
        Page("agreement of the demo", reverse("agreements:detail", args=[living.uuid]), officer),
        Page("agreement, 200 commitments, 5,000 deliveries", big_url, school.officer, LARGE),
        Page("the same, when it has just changed", big_url, school.officer, UNBOUND, before=_changes(_big(school), school.officer)),
        Page("commitment", reverse("agreements:commitment", args=[living.uuid, commitment.uuid]), officer),
        Page("list of partners", reverse("partners:list"), officer, LIST),
        Page("partner", partner_url, officer),
        Page("list of facts", reverse("facts:list"), officer, LIST),
        Page("list of facts, 5,000 facts", reverse("facts:list"), school.officer, LIST),
        Page("fact", reverse("facts:detail", args=[Fact.objects.visible_to(officer).filter(delivery__isnull=False)[0].uuid]), officer),
        Page("search", f"{reverse('search')}?q=energie", officer, LIST),
        Page("style sheet", reverse("style"), officer),
        Page("sign-in", reverse("people:sign_in"), None),
    ]


def _most_delivered(officer: User) -> Agreement:
    """The agreement that the story of the demo tells most about."""
    deliveries = Delivery.objects.visible_to(officer).values_list("commitment__agreement", flat=True)
    keys = list(deliveries)
    return Agreement.objects.get(pk=max(set(keys), key=keys.count))


def _changes(agreement: Agreement, officer: User) -> Callable[[], None]:
    """Gives a commitment to the officer to look after, or takes it away: the smallest change that the page shows."""
    commitment, owners = agreement.commitments.all()[0], cycle((officer.uuid, None))

    def change() -> None:
        officer.act_for(agreement.host_id)
        commitment_owner_set(by=officer, commitment_id=commitment.uuid, owner_id=next(owners), owner_contact_id=None)

    return change


def _big(school: School) -> Agreement:
    if school.big is None:
        raise ValueError("the school of the benchmark has no large agreement")
    return school.big


def measure(pages: Iterable[Page], *, rounds: int) -> list[Cost]:
    """Each page `rounds` times after a warm-up, always just after the bare page; the bare page itself comes first in the result.

    Raises RuntimeError when a page does not answer 200."""
    from filon.site.wsgi import application as handler  # noqa: PLC0415  the addresses of the benchmark are set by now

    readers: dict[int | None, Browser] = {}
    costs = []
    for page in pages:
        browser = readers.setdefault(_key(page), Browser(handler, page.reader))
        costs.append(_first(browser, page))
    bare_page = Page("bare page, signed in", reverse("bare"), next(cost.page.reader for cost in costs if cost.page.reader))
    bare_browser = Browser(handler, bare_page.reader)
    bare = _first(bare_browser, bare_page)
    for _round in range(rounds):
        for cost in costs:
            cost.bare.append(_timed(bare_browser, bare_page))
            cost.cpu.append(_timed(readers[_key(cost.page)], cost.page))
    bare.cpu = bare.bare = [value for cost in costs for value in cost.bare]
    return [bare, *costs]


def _key(page: Page) -> int | None:
    return page.reader.pk if page.reader else None


def _first(browser: Browser, page: Page) -> Cost:
    """Warms up, then counts queries and bytes."""
    for _time in range(WARMING_UP):
        page.before()
        status, _headers, _body = browser.get(page.url)
        if status != "200 OK":
            raise RuntimeError(f"{page.name} ({page.url}) answers {status}")
    counted: list[str] = []

    def count(execute: Any, statement: str, *rest: Any) -> Any:
        counted.append(statement)
        return execute(statement, *rest)

    page.before()
    with connection.execute_wrapper(count):
        _status, _headers, body = browser.get(page.url)
    return Cost(page, queries=len(counted), size=len(body))


def _timed(browser: Browser, page: Page) -> float:
    page.before()
    before = time.process_time()
    browser.get(page.url)
    return (time.process_time() - before) * 1000
