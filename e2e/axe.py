"""axe-core in a page, and what else the eye would see: an overflow at the width of a phone, markup shown as text."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from e2e.browser import NARROW, WIDE, Visitor

SOURCE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MARKUP = r"() => [...(document.body.innerText.match(/<\/?[a-z]+[ >]/) || [])].map(tag => `shows its own markup: ${tag}`)"
SETTLE = "() => document.getAnimations().filter(one => one instanceof CSSTransition).forEach(one => one.finish())"
"""Colours change over a moment when the theme does: what is looked at is the end."""
LOOKS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})"
OVERFLOW = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const leaves = element => element.getBoundingClientRect().right > width + 1 && !element.closest('.scroll');
    const names = element => [element.tagName.toLowerCase() + (element.id && '#' + element.id), ...element.classList].join('.');
    const wide = [...document.body.querySelectorAll('*')].filter(leaves);
    return [`wider than the screen, ${document.documentElement.scrollWidth} px: ` + wide.slice(0, 4).map(names).join(', ')];
}"""


@dataclass(frozen=True)
class Fault:
    """What is wrong, where, in which look; `text` is one line for the report."""

    path: str
    look: str
    text: str

    def __str__(self) -> str:
        return f"{self.path} [{self.look}] {self.text}"


def faults(person: Visitor, name: str = "") -> list[Fault]:
    """Everything axe finds on the page that is open, at both widths, light and dark, with what is folded unfolded."""
    page, found = person.page, list[Fault]()
    with person.unheard():
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found += [Fault(name or person.path, "any", text) for text in page.evaluate(MARKUP)]
        for size, theme in LOOKS:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.evaluate(SETTLE)
            texts = violations(page) + (page.evaluate(OVERFLOW) if size is NARROW and theme == "light" else [])
            found += [Fault(name or person.path, f"{size['width']} {theme}", text) for text in texts]
    return found


def violations(page: Page) -> list[str]:
    """One line for each rule of axe that the page breaks as it stands."""
    page.evaluate(SOURCE.read_text())
    return [_line(violation) for violation in page.evaluate(RUN, RULES)["violations"]]


def _line(violation: dict[str, Any]) -> str:
    where = " | ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:4])
    why = violation["nodes"][0]["failureSummary"].splitlines()[-1].strip()
    return f"{violation['id']} ×{len(violation['nodes'])}: {where} ({why})"
