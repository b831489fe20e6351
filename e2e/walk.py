"""Every page of the product: links are followed from the home page, and the addresses nobody links to are found missing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from playwright.sync_api import APIResponse

from e2e.browser import Visitor

OF_EACH_KIND = 2
"""pages looked at for one route and one set of query names."""
FIRST = ("/", "/style", "/recherche?q=gardon", "/nulle-part")
"""where the walk begins: home, the living style sheet, a search, an address that does not exist."""


@dataclass
class Walk:
    """`pages`: the addresses to look at, by route; `wrong`: links that lead to an error."""

    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [path for paths in self.pages.values() for path in paths]


def walk(person: Visitor, also: Sequence[str] = ()) -> Walk:
    """Follows every link this person sees, a few of each kind, from the usual beginnings and those of `also`."""
    found, seen = Walk(), defaultdict[str, int](int)
    waiting = [(path, "") for path in (*also, *FIRST)]
    while waiting:
        path, origin = waiting.pop(0)
        kind = kind_of(path)
        if path in found.paths or (seen[kind] >= OF_EACH_KIND and path not in also):
            continue
        seen[kind] += 1
        answer = person.context.request.get(urljoin(person.address, path))
        if answer.status >= 400 and origin:
            found.wrong.append(f"{path} answers {answer.status} (linked from {origin})")
        if _is_page(answer):
            found.pages[kind.partition("?")[0]].append(path)
            waiting += [(link, path) for link in links(answer.text(), answer.url, person.address)]
    return found


def _is_page(answer: APIResponse) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html")


def kind_of(path: str) -> str:
    """The route of an address with the names in its query: pages of one kind are made by the same template."""
    parts = urlsplit(path)
    return "?".join(filter(None, (route_of(parts.path), "&".join(sorted(parse_qs(parts.query))))))


def route_of(path: str) -> str:
    """Its name, `agreements:detail`; the path itself where the site knows no such route."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415

    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def links(page: str, url: str, address: str) -> Iterator[str]:
    """The addresses of the site that a page links to, without fragment."""
    parser = _Links()
    parser.feed(page)
    for link in parser.found:
        target = urljoin(url, link)
        if target.startswith(f"{address}/") and not target.startswith(f"{address}/static/"):
            yield target.removeprefix(address).partition("#")[0]


class _Links(HTMLParser):
    """The `href` of each link."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = dict(attrs).get("href")
        if tag == "a" and link:
            self.found.append(link)


def routes() -> dict[str, str]:
    """Every route of the site: its name, and its address with an invented argument in each place."""
    from django.urls import get_resolver  # noqa: PLC0415

    return dict(_routes(get_resolver(), "", ""))


def _routes(resolver: object, prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:  # type: ignore[attr-defined]
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _routes(pattern, path, inner)
        else:
            yield f"{namespace}{pattern.name}", f"/{_invented(path)}"


def _invented(path: str) -> str:
    """Numbers are 1, identifiers belong to nobody."""
    path = re.sub(r"<int:\w+>", "1", path)
    path = re.sub(r"<uuid:\w+>", "00000000-0000-7000-8000-000000000000", path)
    return re.sub(r"<\w+:\w+>", "x", path)
