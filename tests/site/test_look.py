"""The look: what the security policy refuses is not there, every reference leads somewhere, figures speak the reader's language."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

import filon.site
from filon.site.views.styleguide import sample_form, styleguide

pytestmark = pytest.mark.django_db
"""The shell of a page asks the database whether it is a demonstration."""

STATIC = Path(filon.site.__file__).parent / "static"
TEXT_TOKENS = ("ink", "ink-2", "ink-3", "ochre", "ochre-2", "kept", "due", "late", "contested")


def shown(language: str = "fr") -> str:
    with override(language):
        return styleguide(RequestFactory().get("/style")).content.decode()


def rendered(source: str, language: str = "fr", **context: Any) -> str:
    with override(language):
        return engines["jinja2"].from_string(source).render(context, HttpRequest())


def test_styleguide_speaks_the_language_of_the_reader() -> None:
    french, english = shown("fr"), shown("en")

    assert ('<html lang="fr">' in french, "Ce qui a été promis" in french) == (True, True)
    assert ('<html lang="en">' in english, "What was promised" in english) == (True, True)


def test_styleguide_holds_nothing_that_the_policy_refuses() -> None:
    page = shown()

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:|data:[a-z]+/", page) == []
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page) == []


def test_styleguide_refers_only_to_what_it_holds() -> None:
    page = shown()
    ids = re.findall(r'\sid="([^"]+)"', page)
    referred = re.findall(r'<use href="#([^"]+)"|url\(#([^)]+)\)|popovertarget="([^"]+)"|\sfor="([^"]+)"', page)
    described = [name for names in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page) for name in names.split()]

    assert len(ids) == len(set(ids))
    assert {name for group in referred for name in group if name} | set(described) <= set(ids)


def test_figures_change_with_the_language_of_each_reader() -> None:
    source = "{{ 123456|euros }}"

    with override("fr"):
        french = engines["jinja2"].from_string(source).render()
    with override("en"):
        english = engines["jinja2"].from_string(source).render()

    assert (french, english) == ("1\u202f234,56\u00a0€", "€1,234.56")


def test_wrong_field_is_marked_described_and_linked() -> None:
    source = '{% from "ui/forms.html" import field, error_summary %}{{ field(form.amount) }}{{ error_summary(form) }}'

    page = rendered(source, form=sample_form())

    assert re.findall(r'aria-invalid="true"|aria-describedby="[^"]+"|href="#id_amount"', page) == [
        'aria-describedby="id_amount-hint id_amount-why"',
        'aria-invalid="true"',
        'href="#id_amount"',
    ]


def test_right_form_has_no_error_summary() -> None:
    page = rendered('{% from "ui/forms.html" import error_summary %}{{ error_summary([]) }}')

    assert page.strip() == ""


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "413", "422", "500"])
def test_refusal_page_says_its_code_and_the_way_back(code: str) -> None:
    page = rendered(f'{{% include "errors/{code}.html" %}}')

    assert (page.count(f">{code}</p>"), page.count('<a href="/">')) == (1, 1)


def test_refusal_page_gives_its_sentence() -> None:
    page = rendered('{% include "errors/422.html" %}', sentence="Le terme précède le début.")

    assert page.count("Le terme précède le début.") == 1


def test_vendored_files_are_unchanged() -> None:
    rows = re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (STATIC / "VENDORED.md").read_text(), re.M)

    found = {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name, _digest in rows}
    assert (len(rows), found) == (5, dict(rows))


def test_style_sheet_asks_only_for_files_that_are_there() -> None:
    asked = re.findall(r'url\("([^"]+)"\)', (STATIC / "filon.css").read_text())

    assert [name for name in asked if not (STATIC / name).is_file()] == []


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("token", TEXT_TOKENS)
def test_text_has_contrast_on_paper(token: str, theme: int) -> None:
    pairs = dict(re.findall(r"--([a-z0-9-]+): light-dark\(([^)]+)\)", (STATIC / "filon.css").read_text()))
    text, paper = (luminance(pairs[name].split(", ")[theme]) for name in (token, "paper"))

    assert (max(text, paper) + 0.05) / (min(text, paper) + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
