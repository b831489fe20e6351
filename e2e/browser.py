"""The browser: Debian's chromium driven by playwright, and what a person does in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, sync_playwright

from e2e.install import CHROMIUM

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PLAYWRIGHT_ALONE = "--disable-back-forward-cache"
"""What playwright adds and no person's browser has: the back button must show the page as it was left."""
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, ignore_default_args=[PLAYWRIGHT_ALONE])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visitor:
    """One person at one browser window. `complaints` gathers what the console, the security policy and the server said against a page."""

    context: BrowserContext
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    is_listening: bool = True

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """Inside this block complaints are not kept: a tool of ours works in the page, and the security policy refuses it like anybody."""
        self.is_listening = False
        try:
            yield
        finally:
            self.page.wait_for_timeout(50)
            self.is_listening = True

    def goes(self, path: str) -> int:
        """Opens an address of the site; returns the status of the answer."""
        response = self.page.goto(urljoin(self.address, path))
        return response.status if response else 0

    def comes_in_as(self, name: str) -> None:
        """Signs in with one click, by the name of a person of the demo."""
        self.goes("/connexion")
        self.page.get_by_role("row").filter(has_text=name).get_by_role("button").first.click()
        self.page.wait_for_url(lambda url: not url.endswith("/connexion"))

    def presses(self, label: str, within: Locator | None = None) -> None:
        """A button or a link, by its exact name, and waits for the page that follows."""
        place = within or self.page.locator("body")
        found = place.get_by_role("button", name=label, exact=True).or_(place.get_by_role("link", name=label, exact=True))
        with self.page.expect_navigation():
            found.first.click()

    def writes(self, fields: dict[str, str], within: Locator | None = None) -> None:
        """Fills fields by their label: a text, a date, or the words of a choice."""
        for label, value in fields.items():
            field = self.field(label, within)
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """Whether or not its label says that it is optional."""
        place = within or self.page.locator("main")
        return place.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s*\((optional|facultatif)\))?\s*$")).first

    def refused_by(self, button: str, because: str = "") -> None:
        """Presses it; the form comes back as 422 with its error summary, which says why."""
        with self.page.expect_response(lambda response: response.request.method == "POST") as answered:
            self.presses(button)
        summary = self.page.get_by_role("alert").inner_text()
        assert answered.value.status == 422, f"{button}: answered {answered.value.status}"
        assert because in summary, f"{button}: {summary}"

    def sends_nothing(self) -> int:
        """Sends the form of the page as it stands, past the browser's own checks; returns the status of the answer."""
        with self.page.expect_navigation() as answered:
            self.page.evaluate("setTimeout(() => document.querySelector('main form[method=post]').submit())")
        response = answered.value
        return response.status if response else 0

    @property
    def text(self) -> str:
        """What the page says, as it is shown."""
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)


@contextmanager
def visitor(browser: Browser, address: str, **options: object) -> Iterator[Visitor]:
    """A new window without memory: French, light and wide unless `options` (those of playwright's new_context) say otherwise."""
    usual: dict[str, object] = {"locale": "fr-FR", "viewport": WIDE, "color_scheme": "light", "reduced_motion": "reduce"}
    context = browser.new_context(**{**usual, **options})  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    found = Visitor(context, context.new_page(), address)
    listen(found)
    try:
        yield found
    finally:
        context.close()


def listen(found: Visitor) -> None:
    """From now on, console errors, refused resources, broken scripts and answers of 500 are complaints."""

    def on_console(message: ConsoleMessage) -> None:
        if found.is_listening and message.type in ("error", "warning") and not _says_only_the_status(message):
            found.complaints.append(f"{found.path}: {message.text}")

    def on_response(response: Response) -> None:
        if response.status >= 500:
            found.complaints.append(f"{response.url}: answered {response.status}")

    found.page.on("console", on_console)
    found.page.on("response", on_response)
    found.page.on("pageerror", lambda error: found.complaints.append(f"{found.path}: {error}"))


def _says_only_the_status(message: ConsoleMessage) -> bool:
    """Chromium writes a line for each answer of 4xx: a refused form (422) or a missing page (404) is a right answer here."""
    return message.text.startswith("Failed to load resource: the server responded with a status of 4")
